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


def _runs(gradients: Array) -> dict[str, Array]:
    """Step sizes of the three optimizers, by name."""
    zero = np.zeros(1)
    return {
        "AdaGrad": _step_sizes(adagrad_step, zero, gradients),
        "RMSprop": _step_sizes(rmsprop_step, zero, gradients),
        "Adam": _step_sizes(adam_step, (zero, zero, 0), gradients),
    }


def step_size_over_time() -> Figure:
    """Step sizes for constant gradients, and for gradients of 1 after ten of 30."""
    figure, (left, right) = new_row(2, height=3.5)
    steps = 10_000
    shown = np.unique(np.append(np.geomspace(1, steps, 20).astype(int), [10, 11, 60])) - 1
    steady, burst = _runs(np.ones(steps)), _runs(np.append(np.full(10, 30.0), np.ones(steps - 10)))
    for sizes in (steady["AdaGrad"], burst["AdaGrad"]):
        assert (np.diff(sizes) < 0).all(), "AdaGrad's step only shrinks"
    assert np.allclose(steady["AdaGrad"], np.arange(1, steps + 1) ** -0.5), "with slope minus one half"
    assert (np.diff(steady["RMSprop"]) <= 1e-12).all(), "RMSprop's step falls under a steady gradient"
    assert np.allclose(steady["RMSprop"][[0, -1]], [10, 1]), "from tenfold too fast to right"
    assert np.allclose(steady["Adam"], 1), "which bias correction prevents: Adam's step is right from the first"
    assert np.abs(np.log(burst["AdaGrad"][10:] / 0.01)).max() < np.log(1.5), "after a burst AdaGrad stays near 0.01"
    for name in ("RMSprop", "Adam"):
        assert burst[name][10:].min() < 0.2 < 0.99 < burst[name][-1], "moving averages forget the burst"
    back = {name: int(np.argmax(sizes[10:] > 0.95)) for name, sizes in burst.items()}
    assert 0 < 5 * back["RMSprop"] < back["Adam"], "RMSprop forgets sooner than Adam"
    for axes, runs in ((left, steady), (right, burst)):
        for sizes, color, marker in zip(runs.values(), (BLUE, ORANGE, GREEN), "os^", strict=True):
            axes.loglog(shown + 1, sizes[shown], "-", color=color, marker=marker, markevery=3, markersize=5)
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
