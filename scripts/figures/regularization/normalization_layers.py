"""Figures of docs/regularization/normalization-layers.md."""

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, label, new_figure, new_row
from snippets.regularization.normalization_layers import spread_after_rms_norm

EXAMPLES, CHANNELS = 4, 6
EXAMPLE, CHANNEL = 1, 1
"""The feature map whose statistics are shown, counted from 0."""
KINDS = ("batch", "layer", "group", "instance")


def _shared(kind: str) -> NDArray[np.float64]:
    """1 for the feature maps (example, channel) that share mean and variance with the chosen one, else 0."""
    cells = np.zeros((EXAMPLES, CHANNELS))
    group = CHANNEL // 3 * 3
    chosen: dict[str, tuple[slice, slice]] = {
        "batch": (slice(None), slice(CHANNEL, CHANNEL + 1)),
        "layer": (slice(EXAMPLE, EXAMPLE + 1), slice(None)),
        "group": (slice(EXAMPLE, EXAMPLE + 1), slice(group, group + 3)),
        "instance": (slice(EXAMPLE, EXAMPLE + 1), slice(CHANNEL, CHANNEL + 1)),
    }
    cells[chosen[kind]] = 1
    return cells


def axes_of_statistics() -> Figure:
    """Which feature maps share a mean and a variance, for four layers."""
    figure, panels = new_row(4, height=2.3)
    for axes, kind in zip(panels, KINDS, strict=True):
        cells = _shared(kind)
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
    figure, axes = new_figure(height=3.0)
    axes.plot(offsets, np.ones_like(offsets), "-", color=GREEN)
    axes.plot(offsets, [spread_after_rms_norm(offset) for offset in offsets], "--", color=BLUE)
    label(axes, "layer norm", 4.0, 1.03, GREEN)
    label(axes, "RMSNorm", 2.1, 0.47, BLUE)
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.set_ylim(0, 1.15)
    axes.set_xlabel("offset added to all features, in units of their standard deviation")
    axes.set_ylabel("standard deviation\nof the features, normalized")
    return figure
