"""Figures of docs/optimization/optimizers.md."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, INK, ORANGE, PURPLE, label, new_figure, new_row
from snippets.optimization.adaptive_optimizers import adagrad_step
from snippets.optimization.optimizers import (
    Array,
    best_rates,
    momentum_step,
    path,
    plain_step,
    ravine,
    tuned_path,
)


def ravine_paths() -> Figure:
    """The tuned paths of gradient descent, momentum and AdaGrad in a ravine, and of AdaGrad in a turned one."""
    figure, panels = new_row(4, height=2.6)
    runs: tuple[tuple[str, Any, Any, float, str, str], ...] = (
        ("gradient\ndescent", plain_step, None, 0.0, BLUE, "o"),
        ("momentum", momentum_step, np.zeros(2), 0.0, ORANGE, "s"),
        ("AdaGrad", adagrad_step, np.zeros(2), 0.0, PURPLE, "^"),
        ("AdaGrad,\nturned 45°", adagrad_step, np.zeros(2), np.pi / 4, PURPLE, "^"),
    )
    around = np.linspace(0, 2 * np.pi, 28)
    for axes, (name, step, state, angle, color, marker) in zip(panels, runs, strict=True):
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        rates = 10.0 ** np.arange(-3, 0.01, 0.25)
        _, points = tuned_path(step, state, ravine(angle), turn @ [-1.7, 0.4], rates)
        for radius in (0.6, 2.0, 4.0):
            level = turn @ np.array([radius * np.cos(around), 0.1 * radius * np.sin(around)])
            axes.plot(*level, color=INK, linewidth=0.7, alpha=0.5)
        shown = points[:41]
        axes.plot(*shown.T, "-", color=color, linewidth=1.2)
        axes.plot(*shown[::4].T, marker, color=color, markersize=3)
        axes.plot(0, 0, "+", color=INK, markersize=9)
        axes.set_xlim(-2.2, 1.2)
        axes.set_ylim(-1.7, 1.7)
        axes.set_aspect("equal")
        axes.set_xticks([-2, 0])
        axes.set_yticks([-1, 1])
        axes.grid(visible=False)
        axes.set_xlabel(r"$\theta_1$")
        label(axes, name, -2.1, 1.6, color, va="top", fontsize=10)
    panels[0].set_ylabel(r"$\theta_2$")
    for axes in panels[1:]:
        axes.set_yticklabels([])
    return figure


def error_against_steps() -> Figure:
    """Distance to the minimum of a quadratic of condition number 100, best gradient descent and best heavy ball."""
    figure, axes = new_figure(height=3.4)
    descent, heavy_ball = best_rates(100)

    def heavy_step(theta: Array, gradient: Array, velocity: Array, rate: float) -> tuple[Array, Array]:
        return momentum_step(theta, gradient, velocity, rate, heavy_ball**2)

    curvatures = np.array([1.0, 100.0])
    for step, state, rate, factor, count, color, marker in (
        (plain_step, None, 2 / 101, descent, 700, BLUE, "o"),
        (heavy_step, np.zeros(2), (2 / 11) ** 2, heavy_ball, 95, ORANGE, "s"),
    ):
        points = path(step, lambda theta: curvatures * theta, np.ones(2), state, rate, count)
        error = np.linalg.norm(points, axis=1) / 2**0.5
        every = 50 if count > 100 else 10
        axes.semilogy(np.arange(0, count + 1, every), error[::every], marker, color=color, markerfacecolor="none")
        axes.semilogy([0, count], [1, factor**count], "--", color=color, linewidth=1.2)
    label(axes, "gradient descent\n" + r"dashed: $((\kappa-1)/(\kappa+1))^t = 0.980^t$", 330, 6e-3, BLUE)
    label(axes, "momentum\n" + r"dashed: $0.818^t$", 105, 1e-6, ORANGE)
    axes.set_xlabel("steps $t$")
    axes.set_ylabel("distance to the minimum\n(1 = at the start)")
    axes.set_ylim(1e-9, 9)
    return figure
