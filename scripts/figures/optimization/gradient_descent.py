"""Figures of docs/optimization/gradient-descent.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.evidence.records import recorded
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, label, new_figure, new_row
from scripts.numbers.optimization.gradient_descent import SHOWN
from snippets.optimization.gradient_descent import (
    descend,
    epoch_batches,
    least_squares_problem,
)


def paths() -> Figure:
    """Forty updates from one start at one rate, with all, 20 and 1 of 200 examples per update."""
    N, updates = 200, 40
    X, y, minimizer = least_squares_problem(N, [1, 0.1], 1.0, np.random.default_rng(3))
    start = minimizer + np.array([-4.5, 1.6])
    values, vectors = np.linalg.eigh(X.T @ X / N)
    angle = np.linspace(0, 2 * np.pi, 33)
    ring = vectors @ (np.array([np.cos(angle), np.sin(angle)]) / np.sqrt(values)[:, None])
    figure, panels = new_row(3, height=2.9)
    for axes, batch_size, color, text in (
        (panels[0], N, BLUE, "all 200"),
        (panels[1], 20, GREEN, "20 examples"),
        (panels[2], 1, ORANGE, "1 example"),
    ):
        rng = np.random.default_rng(5)
        batches = [batch for _ in range(updates) for batch in epoch_batches(N, batch_size, rng)][:updates]
        path = descend(X, y, start, batches, [0.3] * updates) - minimizer
        for radius in (0.5, 1.0, 1.5):
            axes.plot(*radius * ring, color=INK, linewidth=0.7, alpha=0.6)
        axes.plot(*path.T, color=color, linewidth=1.4)
        axes.plot(*path[0], "o", color=color)
        axes.plot(0, 0, "x", color=INK, markersize=8, markeredgewidth=2)
        label(axes, text, 0.05, 0.05, color, transform=axes.transAxes, fontsize=10)
        axes.set(xlabel=r"$\theta_1-\theta_1^*$", xlim=(-5.2, 1.8), ylim=(-2.6, 2.4), xticks=[-4, -2, 0])
        axes.grid(visible=False)
    panels[0].set_ylabel(r"$\theta_2-\theta_2^*$")
    for axes in panels[1:]:
        axes.tick_params(labelleft=False)
    return figure


def excess_loss_against_passes() -> Figure:
    """Excess loss of full-batch and single-example descent against passes over 500 examples."""
    record = recorded("optimization/gradient-descent")
    figure, axes = new_figure()
    for name, color, style in (
        ("full", BLUE, "o-"),
        ("constant", PURPLE, "v:"),
        ("one", ORANGE, "s--"),
        ("reshuffled", GREEN, "^-."),
    ):
        losses = [record[f"figure.{name}.{place}"].mean for place in range(len(SHOWN))]
        axes.loglog(SHOWN, losses, style, color=color, markersize=4, linewidth=1.6)
    label(axes, "all 500 examples per update", 4.2, 0.34, BLUE)
    label(axes, "one, constant rate: noise floor", 1.05, 0.05, PURPLE)
    label(axes, "one, decayed rate,\nwith replacement", 92, 2.2e-3, ORANGE, ha="right", va="center")
    label(axes, "one, decayed rate,\nreshuffled", 4.5, 6e-5, GREEN, va="center")
    axes.set(xlabel="passes over the data", ylabel="excess loss (1 = start)", ylim=(3e-7, 1.5))
    axes.set_xticks([1, 3, 10, 30, 90], ["1", "3", "10", "30", "90"])
    axes.minorticks_off()
    return figure
