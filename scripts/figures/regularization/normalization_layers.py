"""Figures of docs/regularization/normalization-layers.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, label, new_figure, new_row
from snippets.regularization.normalization_layers import Array, group_norm, layer_norm, normalize, spread_after_rms_norm

EXAMPLES, CHANNELS, GROUPS = 4, 6, 2
EXAMPLE, CHANNEL = 1, 1
"""The feature map whose statistics are shown, counted from 0."""
KINDS = ("batch", "layer", "group", "instance")


def _normalized(kind: str, maps: Array) -> Array:
    """The chosen feature map (H, W) behind a normalization of `maps`, (examples, channels, H, W)."""
    if kind == "group":
        one, zero = np.ones(CHANNELS), np.zeros(CHANNELS)
        return np.asarray(group_norm(maps, GROUPS, one, zero)[EXAMPLE, CHANNEL])
    axes = {"batch": (0, 2, 3), "layer": (1, 2, 3), "instance": (2, 3)}
    return np.asarray(normalize(maps, axes[kind])[EXAMPLE, CHANNEL])


def _shared(kind: str) -> Array:
    """1 for the feature maps (example, channel) that change the chosen one when they change, else 0."""
    maps = np.random.default_rng(0).standard_normal((EXAMPLES, CHANNELS, 2, 2))
    before, cells = _normalized(kind, maps), np.zeros((EXAMPLES, CHANNELS))
    for cell in np.ndindex(cells.shape):
        other = maps.copy()
        other[cell] += [[1, -2], [3, 5]]
        cells[cell] = not np.allclose(_normalized(kind, other), before)
    return cells


def axes_of_statistics() -> Figure:
    """Which feature maps share a mean and a variance, for four layers."""
    figure, panels = new_row(4, height=2.3)
    shared = {kind: _shared(kind) for kind in KINDS}
    example, channel = (np.arange(size) == at for size, at in ((EXAMPLES, EXAMPLE), (CHANNELS, CHANNEL)))
    assert (shared["batch"] == channel).all(), "batch norm: the whole column"
    assert (shared["layer"] == example[:, None]).all(), "layer norm: the whole row"
    assert (shared["group"] == np.outer(example, np.arange(CHANNELS) < 3)).all(), "group norm: three of the row"
    assert (shared["instance"] == np.outer(example, channel)).all(), "instance norm: itself alone"
    across = {kind for kind, cells in shared.items() if cells.any(axis=1).sum() > 1}
    assert across == {"batch"}, "only batch norm reaches across examples"
    for axes, (kind, cells) in zip(panels, shared.items(), strict=True):
        for wanted, marker, color, size in ((0, ".", INK, 4), (1, "s", BLUE, 8)):
            rows, columns = np.nonzero(cells == wanted)
            axes.plot(columns + 1, rows + 1, marker, color=color, markersize=size, linestyle="none")
        axes.plot(CHANNEL + 1, EXAMPLE + 1, "s", color=ORANGE, markersize=8)
        axes.set_title(f"{kind} norm", fontsize=11)
        axes.set_xlabel("channel")
        axes.set_xticks([1, CHANNELS])
        axes.set_yticks([1, EXAMPLES])
        axes.set_xlim(0.4, CHANNELS + 0.6)
        axes.set_ylim(EXAMPLES + 0.6, 0.4)
        axes.grid(False)
    panels[0].set_ylabel("example")
    return figure


def offset() -> Figure:
    """How much of the differences between features is left, against an offset that all of them share."""
    offsets = np.linspace(0, 5, 26)
    features = np.array([-1.0, 1.0])
    layer = np.array([layer_norm(features + offset, np.ones(2), np.zeros(2)).std() for offset in offsets])
    rms = np.array([spread_after_rms_norm(offset) for offset in offsets])
    assert np.allclose(layer, 1, atol=1e-4), "layer norm removes the offset"
    assert np.isclose(rms[0], 1, atol=1e-4), "without an offset RMSNorm does the same"
    assert (np.diff(rms) < 0).all(), "the larger the offset, the less of the differences is left"
    assert np.allclose(rms, 1 / np.sqrt(1 + offsets**2), atol=1e-3), "as the offset's share of the mean square says"
    figure, axes = new_figure(height=3.0)
    axes.plot(offsets, layer, "-", color=GREEN)
    axes.plot(offsets, rms, "--", color=BLUE)
    label(axes, "layer norm", 4.0, 1.03, GREEN)
    label(axes, "RMSNorm", 2.1, 0.47, BLUE)
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.set_ylim(0, 1.15)
    axes.set_xlabel("offset added to all features, in units of their standard deviation")
    axes.set_ylabel("standard deviation\nof the features, normalized")
    return figure
