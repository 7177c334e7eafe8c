"""Figures of docs/regularization/weight-decay.md."""

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, label, new_figure, new_row
from snippets.regularization.weight_decay import (
    bowl,
    equilibrium_norm,
    norms_before_normalization,
    shrink_l1,
    shrink_l2,
)

CENTER = np.array([0.4, 1.6])


def _ball(order: int, count: int = 4001) -> NDArray[np.float64]:
    """Points of the plane with ‖w‖₁ = 1 (order 1) or ‖w‖₂ = 1 (order 2), shape (count, 2)."""
    angle = np.linspace(0, 2 * np.pi, count)
    points = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return np.asarray(points / np.linalg.norm(points, order, axis=1, keepdims=True))


def _touching(order: int, center: NDArray[np.float64] = CENTER) -> NDArray[np.float64]:
    """The point of the ball where the loss is lowest, if its level lines are moved to `center`."""
    points = _ball(order)
    return np.asarray(points[bowl(points - center + CENTER).argmin()])


def _on_an_axis(order: int) -> float:
    """Share of 100 directions of the center in which the touching point has a zero."""
    around = [2 * np.array([np.cos(angle), np.sin(angle)]) for angle in 2 * np.pi * (np.arange(100) + 0.5) / 100]
    return float(np.mean([np.abs(_touching(order, center)).min() < 1e-3 for center in around]))


def corners() -> Figure:
    """Level lines of a loss, and where the lowest one touches the balls of L1 and L2."""
    figure, panels = new_row(2, height=3.3)
    touched = {order: _touching(order) for order in (1, 2)}
    assert np.allclose(touched[1], [0, 1], atol=1e-3), "the diamond is touched at its upper corner"
    assert 0.1 < touched[2][0] < 0.3 < touched[2][1], "the circle a little to the right of its top"
    assert np.allclose(np.sort(np.abs(_ball(1, 5)), axis=1), [0, 1]), "the diamond's corners lie on the axes"
    assert _on_an_axis(1) > 0.3, "level lines of many directions touch there"
    assert _on_an_axis(2) < 0.05, "the circle has no such points"
    angle = np.linspace(0, 2 * np.pi, 81)
    for axes, order, color in ((panels[0], 1, BLUE), (panels[1], 2, ORANGE)):
        touching = touched[order]
        ball = _ball(order, 5 if order == 1 else 81)
        axes.plot(*ball.T, "-", color=color)
        for level in (0.15, float(bowl(touching[None])[0])):
            ellipse = CENTER[:, None] + np.array([np.sqrt(2 * level) * np.cos(angle), np.sqrt(level) * np.sin(angle)])
            axes.plot(*ellipse, "-", color=INK, linewidth=1)
        axes.plot(*CENTER, "+", color=INK)
        axes.plot(*touching, "o", color=color)
        axes.set_aspect("equal")
        axes.set_xlim(-1.2, 1.7)
        axes.set_ylim(-1.2, 2.5)
        axes.set_xlabel("$w_1$")
        axes.grid(False)
        label(axes, f"L{order}", -0.12, -0.1, color)
    panels[0].set_ylabel("$w_2$")
    return figure


def shrinkage() -> Figure:
    """What penalties of 0.5 make of a weight, against the weight without penalty."""
    a = np.linspace(-2, 2, 81)
    l1, l2 = shrink_l1(a, 0.5), shrink_l2(a, 0.5)
    small, large = np.abs(a) < 0.49, np.abs(a) > 0.51
    kept = l2[a != 0] / a[a != 0]
    assert np.allclose(kept, kept[0]), "L2 takes a share of every weight"
    assert 0 < kept[0] < 1, "and leaves the rest, on a line less steep than the diagonal"
    assert np.allclose(np.abs(a - l1)[large], 0.5), "L1 takes the same amount from each"
    assert (np.abs(l1) < np.abs(a))[large].all(), "nearer to zero"
    assert (l1[small] == 0).all(), "and all from those that have less"
    assert np.abs(l2[small & (a != 0)]).min() > 0, "which L2 leaves"
    figure, axes = new_figure(height=3.2)
    axes.plot(a, a, ":", color=INK)
    axes.plot(a, l2, "--", color=ORANGE)
    axes.plot(a, l1, "-", color=BLUE)
    label(axes, "no penalty", 1.0, 1.6, INK)
    label(axes, "L2", 1.75, 0.9, ORANGE)
    label(axes, "L1", 0.7, -0.05, BLUE)
    axes.set_xlabel("weight without penalty")
    axes.set_ylabel("weight with penalty 0.5")
    return figure


def lengths() -> Figure:
    """Length of weights before a normalization layer, with and without decay, from two starts."""
    figure, axes = new_figure(height=3.3)
    steps = np.arange(0, 1501, 25)
    runs = {
        decay: [norms_before_normalization(first, decay, np.random.default_rng(0)) for first in (0.3, 3.0)]
        for decay in (0.0, 0.1)
    }
    settled = equilibrium_norm(0.1, 0.1, 1.0)
    for start, none, decayed in zip((0.3, 3.0), *runs.values(), strict=True):
        assert none[0] == decayed[0] == start, "both start at the same length"
        assert (np.diff(none) > 0).all(), "without decay the weights only get longer"
        assert none[-1] - none[-500] > 0.02, "and still do in the end"
        assert np.allclose(decayed[500:], settled, rtol=0.05), "decay leads every start to the same length"
    for pair, style, color in zip(runs.values(), ("--", "-"), (PURPLE, GREEN), strict=True):
        for run in pair:
            axes.plot(steps, run[steps], style, color=color)
    label(axes, "no decay", 900, 3.25, PURPLE)
    label(axes, "no decay", 900, 1.75, PURPLE)
    label(axes, "weight decay 0.1", 900, 0.95, GREEN)
    axes.set_ylim(0, 3.6)
    axes.set_xlabel("step")
    axes.set_ylabel("length of the weights")
    return figure
