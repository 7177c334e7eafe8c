"""Figures of docs/regularization/weight-decay.md."""

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, label, new_figure, new_row
from snippets.regularization.weight_decay import bowl, norms_before_normalization, shrink_l1, shrink_l2

CENTER = np.array([0.4, 1.6])


def _ball(order: int, count: int = 4001) -> NDArray[np.float64]:
    """Points of the plane with ‖w‖₁ = 1 (order 1) or ‖w‖₂ = 1 (order 2), shape (count, 2)."""
    angle = np.linspace(0, 2 * np.pi, count)
    points = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return np.asarray(points / np.linalg.norm(points, order, axis=1, keepdims=True))


def _touching(order: int) -> NDArray[np.float64]:
    """The point of the ball where the loss is lowest."""
    points = _ball(order)
    return np.asarray(points[bowl(points).argmin()])


def corners() -> Figure:
    """Level lines of a loss, and where the lowest one touches the balls of L1 and L2."""
    figure, panels = new_row(2, height=3.3)
    angle = np.linspace(0, 2 * np.pi, 81)
    for axes, order, color in ((panels[0], 1, BLUE), (panels[1], 2, ORANGE)):
        touching = _touching(order)
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
    figure, axes = new_figure(height=3.2)
    axes.plot(a, a, ":", color=INK)
    axes.plot(a, shrink_l2(a, 0.5), "--", color=ORANGE)
    axes.plot(a, shrink_l1(a, 0.5), "-", color=BLUE)
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
    for decay, style, color in ((0.0, "--", PURPLE), (0.1, "-", GREEN)):
        for first in (0.3, 3.0):
            run = norms_before_normalization(first, decay, np.random.default_rng(0))
            axes.plot(steps, run[steps], style, color=color)
    label(axes, "no decay", 900, 3.25, PURPLE)
    label(axes, "no decay", 900, 1.75, PURPLE)
    label(axes, "weight decay 0.1", 900, 0.95, GREEN)
    axes.set_ylim(0, 3.6)
    axes.set_xlabel("step")
    axes.set_ylabel("length of the weights")
    return figure
