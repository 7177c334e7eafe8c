"""Figures of docs/optimization/loss-landscape.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.evidence.records import recorded
from scripts.figures.style import BLUE, INK, ORANGE, PURPLE, label, new_figure
from snippets.optimization.loss_landscape import newton_step, saddle_free_step


def saddle() -> Figure:
    """Level lines of x² − y² and where three methods go from (1, 0.1)."""
    hessian, start = np.diag([2.0, -2.0]), np.array([1.0, 0.1])
    figure, axes = new_figure(height=3.4)
    x = np.linspace(-1.3, 1.3, 41)
    for level in (0.15, 0.6):
        for sign in (-1, 1):
            axes.plot(x, sign * np.sqrt(x**2 + level), "-", color=INK, linewidth=0.6)
            axes.plot(sign * np.sqrt(x**2 + level), x, "-", color=INK, linewidth=0.6)
    path = [start]
    for _ in range(14):
        path.append(path[-1] - 0.1 * hessian @ path[-1])
    axes.plot(*np.array(path).T, "o-", color=BLUE, markersize=3)
    for step, style, color in ((newton_step, "s--", ORANGE), (saddle_free_step, "^:", PURPLE)):
        axes.plot(*np.array([start, step(start, hessian @ start, hessian)]).T, style, color=color)
    axes.plot(0, 0, "+", color=INK, markersize=10)
    label(axes, "gradient descent", 0.12, 0.9, BLUE)
    label(axes, "Newton", 0.3, -0.13, ORANGE)
    label(axes, "saddle-free\nNewton", -0.06, 0.17, PURPLE, ha="right")
    axes.set_xlim(-0.6, 1.3)
    axes.set_ylim(-0.6, 1.3)
    axes.set_xlabel("x (curvature 2)")
    axes.set_ylabel("y (curvature −2)")
    axes.grid(False)
    return figure


def between_equals() -> Figure:
    """Loss on the straight line between a trained network and the same network with permuted units."""
    values = recorded("optimization/loss-landscape")
    shares = np.linspace(0, 1, 9)
    runs = np.array([values[f"line.{share:g}"].runs for share in shares])
    figure, axes = new_figure(height=3.0)
    axes.plot(shares, runs, "-", color=INK, linewidth=0.7, alpha=0.7)
    axes.plot(shares, np.median(runs, axis=1), "o-", color=BLUE)
    label(axes, "median", 0.52, float(np.median(runs[4])) + 0.12, BLUE)
    axes.set_xlabel("share of the way to the permuted copy")
    axes.set_ylabel("mean squared error")
    axes.set_ylim(0, None)
    return figure
