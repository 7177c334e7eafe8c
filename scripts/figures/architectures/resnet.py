"""Figures of docs/architectures/resnet.md."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from scripts.evidence.records import recorded
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, label, new_figure, new_row


def _block(axes: Axes, title: str, layers: list[str], shortcut: str, channels: tuple[str, str]) -> None:
    """Layers from top to bottom on the left, the shortcut on the right, and their sum."""
    axes.set_axis_off()
    axes.set_xlim(-2.6, 3.6)
    axes.set_ylim(-1.5, 6.1)
    arrow = {"arrowstyle": "->", "color": INK, "shrinkA": 0, "shrinkB": 0}
    heights = np.linspace(3.9, 1.1, len(layers))
    half = 0.33
    for text, height in zip(layers, heights, strict=True):
        box = FancyBboxPatch((-2, height - half), 4, 2 * half, boxstyle="round,pad=0.02", fill=False, edgecolor=BLUE)
        axes.add_patch(box)
        label(axes, text, 0, height, BLUE, ha="center", va="center", fontsize=9.5)
    ends = [4.9, *(height + half for height in heights)]
    starts = [height - half for height in heights]
    axes.annotate("", (0, ends[1]), (0, ends[0]), arrowprops=arrow)
    for start, end in zip(starts, [*ends[2:], 0.25], strict=True):
        axes.annotate("", (0, end), (0, start), arrowprops=arrow)
    axes.plot([0, 2.6, 2.6], [4.6, 4.6, 0], color=ORANGE, linestyle="--")
    axes.annotate("", (0.25, 0), (2.6, 0), arrowprops={**arrow, "color": ORANGE, "linestyle": "--"})
    label(axes, shortcut, 2.75, 2.5, ORANGE, va="center", fontsize=9.5, rotation=90)
    label(axes, "+", 0, 0, GREEN, ha="center", va="center", fontsize=18)
    axes.annotate("", (0, -0.75), (0, -0.25), arrowprops=arrow)
    label(axes, f"ReLU  →  $y$, {channels[1]}", 0, -1.05, INK, ha="center", va="center", fontsize=9.5)
    label(axes, f"$x$, {channels[0]}", 0, 5.15, INK, ha="center", va="center", fontsize=9.5)
    label(axes, title, -2, 5.8, INK, va="center", fontsize=10.5, fontweight="bold")


def residual_block() -> Figure:
    """A basic block with identity, and a bottleneck with projection."""
    figure, (left, right) = new_row(2, height=4.2)
    basic = ["3×3, 64, BN, ReLU", "3×3, 64, BN"]
    _block(left, "basic", basic, "identity", ("64 channels", "64 channels"))
    bottleneck = ["1×1, 64, BN, ReLU", "3×3, 64, BN, ReLU", "1×1, 256, BN"]
    _block(right, "bottleneck", bottleneck, "1×1, 256, BN", ("64 channels", "256 channels"))
    return figure


def training_error_against_depth() -> Figure:
    """Recorded training errors of plain and residual networks, best of three learning rates."""
    figure, axes = new_figure(height=3.6)
    depths = (4, 8, 14, 20, 26)
    values = recorded("architectures/resnet")
    for kind, color, marker, style, offset in (("plain", BLUE, "o", "-", -0.25), ("residual", ORANGE, "s", "--", 0.25)):
        errors = [values[f"{kind}.{depth}"] for depth in depths]
        axes.semilogy(depths, [each.mean for each in errors], style, marker=marker, color=color)
        for depth, each in zip(depths, errors, strict=True):
            x = [depth + offset] * len(each.runs)
            axes.semilogy(x, each.runs, marker, color=color, markersize=3.5, alpha=0.7)
    label(axes, "plain", 21.6, 0.62, BLUE, ha="right")
    label(axes, "residual", 22.3, 0.022, ORANGE)
    axes.axhline(1, color=INK, linestyle=":", linewidth=1)
    label(axes, "predicting the mean", 4, 1.15, INK, fontsize=9)
    axes.set_ylim(2e-4, 2.5)
    axes.set_xticks(depths)
    axes.set_xlabel("depth (layers)")
    axes.set_ylabel("training error\n(mean squared)")
    return figure
