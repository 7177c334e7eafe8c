"""Figures of docs/optimization/learning-rate.md."""

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, RED, label, new_figure, new_row
from snippets.optimization.learning_rate import (
    Array,
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

FALLING = ("step", "exponential", "1/t", "cosine")
"""Schedules without warmup."""


def three_rates() -> Figure:
    """Gradient descent on a parabola of curvature 1 at rates 0.3, 1.8 and 2.1."""
    paths = {rate: quadratic_path(np.array([2.0]), np.ones(1), rate, 8)[:, 0] for rate in (0.3, 1.8, 2.1)}
    for rate, path in paths.items():
        sides, growth = np.sign(path[1:] * path[:-1]), np.abs(path[1:] / path[:-1])
        assert (sides == (1 if rate < 1 else -1)).all(), "below 1/curvature it stays on one side, above it jumps"
        assert (growth < 1).all() if rate < 2 else (growth > 1).all(), "it converges below 2/curvature alone"
        scaled = quadratic_path(np.array([2.0]), np.full(1, 4.0), rate / 4, 8)[:, 0]
        assert np.allclose(scaled, path), "only the product of rate and curvature decides"
    figure, panels = new_row(3, height=2.8)
    for axes, rate, color, marker, text in (
        (panels[0], 0.3, BLUE, "o", "$\\eta=0.3$\nconverges"),
        (panels[1], 1.8, GREEN, "s", "$\\eta=1.8$\noscillates,\nconverges"),
        (panels[2], 2.1, RED, "^", "$\\eta=2.1$\ndiverges"),
    ):
        path = paths[rate]
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


def _range_tests(rates: Array) -> Array:
    """Losses of twenty range tests on one problem, (20, rates)."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((4096, 20))
    y = X @ np.ones(20) + rng.standard_normal(4096)
    return np.array([range_test(X, y, 32, rates, np.random.default_rng(seed)) for seed in range(20)])


def _jumps(losses: Array) -> float:
    """By how much a loss changes from one update to the next, in natural logarithms."""
    return float(np.abs(np.diff(np.log(losses))).mean())


def range_test_curve() -> Figure:
    """Mini-batch loss against the rising learning rate of one range test, and the mean of twenty."""
    rates = np.geomspace(1e-4, 10, 200)
    runs = _range_tests(rates)
    mean = runs.mean(axis=0)
    lowest = int(mean.argmin())
    shown = slice(20 + lowest % 2, 168, 2)
    limit = gaussian_stable_rate(20, 32)
    explodes = rates[lowest + int(np.argmax(mean[lowest:] > 2 * mean[lowest]))]
    assert limit / 1.5 < explodes < 1.5 * limit, "the loss explodes near the limit"
    assert rates[lowest] < limit / 2, "it bottoms out well below the limit"
    low, high = mean[rates < 0.003].min(), mean[rates < 0.003].max()
    assert 8 < low < high < 13, "at small rates the loss stays near 11"
    falling = (rates > 0.01) & (rates < rates[lowest])
    assert np.polyfit(np.log(rates[falling]), np.log(mean[falling]), 1)[0] < -0.5, "from 0.01 on it falls"
    band = (rates > rates[lowest] / 10) & (rates < rates[lowest])
    assert mean[band].max() < 0.6 * high, "everywhere in the marked band the loss has fallen"
    assert _jumps(runs[1][shown]) > 2 * _jumps(mean[shown]), "a single run is jagged"
    figure, axes = new_figure()
    axes.loglog(rates[shown], runs[1][shown], ":", color=ORANGE, linewidth=1.3)
    axes.loglog(rates[shown], mean[shown], color=BLUE)
    axes.axvline(limit, color=RED, linestyle="--", linewidth=1.3)
    axes.plot(rates[lowest], mean[lowest], "o", color=BLUE, markersize=8)
    axes.axvspan(rates[lowest] / 10, rates[lowest], color=GREEN, alpha=0.15, linewidth=0)
    label(axes, "one run", 4e-4, 4, ORANGE)
    label(axes, "mean of 20 runs", 4e-4, 17, BLUE)
    label(axes, f"stability\nlimit {limit:.2f}", limit * 1.1, 0.3, RED, va="bottom")
    label(axes, "choose here", 0.08, 25, GREEN, ha="center")
    label(axes, f"minimum\n{rates[lowest]:.2f}", rates[lowest] * 0.75, 0.22, BLUE, ha="right", va="bottom", fontsize=10)
    axes.set(xlabel="learning rate of the update", ylabel="mini-batch loss", ylim=(0.2, 40), xlim=(2.5e-4, 3))
    axes.set_xticks([1e-3, 1e-2, 0.1, 1], ["0.001", "0.01", "0.1", "1"])
    axes.set_yticks([0.3, 1, 3, 10, 30], ["0.3", "1", "3", "10", "30"])
    axes.minorticks_off()
    return figure


def _rules(T: int) -> dict[str, Callable[[int], float]]:
    """Schedules over T updates with a peak of 1: four that fall from the start, four with warmup."""
    return {
        "step": lambda s: step_decay(1.0, s, 30, 0.3),
        "exponential": lambda s: exponential(s, 1.0, 0.95),
        "1/t": lambda s: inverse_time(s, 1.0, 10),
        "cosine": lambda s: cosine(s, T, 1.0),
        "stable": lambda s: warmup_stable_decay(s, 10, 20, T, 1.0),
        "inverse square root": lambda s: inverse_square_root(s, 1.0, 10),
        "warmup and cosine": lambda s: warmup_cosine(s, 10, T, 1.0),
        "1cycle": lambda s: one_cycle(s, T, 1.0),
    }


def _rates(T: int) -> dict[str, Array]:
    """The schedules at the updates 1 to 99 (0 is no update of the inverse square root)."""
    return {name: np.array([rule(step) for step in range(1, 100)]) for name, rule in _rules(T).items()}


def schedules() -> Figure:
    """Learning rate relative to its peak over 100 updates: four without and four with warmup."""
    T = 100
    rules, rates = _rules(T), _rates(T)
    for name, rate in rates.items():
        top = int(rate.argmax())
        assert np.isclose(rate[top], 1, atol=0.1), "the peak is 1"
        assert top == 0 if name in FALLING else rate[0] < 0.3, "left, all fall from the start; right, all rise first"
        assert (np.diff(rate[top:]) <= 0).all(), "behind the peak all fall"
    near = {name: int(np.sum(rate > 0.9)) for name, rate in rates.items()}
    assert max(near, key=near.__getitem__) == "stable", "they differ in how long they stay near the peak"
    assert near["stable"] > 2 * near["1cycle"] > 4 * near["1/t"], "by large factors"
    assert np.flatnonzero(rates["stable"] == 1)[-1] + 1 == 80, "one stays at the peak until update 80"
    told = {name for name, rate in _rates(2 * T).items() if not np.allclose(rate, rates[name])}
    assert told == {"cosine", "warmup and cosine", "1cycle", "stable"}, "some need to know the end, some do not"
    figure, (left, right) = new_row(2, height=3.4)
    t = [*range(0, T, 4), T - 1]
    curves: list[tuple[Axes, list[int], str, str, str]] = [
        (left, [0, 29, 30, 59, 60, 89, 90, 99], "step", BLUE, "-"),
        (left, t, "exponential", PURPLE, ":"),
        (left, t, "1/t", GREEN, "-."),
        (left, t, "cosine", ORANGE, "--"),
        (right, [0, 9, 80, 99], "stable", BLUE, "-"),
        (right, [1, 10, *t[4:]], "inverse square root", GREEN, "-."),
        (right, [0, 9, *t[3:]], "warmup and cosine", ORANGE, "--"),
        (right, t, "1cycle", PURPLE, ":"),
    ]
    for axes, steps, name, color, style in curves:
        axes.plot(steps, [rules[name](step) for step in steps], style, color=color)
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
