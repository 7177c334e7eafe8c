"""Figures of docs/optimization/loss-landscape.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.evidence.records import recorded
from scripts.figures.style import BLUE, INK, ORANGE, PURPLE, label, new_figure
from snippets.optimization.learning_rate import quadratic_path
from snippets.optimization.loss_landscape import newton_step, saddle_free_step


def saddle() -> Figure:
    """Level lines of x² − y² and where three methods go from (1, 0.1)."""
    curvatures, start = np.array([2.0, -2.0]), np.array([1.0, 0.1])
    hessian = np.diag(curvatures)
    path = quadratic_path(start, curvatures, 0.1, 14)
    newton, repaired = (step(start, hessian @ start, hessian) for step in (newton_step, saddle_free_step))
    moves = np.diff(path, axis=0)
    assert (moves[:, 0] < 0).all(), "gradient descent moves left"
    assert (moves[:, 1] > 0).all(), "and along the direction that bends down, away from the saddle"
    assert abs(moves[0, 0]) > 5 * moves[0, 1], "at first mostly left"
    assert moves[-1, 1] > 5 * abs(moves[-1, 0]), "in the end mostly away"
    assert np.allclose(newton, 0), "Newton's method ends on the saddle"
    assert np.allclose(repaired, [0, 2 * start[1]]), "without the signs of the curvature it goes left, too, but up"
    figure, axes = new_figure(height=3.4)
    x = np.linspace(-1.3, 1.3, 41)
    for level in (0.15, 0.6):
        for sign in (-1, 1):
            axes.plot(x, sign * np.sqrt(x**2 + level), "-", color=INK, linewidth=0.6)
            axes.plot(sign * np.sqrt(x**2 + level), x, "-", color=INK, linewidth=0.6)
    axes.plot(*path.T, "o-", color=BLUE, markersize=3)
    for end, style, color in ((newton, "s--", ORANGE), (repaired, "^:", PURPLE)):
        axes.plot(*np.array([start, end]).T, style, color=color)
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
    assert np.allclose(runs[0], runs[-1]), "both ends compute the same function"
    assert runs[0].max() < 0.1, "and are close to 0"
    assert (runs.max(axis=0) > 10 * runs[0]).all(), "in every run there is a ridge between them"
    assert runs[[0, -1]].max() < runs[2:-2].min(), "the middle is higher than the ends"
    figure, axes = new_figure(height=3.0)
    axes.plot(shares, runs, "-", color=INK, linewidth=0.7, alpha=0.7)
    axes.plot(shares, np.median(runs, axis=1), "o-", color=BLUE)
    label(axes, "median", 0.52, float(np.median(runs[4])) + 0.12, BLUE)
    axes.set_xlabel("share of the way to the permuted copy")
    axes.set_ylabel("mean squared error")
    axes.set_ylim(0, None)
    return figure
