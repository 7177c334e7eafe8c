"""Figures of docs/regularization/dropout.md."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, INK, ORANGE, PURPLE, RED, label, new_figure, new_row
from snippets.regularization.dropout import channel_dropout, dropout, variance_ratio


def _draw(axes: Axes, grid: np.ndarray, size: float) -> None:
    """Squares for entries that are kept (> 0), crosses for dropped ones (0), nothing for −1; first row on top."""
    for entries, marker, color in ((grid > 0, "s", BLUE), (grid == 0, "x", RED)):
        rows, columns = np.nonzero(entries)
        axes.plot(columns + 1, rows + 1, marker, color=color, markersize=size, linestyle="none")
    axes.invert_yaxis()
    axes.grid(False)


def _tiled(maps: np.ndarray) -> np.ndarray:
    """Four 4 × 4 maps in a square, with a gap of −1 between them."""
    grid = np.full((9, 9), -1.0)
    for channel, feature_map in enumerate(maps):
        row, column = divmod(channel, 2)
        grid[5 * row : 5 * row + 4, 5 * column : 5 * column + 4] = feature_map
    return grid


def masks() -> Figure:
    """Masks of one layer, and of four feature maps: entry by entry, and whole."""
    rng = np.random.default_rng(5)
    figure, (units, entries, channels) = new_row(3, height=3.0)
    _draw(units, dropout(np.ones((4, 7)), 0.5, rng), 7)
    units.set_xlabel("unit of the layer")
    units.set_ylabel("example of the mini-batch")
    units.set_xticks([1, 4, 7])
    units.set_yticks(range(1, 5))
    for axes, name, maps in (
        (entries, "element-wise", dropout(np.ones((4, 4, 4)), 0.5, rng)),
        (channels, "whole channels", channel_dropout(np.ones((1, 4, 4, 4)), 0.5, rng)[0]),
    ):
        _draw(axes, _tiled(maps), 6)
        axes.set_xlabel(f"four feature maps,\n{name}")
        axes.set_xlim(-0.5, 10.5)
        axes.set_xticks([])
        axes.set_yticks([])
        for side in ("left", "bottom"):
            axes.spines[side].set_visible(False)
    return figure


def variance_shift() -> Figure:
    """Variance of batch norm's output at evaluation against the keep probability, for two orders."""
    x = np.random.default_rng(0).standard_normal(100_000)
    keep = np.linspace(0.3, 1, 8)
    figure, axes = new_figure(height=3.4)
    axes.plot(keep, np.ones_like(keep), "^-", color=PURPLE)
    axes.plot(keep, [variance_ratio(x, q) for q in keep], "o-", color=BLUE)
    axes.plot(keep, [variance_ratio(np.maximum(x, 0), q) for q in keep], "s--", color=ORANGE)
    label(axes, "batch norm, then dropout", 0.32, 1.04, PURPLE)
    label(axes, "normal values, dropout, batch norm", 0.66, 0.77, BLUE, ha="right")
    label(axes, "ReLU outputs,\ndropout, batch norm", 0.66, 0.42, ORANGE)
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.set_ylim(0, 1.15)
    axes.set_xlabel("keep probability $q$")
    axes.set_ylabel("variance of the normalized value\nat evaluation (1 = as in training)")
    return figure
