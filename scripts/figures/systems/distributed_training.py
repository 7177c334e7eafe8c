"""Figures of docs/systems/distributed-training.md."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, label, new_figure
from snippets.systems.distributed_training import (
    all_forward_first,
    in_flight,
    one_forward_one_backward,
    schedule,
    zero_bytes,
)

Times = dict[tuple[int, str, int], tuple[float, float]]
"""Start and end of each task: stage, forward or backward, micro-batch."""


def _timeline(axes: Axes, times: Times, top: int) -> None:
    """One row of bars for each stage, from row `top` downwards; gaps are idle time."""
    gap = 0.12
    for (stage, kind, _), (start, end) in times.items():
        color = BLUE if kind == "F" else ORANGE
        axes.barh(top + stage, end - start - gap, left=start + gap / 2, height=0.7, color=color)


def _backward_begins(times: Times, stage: int) -> float:
    """When a stage starts its first backward pass."""
    return min(start for (place, kind, _), (start, _) in times.items() if place == stage and kind == "B")


def pipeline() -> Figure:
    """Four stages and eight micro-batches in time: all forward passes first, and one forward one backward."""
    orders = all_forward_first(4, 8), one_forward_one_backward(4, 8)
    gpipe, alternating = (schedule(order, 2.0) for order in orders)
    ends = [max(end for _, end in times.values()) for times in (gpipe, alternating)]
    work = sum(end - start for (stage, *_), (start, end) in gpipe.items() if stage == 0)
    assert [*ends, work] == [33, 33, 24], "both take 33 units of time for 24 of work"
    forward_ends = {stage: max(gpipe[stage, "F", i][1] for i in range(8)) for stage in range(4)}
    assert all(forward_ends[stage] <= _backward_begins(gpipe, stage) for stage in range(4)), "all forward, then back"
    waits = [_backward_begins(gpipe, stage) - forward_ends[stage] for stage in range(4)]
    assert waits == [9, 6, 3, 0], "the empty time between them is a triangle"
    assert all(_backward_begins(alternating, stage) < _backward_begins(gpipe, stage) for stage in range(4)), "earlier"
    assert in_flight(orders[1][0]) < in_flight(orders[0][0]), "and so activations can be freed earlier"
    figure, axes = new_figure(height=3.8)
    _timeline(axes, gpipe, 0)
    _timeline(axes, alternating, 5)
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
    sizes = np.array([zero_bytes(7.5e9, 64, stage) / 1e9 for stage in range(4)])
    saved = -np.diff(sizes)
    assert saved[0] > max(saved[1:].sum(), 0.7 * sizes[0]), "sharding the optimizer alone saves most"
    names = ("none", "1: optimizer", "2: + gradients", "3: + weights")
    for row, name in enumerate(names):
        parts = {
            "weights": 2 * 7.5 / (64 if row >= 3 else 1),
            "gradients": 2 * 7.5 / (64 if row >= 2 else 1),
            "optimizer": 12 * 7.5 / (64 if row >= 1 else 1),
        }
        assert np.isclose(sum(parts.values()), sizes[row]), name
        assert row or np.isclose(parts["optimizer"] / sizes[row], 3 / 4), "three quarters are optimizer states"
        left = 0.0
        for (part, size), color in zip(parts.items(), (BLUE, ORANGE, GREEN), strict=True):
            axes.barh(row, size, left=left, height=0.6, color=color)
            if row == 0:
                label(axes, part, left + size / 2, -0.45, color, ha="center", size=9)
            left += size
        label(axes, f"{sizes[row]:.1f} GB", left + 1.5, row + 0.12, INK)
    axes.set_yticks(range(4), names)
    axes.set_ylim(3.6, -0.8)
    axes.set_xlim(0, 138)
    axes.set_xlabel("model states on each of 64 devices (GB)")
    axes.set_ylabel("sharded (ZeRO stage)")
    axes.grid(visible=False, axis="y")
    return figure
