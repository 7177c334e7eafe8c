"""Figures of docs/systems/distributed-training.md."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, label, new_figure
from snippets.systems.distributed_training import (
    Task,
    all_forward_first,
    one_forward_one_backward,
    schedule,
    zero_bytes,
)


def _timeline(axes: Axes, orders: list[list[Task]], top: int) -> None:
    """One row of bars for each stage, from row `top` downwards; gaps are idle time."""
    gap = 0.12
    for (stage, kind, _), (start, end) in schedule(orders, 2.0).items():
        color = BLUE if kind == "F" else ORANGE
        axes.barh(top + stage, end - start - gap, left=start + gap / 2, height=0.7, color=color)


def pipeline() -> Figure:
    """Four stages and eight micro-batches in time: all forward passes first, and one forward one backward."""
    figure, axes = new_figure(height=3.8)
    _timeline(axes, all_forward_first(4, 8), 0)
    _timeline(axes, one_forward_one_backward(4, 8), 5)
    label(axes, "forward", 8.4, 0.15, BLUE)
    label(axes, "backward", 27.4, 3.15, ORANGE)
    axes.set_yticks([*range(4), *range(5, 9)], [*map(str, range(1, 5))] * 2)
    axes.set_ylim(8.7, -0.7)
    axes.set_xlim(0, 33.2)
    axes.set_ylabel("stage (1F1B)      stage (GPipe)")
    axes.set_xlabel("time (one forward pass of a micro-batch in a stage = 1)")
    axes.grid(visible=False, axis="y")
    return figure


def zero_stages() -> Figure:
    """Gigabytes of model states on each of 64 devices, by stage and kind."""
    figure, axes = new_figure(height=3.2)
    names = ("none", "1: optimizer", "2: + gradients", "3: + weights")
    for row, name in enumerate(names):
        parts = {
            "weights": 2 * 7.5 / (64 if row >= 3 else 1),
            "gradients": 2 * 7.5 / (64 if row >= 2 else 1),
            "optimizer": 12 * 7.5 / (64 if row >= 1 else 1),
        }
        left = 0.0
        for (part, size), color in zip(parts.items(), (BLUE, ORANGE, GREEN), strict=True):
            axes.barh(row, size, left=left, height=0.6, color=color)
            if row == 0:
                label(axes, part, left + size / 2, -0.45, color, ha="center", size=9)
            left += size
        label(axes, f"{zero_bytes(7.5e9, 64, row) / 1e9:.1f} GB", left + 1.5, row + 0.12, INK)
        assert abs(left - zero_bytes(7.5e9, 64, row) / 1e9) < 1e-9, name
    axes.set_yticks(range(4), names)
    axes.set_ylim(3.6, -0.8)
    axes.set_xlim(0, 138)
    axes.set_xlabel("model states on each of 64 devices (GB)")
    axes.set_ylabel("sharded (ZeRO stage)")
    axes.grid(visible=False, axis="y")
    return figure
