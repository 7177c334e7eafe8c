"""Figures of docs/attention-and-transformers/efficient-attention.md."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, label, new_figure, new_row
from snippets.attention_and_transformers.efficient_attention import (
    dense_multiply_adds,
    pair_multiply_adds,
    window_mask,
)


def share() -> Figure:
    """Share of the quadratic part of a layer's work against the length, for two widths."""
    figure, axes = new_figure(height=3.2)
    lengths = 2 ** np.arange(7, 19)
    for width, color, style in ((768, BLUE, "-"), (4096, ORANGE, "--")):
        pairs = np.array([pair_multiply_adds(int(n), width) for n in lengths])
        dense = np.array([dense_multiply_adds(int(n), width) for n in lengths])
        axes.semilogx(lengths, 100 * pairs / (pairs + dense), style, color=color)
        axes.plot([6 * width], [50], "o", color=color)
    axes.axhline(50, color=INK, linestyle=(0, (1, 3)), linewidth=1)
    label(axes, "width 768:\nhalf at 4,608", 3500, 60, BLUE, ha="right", va="bottom")
    label(axes, "width 4,096:\nhalf at 24,576", 33000, 40, ORANGE, va="top")
    axes.set_xticks([128, 1024, 8192, 65536], ["128", "1,024", "8,192", "65,536"])
    axes.minorticks_off()
    axes.set(xlabel="tokens in the sequence", ylabel="share of the quadratic part (%)", ylim=(0, 100))
    return figure


def window() -> Figure:
    """Which positions each position hears of behind one, two and three layers with a window of three."""
    figure, panels = new_row(3, height=2.7)
    mask = window_mask(8, 3).astype(int)
    for axes, layers in zip(panels, (1, 2, 3), strict=True):
        heard = np.linalg.matrix_power(mask, layers) > 0
        rows, columns = np.nonzero(heard)
        axes.plot(columns + 1, rows + 1, "s", color=BLUE, markersize=8, linestyle="none")
        last = np.flatnonzero(heard[-1]) + 1
        axes.plot(last, [8] * len(last), "s", color=ORANGE, markersize=8, linestyle="none")
        axes.invert_yaxis()
        axes.grid(False)
        axes.set_xticks([1, 4, 8])
        axes.set_yticks([1, 4, 8])
        axes.set_xlabel(f"heard of, {layers} layer{'s' * (layers > 1)}:\n{len(last)} by the last")
    panels[0].set_ylabel("position")
    return figure


def tiles() -> Figure:
    """Scores by tiles, and what is kept of a row of tiles."""
    figure, axes = new_figure(height=3.5)
    axes.axis("off")
    for row in range(4):
        for column in range(4):
            done = row < 1 or (row == 1 and column < 2)
            now = (row, column) == (1, 2)
            face = ORANGE if now else "none"
            edge, style = (INK, "-") if done or now else (INK, ":")
            box = Rectangle((column, 3 - row), 0.92, 0.92, facecolor=face, edgecolor=edge, linestyle=style, alpha=0.8)
            axes.add_patch(box)
            if done:
                label(axes, "✓", column + 0.46, 3.46 - row, GREEN, ha="center", va="center", fontsize=14)
        axes.add_patch(Rectangle((-1.1, 3 - row), 0.7, 0.92, facecolor="none", edgecolor=BLUE))
        axes.add_patch(Rectangle((row, 4.35), 0.92, 0.7, facecolor="none", edgecolor=PURPLE))
        axes.add_patch(Rectangle((4.5, 3 - row), 0.7, 0.92, facecolor="none", edgecolor=GREEN))
    label(axes, "blocks of Q", -0.75, -0.4, BLUE, ha="center")
    label(axes, "blocks of K and V", 1.96, 5.25, PURPLE, ha="center")
    label(axes, "outputs, logs", 4.85, -0.4, GREEN, ha="center")
    label(axes, "tiles of scores", 1.96, -0.4, INK, ha="center")
    words = (
        "the tile at work, on the chip",
        "✓ done, and thrown away:",
        "of a row of tiles only largest",
        "score, sum and weighted sum",
        "of values are kept",
    )
    for line, text in enumerate(words):
        label(axes, text, 5.7, 3.4 - 0.55 * line, ORANGE if line == 0 else INK, va="center")
    axes.set_xlim(-1.6, 9.6)
    axes.set_ylim(-0.6, 5.7)
    axes.set_aspect("equal")
    return figure


def heads() -> Figure:
    """Eight query heads over eight, two and one key-value heads, and over a latent vector."""
    figure, panels = new_row(4, height=2.5)
    for axes, groups, name in zip(
        panels, (8, 2, 1, 0), ("multi-head", "grouped", "multi-query", "latent"), strict=True
    ):
        _fan(axes, groups)
        axes.set_xlabel(name)
    label(panels[0], "8 queries", 4.5, 3.45, BLUE, ha="center")
    label(panels[0], "keys, values", 4.5, -0.7, ORANGE, ha="center")
    label(panels[3], "□ rebuilt", 4.5, 3.45, ORANGE, ha="center")
    label(panels[3], "cached", 4.5, -0.7, PURPLE, ha="center")
    return figure


def _fan(axes: Axes, groups: int) -> None:
    """Lines from query heads (top) to what they share (bottom)."""
    queries = np.arange(1, 9)
    axes.plot(queries, [3] * 8, "o", color=BLUE, markersize=6, linestyle="none")
    if groups:
        size = 8 // groups
        shared = np.array([queries[group * size : (group + 1) * size].mean() for group in range(groups)])
        for query in queries:
            below = float(shared[(query - 1) // size])
            axes.plot([float(query), below], [2.75, 0.3], color=INK, linewidth=1)
        axes.plot(shared, [0] * groups, "s", color=ORANGE, markersize=8, linestyle="none")
    else:
        for query in queries:
            axes.plot([query, query], [2.75, 1.75], color=INK, linewidth=1)
            axes.plot([float(query), 4.5], [1.35, 0.3], color=INK, linewidth=1, linestyle=":")
        axes.plot(queries, [1.55] * 8, "s", markerfacecolor="none", color=ORANGE, markersize=6, linestyle="none")
        axes.plot([4.5], [0], "D", color=PURPLE, markersize=8)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_xlim(0.3, 8.7)
    axes.set_ylim(-1.0, 3.9)
    axes.grid(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
