"""Figures of docs/regularization/dropout.md."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, INK, ORANGE, PURPLE, RED, label, new_figure, new_row
from snippets.regularization.batch_normalization import batch_norm_inference, update_running_statistics
from snippets.regularization.dropout import Array, channel_dropout, dropout, variance_ratio


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


def _readable(maps: Array) -> float:
    """Share of the dropped entries of feature maps (C, H, W) that have a kept one beside, above or below them."""
    kept = np.pad(maps > 0, ((0, 0), (1, 1), (1, 1)))
    beside = kept[:, :-2, 1:-1] | kept[:, 2:, 1:-1] | kept[:, 1:-1, :-2] | kept[:, 1:-1, 2:]
    return float(beside[maps == 0].mean())


def masks() -> Figure:
    """Masks of one layer, and of four feature maps: entry by entry, and whole."""
    rng = np.random.default_rng(5)
    figure, (units, entries, channels) = new_row(3, height=3.0)
    layer, scattered = dropout(np.ones((4, 7)), 0.5, rng), dropout(np.ones((4, 4, 4)), 0.5, rng)
    whole = channel_dropout(np.ones((1, 4, 4, 4)), 0.5, rng)[0]
    assert len(np.unique(layer, axis=0)) == len(layer), "every example has another mask"
    assert len(np.unique((layer == 0).mean(axis=1))) > 1, "half is dropped only on average"
    shares = (scattered == 0).mean(axis=(1, 2))
    assert 0 < shares.min() < shares.max() < 1, "entry by entry, the crosses are scattered"
    assert sorted((whole == 0).mean(axis=(1, 2))) == [0, 0, 1, 1], "two maps are all crosses, two all squares"
    assert _readable(scattered) > 0.7, "scattered gaps stay readable from their neighbors"
    assert _readable(whole) < 0.05, "whole channels do not"
    _draw(units, layer, 7)
    units.set_xlabel("unit of the layer")
    units.set_ylabel("example of the mini-batch")
    units.set_xticks([1, 4, 7])
    units.set_yticks(range(1, 5))
    for axes, name, maps in (
        (entries, "element-wise", scattered),
        (channels, "whole channels", whole),
    ):
        _draw(axes, _tiled(maps), 6)
        axes.set_xlabel(f"four feature maps,\n{name}")
        axes.set_xlim(-0.5, 10.5)
        axes.set_xticks([])
        axes.set_yticks([])
        for side in ("left", "bottom"):
            axes.spines[side].set_visible(False)
    return figure


def _at_evaluation(a: Array, seen: Array) -> float:
    """Variance of batch norm's output for activations `a` (N,), with the statistics of what it has `seen`."""
    zero, one = np.zeros(1), np.ones(1)
    mean, variance = update_running_statistics(zero, one, seen[:, None], 1.0)
    return float(np.var(batch_norm_inference(a[:, None], mean, variance, one, zero)))


def variance_shift() -> Figure:
    """Variance of batch norm's output at evaluation against the keep probability, for two orders."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal(100_000)
    relu, keep = np.maximum(x, 0), np.linspace(0.3, 1, 8)
    first = np.full(8, _at_evaluation(x, x))
    normal, half = (np.array([variance_ratio(a, q) for q in keep]) for a in (x, relu))
    for a, shift in ((x, normal), (relu, half)):
        run = [_at_evaluation(a, dropout(a, q, rng)) for q in keep]
        assert np.allclose(run, shift, rtol=0.05), "the lines are what dropout and batch norm do together"
    assert np.allclose(first, 1, rtol=1e-3), "batch norm before dropout normalizes correctly, at any rate"
    assert np.allclose(normal, keep, rtol=0.02), "behind it, normal values get the variance q"
    assert (half[:-1] < 0.97 * normal[:-1]).all(), "and ReLU outputs less"
    assert np.isclose(variance_ratio(relu, 0.5), 0.41, atol=0.01), "0.41 at one half"
    figure, axes = new_figure(height=3.4)
    axes.plot(keep, first, "^-", color=PURPLE)
    axes.plot(keep, normal, "o-", color=BLUE)
    axes.plot(keep, half, "s--", color=ORANGE)
    label(axes, "batch norm, then dropout", 0.32, 1.04, PURPLE)
    label(axes, "normal values, dropout, batch norm", 0.66, 0.77, BLUE, ha="right")
    label(axes, "ReLU outputs,\ndropout, batch norm", 0.66, 0.42, ORANGE)
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.set_ylim(0, 1.15)
    axes.set_xlabel("keep probability $q$")
    axes.set_ylabel("variance of the normalized value\nat evaluation (1 = as in training)")
    return figure
