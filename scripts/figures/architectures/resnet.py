"""Figures of docs/architectures/resnet.md."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from scripts.evidence.records import recorded
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, label, new_figure, new_row
from snippets.architectures.resnet import Array, block_parameters
from snippets.architectures.resnet import residual_block as residual_block_of


def _block(axes: Axes, title: str, layers: list[str], shortcut: str, outputs: int) -> None:
    """From 64 channels: layers from top to bottom on the left, the shortcut on the right, and their sum."""
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
    label(axes, f"ReLU  →  $y$, {outputs} channels", 0, -1.05, INK, ha="center", va="center", fontsize=9.5)
    label(axes, "$x$, 64 channels", 0, 5.15, INK, ha="center", va="center", fontsize=9.5)
    label(axes, title, -2, 5.8, INK, va="center", fontsize=10.5, fontweight="bold")


def residual_block() -> Figure:
    """A basic block with identity, and a bottleneck with projection."""
    figure, panels = new_row(2, height=4.2)
    kinds = (("basic", [(3, 64), (3, 64)]), ("bottleneck", [(1, 64), (3, 64), (1, 256)]))
    for axes, (kind, layers) in zip(panels, kinds, strict=True):
        outputs = layers[-1][1]
        shortcut = [] if outputs == 64 else [(1, outputs)]
        counted = _parameters(layers) + _parameters(shortcut)
        assert counted == block_parameters(kind, 64, 64, projection=True), "these layers and this shortcut are counted"
        texts = [f"{kernel}×{kernel}, {width}, BN" for kernel, width in layers]
        around = f"1×1, {outputs}, BN" if shortcut else "identity"
        _block(axes, kind, [f"{text}, ReLU" for text in texts[:-1]] + texts[-1:], around, outputs)
    total, y = _sum_and_output()
    assert (total < 0).any(), "no ReLU stands before the sum on either way"
    assert np.array_equal(y, np.maximum(total, 0)), "the last ReLU comes after it"
    return figure


def _parameters(layers: list[tuple[int, int]]) -> int:
    """Weights of convolutions (kernel, channels out), from 64 channels, with two numbers per channel for each BN."""
    inputs = [64, *(width for _, width in layers)]
    return sum(i * o * kernel**2 + 2 * o for i, (kernel, o) in zip(inputs, layers, strict=False))


def _sum_and_output() -> tuple[Array, Array]:
    """Branch plus input of a random block, put together by hand, and what the block gives for it."""
    rng = np.random.default_rng(0)
    x, W_1, W_2 = rng.standard_normal((3, 8, 8))
    y, hidden, _ = residual_block_of(x, W_1, W_2)
    return hidden @ W_2.T + x, y


def training_error_against_depth() -> Figure:
    """Recorded training errors of plain and residual networks, best of three learning rates."""
    figure, axes = new_figure(height=3.6)
    depths = (4, 8, 14, 20, 26)
    values = recorded("architectures/resnet")
    plain, residual = (np.array([values[f"{kind}.{depth}"].mean for depth in depths]) for kind in ("plain", "residual"))
    assert plain[1] < 0.5 * plain[0], "depth first helps the plain network"
    assert (plain[2:] > 1.5 * plain[1:-1]).all(), "then its training error rises"
    assert (residual[1:] < 0.25 * residual[0]).all(), "with shortcuts it falls"
    assert residual[1:].max() < 0.03, "and stays low"
    assert residual[-1] < 0.1 * plain[-1], "deep down they are far apart"
    lowest = [min(values[f"residual.{depth}"].runs) for depth in depths[1:]]
    assert (lowest < 0.1 * residual[1:]).all(), "and some seeds far below the mean"
    for kind, color, marker, style, offset in (("plain", BLUE, "o", "-", -0.25), ("residual", ORANGE, "s", "--", 0.25)):
        errors = [values[f"{kind}.{depth}"] for depth in depths]
        axes.semilogy(depths, [each.mean for each in errors], style, marker=marker, color=color)
        for depth, each in zip(depths, errors, strict=True):
            x = [depth + offset] * len(each.runs)
            axes.semilogy(x, each.runs, marker, color=color, markersize=3.5, alpha=0.7)
    label(axes, "plain", 22.3, 0.12, BLUE)
    label(axes, "residual", 22.3, 0.022, ORANGE)
    axes.axhline(1, color=INK, linestyle=":", linewidth=1)
    label(axes, "predicting the mean", 4, 1.15, INK, fontsize=9)
    shown = [run for name, each in values.items() if name.startswith(("plain.", "residual.")) for run in each.runs]
    axes.set_ylim(4e-7, 4)
    assert axes.get_ylim()[0] < min(shown), "no seed is hidden below the axis"
    axes.set_xticks(depths)
    axes.set_xlabel("depth (layers)")
    axes.set_ylabel("training error\n(mean squared)")
    return figure
