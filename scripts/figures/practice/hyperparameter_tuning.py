"""Figures of docs/practice/hyperparameter-tuning.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, label, new_figure, new_row
from snippets.practice.hyperparameter_tuning import Array, decayed_runs, grid_trials, random_trials


def grid_and_random() -> Figure:
    """Nine trials on a grid and at random, with their projection on the dimension that matters."""
    figure, panels = new_row(2, height=3.6)
    trials = ((grid_trials(3, 2), BLUE, "o"), (random_trials(9, 2, np.random.default_rng(1)), ORANGE, "s"))
    curve = np.linspace(0, 1, 61)
    tested = [len(np.unique(points[:, 0].round(9))) for points, *_ in trials]
    assert tested == [3, 9], "three values against nine"
    assert [len(points) for points, *_ in trials] == [9, 9], "nine trials each"
    on_grid, at_random = (np.sort(_quality(points[:, 0])) / _quality(curve).max() for points, *_ in trials)
    assert on_grid[-1] < 0.25, "no value of the grid is near the peak"
    assert at_random[-2] < 0.4 < at_random[-1] < 0.65, "one of the random values is halfway up"
    for axes, (points, color, marker), different in zip(panels, trials, tested, strict=True):
        axes.plot(points[:, 0], points[:, 1], marker, color=color, linestyle="none")
        axes.vlines(points[:, 0], 1.08, 1.08 + _quality(points[:, 0]), color=color, linewidth=1)
        axes.plot(points[:, 0], 1.08 + _quality(points[:, 0]), marker, color=color, markersize=4, linestyle="none")
        axes.plot(curve, 1.08 + _quality(curve), color=INK, linewidth=1)
        axes.axhline(1.08, color=INK, linewidth=0.8)
        label(axes, f"{different} different values", 0.02, 1.44, color)
        axes.set(xlabel="hyperparameter that matters", xlim=(0, 1), ylim=(0, 1.56))
        axes.set(xticks=[0, 0.5, 1], yticks=[0, 0.5, 1])
    panels[0].set_ylabel("one that does not", y=0.32)
    label(panels[0], "quality", 0.74, 1.36, INK)
    return figure


def _quality(x: Array) -> Array:
    """A narrow peak at 0.64, 0.4 high."""
    return np.asarray(0.4 * np.exp(-((x - 0.64) ** 2) / 0.012))


def early_leaders() -> Figure:
    """Loss of three runs that differ in peak rate and length of the decay."""
    figure, axes = new_figure(height=3.6)
    shown = np.unique(np.geomspace(1, 810, 40).astype(int))
    courses = []
    for peak, decay, color, style, text, at, height in (
        (0.3, 30, ORANGE, "--", "0.3, decayed in 30", 130, 0.165),
        (0.3, 200, PURPLE, "-.", "0.3, in 200", 300, 0.028),
        (0.1, 810, GREEN, "-", "peak 0.1, decayed in 810", 2, 1.9),
    ):
        losses = decayed_runs(np.array([peak]), np.array([float(decay)]), 810)[0]
        courses.append(losses)
        axes.loglog(shown, losses[shown], style, color=color)
        label(axes, text, at, height, color)
    short, middle, long = courses
    assert long[30] > max(short[30], middle[30]), "the run with the long decay is worst at update 30"
    assert long[-1] < min(short[-1], middle[-1]), "and best at 810"
    assert np.flatnonzero(short < long).max() == 43, "the short decay leads it up to update 43"
    assert short[-1] > 10 * long[-1], "and ends far above it"
    axes.set(xlabel="update", ylabel="expected loss", xlim=(1, 900), ylim=(0.004, 3))
    axes.set_xticks([1, 10, 100, 810], ["1", "10", "100", "810"])
    axes.minorticks_off()
    return figure
