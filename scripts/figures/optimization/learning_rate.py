"""Figures of docs/optimization/learning-rate.md."""

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, RED, label, new_figure, new_row
from snippets.optimization.learning_rate import (
    cosine,
    exponential,
    inverse_square_root,
    inverse_time,
    one_cycle,
    quadratic_path,
    range_test,
    warmup_cosine,
    warmup_stable_decay,
)
from snippets.training.batch_size_and_convergence import gaussian_stable_rate
from snippets.training.epochs_batches_iterations import step_decay


def three_rates() -> Figure:
    """Gradient descent on a parabola of curvature 1 at rates 0.3, 1.8 and 2.1."""
    figure, panels = new_row(3, height=2.8)
    for axes, rate, steps, color, marker, text in (
        (panels[0], 0.3, 8, BLUE, "o", "$\\eta=0.3$\nconverges"),
        (panels[1], 1.8, 8, GREEN, "s", "$\\eta=1.8$\noscillates,\nconverges"),
        (panels[2], 2.1, 8, RED, "^", "$\\eta=2.1$\ndiverges"),
    ):
        path = quadratic_path(np.array([2.0]), np.ones(1), rate, steps)[:, 0]
        line = np.linspace(-4.6, 4.6, 25)
        axes.plot(line, line**2 / 2, color=INK, linewidth=1)
        axes.plot(path, path**2 / 2, color=color, marker=marker, linewidth=1, markersize=4)
        axes.plot(path[0], path[0] ** 2 / 2, marker=marker, color=color, markersize=8)
        label(axes, text, 0.5, 0.97, color, ha="center", va="top", transform=axes.transAxes, fontsize=10)
        axes.set(xlabel=r"parameter $\theta$", ylim=(-0.4, 11), xticks=[-4, 0, 4], yticks=[0, 5, 10])
        axes.grid(visible=False)
    panels[0].set_ylabel("loss")
    for axes in panels[1:]:
        axes.tick_params(labelleft=False)
    return figure


def range_test_curve() -> Figure:
    """Mini-batch loss against the rising learning rate of one range test, and the mean of twenty."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((4096, 20))
    y = X @ np.ones(20) + rng.standard_normal(4096)
    rates = np.geomspace(1e-4, 10, 200)
    runs = np.array([range_test(X, y, 32, rates, np.random.default_rng(seed)) for seed in range(20)])
    mean = runs.mean(axis=0)
    lowest = int(mean.argmin())
    shown = slice(20 + lowest % 2, 168, 2)
    limit = gaussian_stable_rate(20, 32)
    figure, axes = new_figure()
    axes.loglog(rates[shown], runs[1][shown], ":", color=ORANGE, linewidth=1.3)
    axes.loglog(rates[shown], mean[shown], color=BLUE)
    axes.axvline(limit, color=RED, linestyle="--", linewidth=1.3)
    axes.plot(rates[lowest], mean[lowest], "o", color=BLUE, markersize=8)
    axes.axvspan(rates[lowest] / 10, rates[lowest], color=GREEN, alpha=0.15, linewidth=0)
    label(axes, "one run", 4e-4, 4, ORANGE)
    label(axes, "mean of 20 runs", 4e-4, 17, BLUE)
    label(axes, "stability\nlimit 1.21", limit * 1.1, 0.3, RED, va="bottom")
    label(axes, "choose here", 0.08, 25, GREEN, ha="center")
    label(axes, "minimum\n0.25", rates[lowest] * 0.75, 0.22, BLUE, ha="right", va="bottom", fontsize=10)
    axes.set(xlabel="learning rate of the update", ylabel="mini-batch loss", ylim=(0.2, 40), xlim=(2.5e-4, 3))
    axes.set_xticks([1e-3, 1e-2, 0.1, 1], ["0.001", "0.01", "0.1", "1"])
    axes.set_yticks([0.3, 1, 3, 10, 30], ["0.3", "1", "3", "10", "30"])
    axes.minorticks_off()
    return figure


def schedules() -> Figure:
    """Learning rate relative to its peak over 100 updates: four without and four with warmup."""
    T = 100
    figure, (left, right) = new_row(2, height=3.4)
    t = [*range(0, T, 4), T - 1]
    step_corners = [0, 29, 30, 59, 60, 89, 90, 99]
    curves: list[tuple[Axes, list[int], Callable[[int], float], str, str]] = [
        (left, step_corners, lambda s: step_decay(1.0, s, 30, 0.3), BLUE, "-"),
        (left, t, lambda s: exponential(s, 1.0, 0.95), PURPLE, ":"),
        (left, t, lambda s: inverse_time(s, 1.0, 10), GREEN, "-."),
        (left, t, lambda s: cosine(s, T, 1.0), ORANGE, "--"),
        (right, [0, 9, 80, 99], lambda s: warmup_stable_decay(s, 10, 20, T, 1.0), BLUE, "-"),
        (right, [1, 10, *t[4:]], lambda s: inverse_square_root(s, 1.0, 10), GREEN, "-."),
        (right, [0, 9, *t[3:]], lambda s: warmup_cosine(s, 10, T, 1.0), ORANGE, "--"),
        (right, t, lambda s: one_cycle(s, T, 1.0), PURPLE, ":"),
    ]
    for axes, steps, rule, color, style in curves:
        axes.plot(steps, [rule(step) for step in steps], style, color=color)
    for axes in (left, right):
        axes.set(xlabel="update", ylim=(0, 1.12), xlim=(-2, 101))
    left.set_ylabel("learning rate (1 = peak)")
    right.tick_params(labelleft=False)
    for axes, text, x, y, color, side in (
        (left, "cosine", 44, 0.68, ORANGE, "left"),
        (left, "step", 31, 0.32, BLUE, "left"),
        (left, "1/t", 91, 0.125, GREEN, "left"),
        (left, "exponential", 4, 0.06, PURPLE, "left"),
        (right, "warmup–stable–decay", 99, 1.03, BLUE, "right"),
        (right, "1cycle", 49, 0.87, PURPLE, "left"),
        (right, "cosine", 25, 0.665, ORANGE, "left"),
        (right, "inverse\nsquare root", 27, 0.30, GREEN, "left"),
    ):
        label(axes, text, x, y, color, fontsize=10, ha=side)
    return figure
