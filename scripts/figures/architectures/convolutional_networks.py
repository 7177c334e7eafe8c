"""Figures of docs/architectures/convolutional-networks.md."""

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, label, new_figure, new_row
from snippets.architectures.convolutional_networks import (
    Array,
    as_dense_matrix,
    receptive_field,
    shift_profile,
)


def dense_and_convolution_matrix() -> Figure:
    """The weight matrix of a dense layer and of a convolution, four outputs from six inputs."""
    figure, (left, right) = new_row(2, height=3.0)
    shared = {1.0: (BLUE, "a"), 2.0: (ORANGE, "b"), 3.0: (GREEN, "c")}
    kernel = np.array(list(shared))
    matrix = as_dense_matrix(kernel, 6)
    numbers = np.arange(1.0, matrix.size + 1).reshape(matrix.shape)
    signal = np.random.default_rng(0).standard_normal(6)
    assert np.allclose(matrix @ signal, np.correlate(signal, kernel, "valid")), "the matrix is the convolution"
    weights, times = np.unique(matrix[matrix != 0], return_counts=True)
    assert (len(weights), numbers.size) == (3, 24), "three numbers instead of 24"
    assert (times == 4).all(), "each of them is used four times"
    assert all(len(set(np.diagonal(matrix, offset))) == 1 for offset in range(3)), "they run along diagonals"
    _cells(left, numbers, lambda value: (INK, f"{value:.0f}"))
    _cells(right, matrix, shared.get)
    left.set_xlabel("input\ndense: 24 different weights")
    right.set_xlabel("input\nconvolution: 3 weights, used 4 times")
    left.set_ylabel("output")
    return figure


def _cells(axes: Axes, matrix: Array, appearance: Callable[[float], tuple[str, str] | None]) -> None:
    """One square per entry, with a text; entries without appearance stay empty."""
    for (row, column), value in np.ndenumerate(matrix):
        look = appearance(value)
        if look:
            corner = (column + 0.56, row + 0.56)
            axes.add_patch(Rectangle(corner, 0.88, 0.88, facecolor=look[0], alpha=0.2, edgecolor="none"))
            label(axes, look[1], column + 1, row + 1, look[0], ha="center", va="center", fontsize=9)
    axes.set_xlim(0.4, matrix.shape[1] + 0.6)
    axes.set_ylim(matrix.shape[0] + 0.6, 0.4)
    axes.set_xticks(range(1, matrix.shape[1] + 1))
    axes.set_yticks(range(1, matrix.shape[0] + 1))
    axes.set_aspect("equal")
    axes.grid(False)


def receptive_field_of_stacked_layers() -> Figure:
    """What one unit of the third 3 × 3 layer sees, in a row of each layer below."""
    depth = 3
    seen = [receptive_field([(3, 1)] * (depth - level)) for level in range(depth + 1)]
    assert (np.diff(seen) == -2).all(), "each layer adds two pixels"
    stack = np.linalg.multi_dot([as_dense_matrix(np.ones(3), seen[0] - 2 * level) for level in (2, 1, 0)])
    assert (stack != 0).tolist() == [[True] * seen[0]], "one unit of the third layer reads just these pixels"
    figure, axes = new_figure(height=2.9)
    for level, color in enumerate((BLUE, GREEN, PURPLE, ORANGE)):
        if level:
            x = np.array([-seen[level], seen[level], seen[level - 1], -seen[level - 1]]) / 2
            axes.fill(x, [level - 0.1, level - 0.1, level - 0.9, level - 0.9], color=INK, alpha=0.25, linewidth=0)
        for i in range(-5, 6):
            look = (color, 1.0) if abs(i) <= seen[level] / 2 else (INK, 0.4)
            axes.add_patch(Rectangle((i - 0.46, level - 0.1), 0.92, 0.2, facecolor=look[0], alpha=look[1], linewidth=0))
        name = f"layer {level}" if level else "input"
        label(axes, f"{name}: {seen[level]}", -5.9, level, color, ha="right", va="center")
    axes.set(xlim=(-8.2, 5.7), ylim=(-0.2, 3.2))
    axes.set_axis_off()
    return figure


def equivariance_and_stride() -> Figure:
    """Mismatch between shifting the input and shifting the output, against the shift."""
    figure, axes = new_figure(height=3.4)
    lines = ((True, False, ORANGE, "s--"), (True, True, PURPLE, "^:"), (False, False, BLUE, "o-"))
    pooled, averaged, plain = (np.array(shift_profile(pool, average)) for pool, average, *_ in lines)
    multiple = np.arange(17) % 8 == 0
    assert plain.max() < 1e-9, "three convolutions are equivariant for every shift"
    assert max(pooled[multiple].max(), averaged[multiple].max()) < 1e-9, "with pooling, for multiples of 8"
    assert pooled[~multiple].min() > 0.15, "and for no others"
    assert (averaged[~multiple] < 0.5 * pooled[~multiple]).all(), "a global average hides most of the rest"
    for mismatch, (_, _, color, style) in zip((pooled, averaged, plain), lines, strict=True):
        axes.plot(mismatch, style, color=color, markersize=5)
    label(axes, "with 2 × 2 pooling after each", 8.2, 0.36, ORANGE, ha="center")
    label(axes, "pooling, then global average", 4.0, 0.125, PURPLE, ha="center")
    label(axes, "three convolutions", 4.0, -0.018, BLUE, ha="center", va="top")
    axes.set_xlabel("shift of the input (pixels)")
    axes.set_ylabel("mismatch of the output\n(relative)")
    axes.set_xticks([0, 4, 8, 12, 16])
    axes.set_ylim(-0.055, 0.4)
    return figure
