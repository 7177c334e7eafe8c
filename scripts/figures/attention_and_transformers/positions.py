"""Figures of docs/attention-and-transformers/positions.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, label, new_figure, new_row
from snippets.attention_and_transformers.positions import raised_base, rotate, sinusoidal, wavelengths


def similarity() -> Figure:
    """Sines of three columns, and products of the codes of two positions with those of all others."""
    figure, (sines, products) = new_row(2, height=3.2)
    positions, width = np.arange(65), 64
    codes = sinusoidal(positions, width)
    for column, color, style in ((0, BLUE, "-"), (16, ORANGE, "--"), (32, GREEN, ":")):
        sines.plot(positions, codes[:, column], style, color=color, linewidth=1.6)
    for place, (text, color) in zip(
        (0, 22, 44), (("column 0", BLUE), ("column 16", ORANGE), ("column 32", GREEN)), strict=True
    ):
        label(sines, text, place, 1.15, color, fontsize=9.5)
    sines.set_ylim(-1.1, 1.35)
    for position, color, style in ((16, BLUE, "-"), (40, ORANGE, "--")):
        products.plot(positions, codes @ codes[position] / (width / 2), style, color=color)
        label(products, f"p = {position}", position, 1.03, color, ha="center")
    products.set_ylim(0, 1.15)
    sines.set_xlabel("position")
    sines.set_ylabel("entry of the code")
    products.set_xlabel("other position q")
    products.set_ylabel("product of the codes of p and q")
    return figure


def rotation() -> Figure:
    """One pair of a query and a key, turned by two positions that are two apart."""
    figure, panels = new_row(2, height=3.2)
    query, key = np.array([[1.0, 0.0]]), np.array([[0.8, 0.45]])
    circle = np.linspace(0, 2 * np.pi, 73)
    for axes, (m, n) in zip(panels, ((1, 3), (4, 6)), strict=True):
        axes.plot(np.cos(circle), np.sin(circle), color=INK, linewidth=0.8, alpha=0.5)
        for name, vector, position, color in (("q", query, m, BLUE), ("k", key, n, ORANGE)):
            (turned,) = rotate(vector, [0.5 * position])
            axes.annotate("", turned, (0, 0), arrowprops={"arrowstyle": "->", "color": color, "shrinkB": 0})
            label(axes, f"{name} at {position}", 1.25 * turned[0], 1.25 * turned[1], color, ha="center", va="center")
        axes.set_aspect("equal")
        axes.set_xlim(-1.7, 1.7)
        axes.set_ylim(-1.35, 1.35)
        axes.set_axis_off()
        label(axes, f"m = {m}, n = {n}", -1.7, -1.3, INK, fontsize=10.5)
    return figure


def turns() -> Figure:
    """Turns that each pair makes within a context: as trained, beyond, and with two ways of stretching."""
    figure, axes = new_figure(height=3.6)
    pairs, plain = np.arange(64), wavelengths(128)
    axes.semilogy(pairs, 2048 / plain, "-", color=BLUE)
    axes.semilogy(pairs, 8192 / plain, "--", color=ORANGE)
    axes.semilogy(pairs, 8192 / wavelengths(128, raised_base(128, 4)), ":", color=GREEN)
    axes.axhline(1, color=INK, linewidth=1)
    label(axes, "one full turn", 1, 1.15, INK, fontsize=9.5)
    label(axes, "trained on 2048;\ninterpolated 8192", 20, 3.5, BLUE, ha="right")
    label(axes, "8192 as it is", 45, 9, ORANGE)
    label(axes, "8192, larger base", 52, 0.03, GREEN, ha="right")
    axes.set_xlabel("pair of coordinates, fast to slow")
    axes.set_ylabel("turns within the context")
    return figure
