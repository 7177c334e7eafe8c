"""Figures of docs/architectures/convolution-variants.md."""

from collections.abc import Callable
from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from scripts.figures.diagrams import canvas
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, RED, label
from snippets.architectures.convolution_variants import (
    Array,
    grouped_convolve,
    overlap_counts,
    separable_convolve,
)


def which_channel_reads_which() -> Figure:
    """For four kinds of convolution with six channels: a square where an output reads an input."""
    figure, axes = canvas(31, 10.2, 3.0)
    kinds = (
        ("ordinary", 1, 3, BLUE),
        ("2 groups", 2, 3, GREEN),
        ("depthwise", 6, 3, ORANGE),
        ("pointwise", 1, 1, PURPLE),
    )
    seen = {name: _reads(_grouped(groups, kernel)) for name, groups, kernel, _ in kinds}
    channels = {name: reads.any(axis=(2, 3)) for name, reads in seen.items()}
    neighbors = {name: reads.sum(axis=(2, 3)).max() > 1 for name, reads in seen.items()}
    assert (channels["depthwise"] == np.eye(6)).all(), "depthwise reads no other channel"
    assert channels["pointwise"].all(), "pointwise reads all of them"
    assert [name for name, each in neighbors.items() if not each] == ["pointwise"], "but no neighbors, as the others do"
    assert (channels["2 groups"] == np.kron(np.eye(2), np.ones((3, 3)))).all(), "two blocks of three by three"
    rng = np.random.default_rng(2)
    pair = partial(separable_convolve, depthwise=rng.normal(size=(6, 1, 3, 3)), pointwise=rng.normal(size=(6, 6)))
    assert (_reads(pair) == seen["ordinary"]).all(), "the two together read what the ordinary one reads"
    for column, (name, _, kernel, color) in enumerate(kinds):
        left = 1.0 + 7.7 * column
        read, unread = (
            [(left + j + 0.5, 7.5 - i) for i, j in np.argwhere(each)] for each in (channels[name], ~channels[name])
        )
        size = 13.0 if neighbors[name] else 6.0
        axes.plot(*zip(*read, strict=True), "s", color=color, markersize=size, markeredgewidth=0)
        if unread:
            axes.plot(*zip(*unread, strict=True), ".", color=INK, alpha=0.5, markersize=2)
        label(axes, name, left + 3, 8.5, color, ha="center")
        label(axes, f"filters {kernel} × {kernel}", left + 3, 0.9, color, ha="center", fontsize=10)
    label(axes, "output", 0.4, 5.0, INK, ha="center", va="center", rotation=90, fontsize=10)
    label(axes, "input channel", 4.0, -0.2, INK, ha="center", fontsize=10)
    return figure


def _grouped(groups: int, kernel: int) -> Callable[[Array], Array]:
    """A convolution of six channels with random filters, in groups."""
    weight = np.random.default_rng(1).normal(size=(6, 6 // groups, kernel, kernel))
    return partial(grouped_convolve, weight=weight, groups=groups)


def _reads(layer: Callable[[Array], Array]) -> NDArray[np.bool_]:
    """Entry [o, c, u, v]: does output o, in the middle, change when pixel (u, v) of channel c does?"""
    x = np.random.default_rng(0).normal(size=(6, 3, 3))
    found = np.zeros((6, *x.shape), bool)
    for place in np.ndindex(x.shape):
        changed = x.copy()
        changed[place] += 1
        difference = layer(changed) - layer(x)
        middle = difference.shape[1] // 2
        found[(slice(None), *place)] = abs(difference[:, middle, middle]) > 1e-9
    return found


def overlap_of_painted_kernels() -> Figure:
    """Where five inputs paint, two apart, with a kernel of three and of four; how often each position is painted."""
    figure, axes = canvas(27, 7.4, 3.4)
    for left, kernel, color in ((0.6, 3, RED), (14.0, 4, BLUE)):
        for place in range(5):
            y = 5.6 - 0.55 * place
            start = left + 2 * place
            axes.add_patch(Rectangle((start + 0.06, y), kernel - 0.12, 0.36, facecolor=color, alpha=0.55, linewidth=0))
        counts = overlap_counts(5, kernel, 2)
        bars = [2 * place + np.arange(kernel) for place in range(5)]
        assert (np.bincount(np.concatenate(bars)) == counts).all(), "the numbers count the bars above them"
        inner = counts[kernel - 1 : 1 - kernel]
        assert set(abs(np.diff(inner))) == ({1} if kernel % 2 else {0}), "three: in turn; four: all alike"
        assert inner.max() == 2, "where two kernels meet"
        assert (counts[[0, 1, -2, -1]] == 1).all(), "at the ends there is one"
        _counts(axes, left, counts, color)
        label(axes, f"kernel {kernel}, stride 2", left, 6.7, color)
    label(axes, "times painted", 0.6, 0.45, INK, fontsize=10)
    return figure


def _counts(axes: Axes, left: float, counts: np.ndarray, color: str) -> None:
    for place, count in enumerate(counts.astype(int)):
        axes.add_patch(
            Rectangle((left + place + 0.06, 1.2), 0.88, 1.1, facecolor=color, alpha=0.2 * count, linewidth=0)
        )
        label(axes, str(count), left + place + 0.5, 1.75, INK, ha="center", va="center", fontsize=10)
