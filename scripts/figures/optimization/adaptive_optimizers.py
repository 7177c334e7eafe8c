"""Figures of docs/optimization/adaptive-optimizers.md."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, label, new_row
from snippets.optimization.adaptive_optimizers import Array, adagrad_step, adam_step, rmsprop_step


def _step_sizes(step: Any, state: Any, gradients: Array) -> Array:
    """Length of each step, in units of the learning rate."""
    moves = []
    for gradient in gradients:
        after, state = step(np.zeros(1), np.array([gradient]), state, 1.0)
        moves.append(abs(float(after[0])))
    return np.array(moves)


def step_size_over_time() -> Figure:
    """Step sizes for constant gradients, and for gradients of 1 after ten of 30."""
    figure, (left, right) = new_row(2, height=3.5)
    steps = 10_000
    shown = np.unique(np.append(np.geomspace(1, steps, 20).astype(int), [10, 11, 60])) - 1
    burst = np.append(np.full(10, 30.0), np.ones(steps - 10))
    zero = np.zeros(1)
    runs = (
        (adagrad_step, zero, BLUE, "o"),
        (rmsprop_step, zero, ORANGE, "s"),
        (adam_step, (zero, zero, 0), GREEN, "^"),
    )
    for axes, gradients in ((left, np.ones(steps)), (right, burst)):
        for step, state, color, marker in runs:
            sizes = _step_sizes(step, state, gradients)[shown]
            axes.loglog(shown + 1, sizes, "-", color=color, marker=marker, markevery=3, markersize=5)
        axes.set_xlabel("step $t$")
        axes.set_ylim(4e-3, 20)
        axes.set_xticks([1, 10, 100, 1000, 10_000], ["1", "10", "100", "1000", "10,000"])
        axes.set_yticks([0.01, 0.1, 1, 10], ["0.01", "0.1", "1", "10"])
        axes.minorticks_off()
    left.set_ylabel(r"step size (1 = $\eta$)")
    label(left, "AdaGrad", 6, 0.075, BLUE)
    label(left, "RMSprop", 6, 5.5, ORANGE)
    label(left, "Adam", 2.5, 1.15, GREEN)
    label(right, "AdaGrad", 200, 0.0055, BLUE)
    label(right, "RMSprop", 55, 1.15, ORANGE)
    label(right, "Adam", 700, 0.18, GREEN)
    label(left, "gradient always 1", 30, 13, INK, fontsize=10)
    label(right, "gradient 30 ten times, then 1", 3, 13, INK, fontsize=10)
    return figure
