"""Figures of docs/architectures/convolution-variants.md."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from scripts.figures.diagrams import canvas
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, RED, label
from snippets.architectures.convolution_variants import overlap_counts


def which_channel_reads_which() -> Figure:
    """For four kinds of convolution with six channels: a square where an output reads an input."""
    figure, axes = canvas(31, 10.2, 3.0)
    kinds = (
        ("ordinary", 1, "3 × 3", BLUE),
        ("2 groups", 2, "3 × 3", GREEN),
        ("depthwise", 6, "3 × 3", ORANGE),
        ("pointwise", 1, "1 × 1", PURPLE),
    )
    for column, (name, groups, taps, color) in enumerate(kinds):
        left = 1.0 + 7.7 * column
        grid = [(row, place) for row in range(6) for place in range(6)]
        read = [(left + j + 0.5, 7.5 - i) for i, j in grid if i * groups // 6 == j * groups // 6]
        unread = [(left + j + 0.5, 7.5 - i) for i, j in grid if i * groups // 6 != j * groups // 6]
        size = 13.0 if taps == "3 × 3" else 6.0
        axes.plot(*zip(*read, strict=True), "s", color=color, markersize=size, markeredgewidth=0)
        if unread:
            axes.plot(*zip(*unread, strict=True), ".", color=INK, alpha=0.5, markersize=2)
        label(axes, name, left + 3, 8.5, color, ha="center")
        label(axes, f"filters {taps}", left + 3, 0.9, color, ha="center", fontsize=10)
    label(axes, "output", 0.4, 5.0, INK, ha="center", va="center", rotation=90, fontsize=10)
    label(axes, "input channel", 4.0, -0.2, INK, ha="center", fontsize=10)
    return figure


def overlap_of_painted_kernels() -> Figure:
    """Where five inputs paint, two apart, with a kernel of three and of four; how often each position is painted."""
    figure, axes = canvas(27, 7.4, 3.4)
    for left, kernel, color in ((0.6, 3, RED), (14.0, 4, BLUE)):
        for place in range(5):
            y = 5.6 - 0.55 * place
            start = left + 2 * place
            axes.add_patch(Rectangle((start + 0.06, y), kernel - 0.12, 0.36, facecolor=color, alpha=0.55, linewidth=0))
        _counts(axes, left, overlap_counts(5, kernel, 2), color)
        label(axes, f"kernel {kernel}, stride 2", left, 6.7, color)
    label(axes, "times painted", 0.6, 0.45, INK, fontsize=10)
    return figure


def _counts(axes: Axes, left: float, counts: np.ndarray, color: str) -> None:
    for place, count in enumerate(counts.astype(int)):
        axes.add_patch(
            Rectangle((left + place + 0.06, 1.2), 0.88, 1.1, facecolor=color, alpha=0.2 * count, linewidth=0)
        )
        label(axes, str(count), left + place + 0.5, 1.75, INK, ha="center", va="center", fontsize=10)
