"""Figures of docs/attention-and-transformers/positions.md."""

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, label, new_figure, new_row
from snippets.attention_and_transformers.positions import (
    Array,
    interpolated,
    raised_base,
    rotate,
    sinusoidal,
    wavelengths,
)


def _codes(positions: NDArray[np.int64], width: int) -> Array:
    """The codes of 65 positions, of which three columns are drawn."""
    codes = sinusoidal(positions, width)
    fast, middle, slow = codes[:, [0, 16, 32]].T
    crossings = [int(np.sum(np.diff(np.sign(column[1:])) != 0)) for column in (fast, middle, slow)]
    assert crossings[0] >= 18, "column 0 oscillates fast"
    assert crossings[1] == 2, "column 16 makes one wave"
    assert crossings[2] == 0, "column 32 has not turned"
    assert (np.diff(slow) > 0).all(), "it rises slowly"
    apart = np.linalg.norm(codes[:, None] - codes, axis=2) + 10 * np.eye(len(codes))
    assert apart.min() > 0.5, "each position has a mixture of its own"
    return codes


def _products(codes: Array) -> tuple[Array, Array]:
    """Products of the codes of positions 16 and 40 with those of all, 1 for that of a code with itself."""
    first, second = (codes @ codes[position] / (codes.shape[1] / 2) for position in (16, 40))
    assert np.allclose(second[24:], first[:-24]), "the curve of another position is the same curve, moved"
    return first, second


def similarity() -> Figure:
    """Sines of three columns, and products of the codes of two positions with those of all others."""
    figure, (sines, products) = new_row(2, height=3.2)
    positions = np.arange(65)
    codes = _codes(positions, 64)
    for column, color, style in ((0, BLUE, "-"), (16, ORANGE, "--"), (32, GREEN, ":")):
        sines.plot(positions, codes[:, column], style, color=color, linewidth=1.6)
    for place, (text, color) in zip(
        (0, 22, 44), (("column 0", BLUE), ("column 16", ORANGE), ("column 32", GREEN)), strict=True
    ):
        label(sines, text, place, 1.15, color, fontsize=9.5)
    sines.set_ylim(-1.1, 1.35)
    for product, position, color, style in zip(_products(codes), (16, 40), (BLUE, ORANGE), ("-", "--"), strict=True):
        assert product.argmax() == position, "each curve peaks at its own position"
        products.plot(positions, product, style, color=color)
        label(products, f"p = {position}", position, 1.03, color, ha="center")
    products.set_ylim(0, 1.15)
    sines.set_xlabel("position")
    sines.set_ylabel("entry of the code")
    products.set_xlabel("other position q")
    products.set_ylabel("product of the codes of p and q")
    return figure


def _turned() -> Array:
    """Query and key (columns) at the positions 1 and 3, and 4 and 6 (rows), half a radian per position."""
    pair = np.array([[1.0, 0.0], [0.8, 0.45]])
    near, far = (rotate(pair, 0.5 * np.array(places)) for places in ((1, 3), (4, 6)))
    numbers = np.array([near, far]) @ [1, 1j]
    angles = np.angle(numbers[1] / numbers[0])
    assert np.allclose(angles, angles[0]), "moving both tokens by three places turns both vectors alike"
    assert abs(angles[0]) > 1, "both have turned further"
    between = np.angle(numbers[:, 1] / numbers[:, 0])
    assert np.allclose(between, between[0]), "the angle between them stays"
    return np.array([near, far])


def rotation() -> Figure:
    """One pair of a query and a key, turned by two positions that are two apart."""
    figure, panels = new_row(2, height=3.2)
    circle, drawn = np.linspace(0, 2 * np.pi, 73), _turned()
    scores = [query @ key for query, key in drawn]
    assert np.isclose(scores[0], scores[1]), "the score stays where both tokens move alike"
    for axes, vectors, (m, n) in zip(panels, drawn, ((1, 3), (4, 6)), strict=True):
        axes.plot(np.cos(circle), np.sin(circle), color=INK, linewidth=0.8, alpha=0.5)
        for name, turned, position, color in (("q", vectors[0], m, BLUE), ("k", vectors[1], n, ORANGE)):
            axes.annotate("", turned, (0, 0), arrowprops={"arrowstyle": "->", "color": color, "shrinkB": 0})
            label(axes, f"{name} at {position}", 1.25 * turned[0], 1.25 * turned[1], color, ha="center", va="center")
        axes.set_aspect("equal")
        axes.set_xlim(-1.7, 1.7)
        axes.set_ylim(-1.35, 1.35)
        axes.set_axis_off()
        label(axes, f"m = {m}, n = {n}", -1.7, -1.3, INK, fontsize=10.5)
    return figure


def _turns() -> tuple[Array, Array, Array]:
    """Turns of 64 pairs within 2048 positions, within 8192, and within 8192 with a larger base."""
    waves = wavelengths(128)
    trained, beyond, raised = 2048 / waves, 8192 / waves, 8192 / wavelengths(128, raised_base(128, 4))
    assert np.allclose(interpolated(8192, 2048, 8192) / waves, trained), "interpolation: all pairs on the trained line"
    assert (np.diff(raised / beyond) < 0).all(), "between them it slows each pair down more than the one before"
    slow = trained < 1
    assert 0 < slow.sum() < 64, "some pairs do not complete a turn, others do"
    assert (np.minimum(beyond[slow], 1) > trained[slow]).all(), "those meet new angles when the context grows"
    return trained, beyond, raised


def turns() -> Figure:
    """Turns that each pair makes within a context: as trained, beyond, and with two ways of stretching."""
    figure, axes = new_figure(height=3.6)
    pairs, (trained, beyond, raised) = np.arange(64), _turns()
    assert np.isclose(raised[-1], trained[-1]), "a larger base takes the slowest pair back to the trained line"
    assert np.isclose(raised[0], beyond[0]), "and leaves the fastest"
    axes.semilogy(pairs, trained, "-", color=BLUE)
    axes.semilogy(pairs, beyond, "--", color=ORANGE)
    axes.semilogy(pairs, raised, ":", color=GREEN)
    axes.axhline(1, color=INK, linewidth=1)
    label(axes, "one full turn", 1, 1.15, INK, fontsize=9.5)
    label(axes, "trained on 2048;\ninterpolated 8192", 20, 3.5, BLUE, ha="right")
    label(axes, "8192 as it is", 45, 9, ORANGE)
    label(axes, "8192, larger base", 52, 0.03, GREEN, ha="right")
    axes.set_xlabel("pair of coordinates, fast to slow")
    axes.set_ylabel("turns within the context")
    return figure
