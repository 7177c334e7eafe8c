"""Figures of docs/foundations/loss-functions.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, label, new_figure, new_row
from snippets.foundations.loss_functions import (
    absolute_error,
    focal_loss,
    hinge_loss,
    huber_loss,
    logit_gradients,
    regression_gradients,
    sigmoid,
    soft_margin_loss,
    squared_error,
)


def regression_losses() -> Figure:
    """Squared, absolute and Huber loss against the error, and their derivatives."""
    error = np.linspace(-3, 3, 31)
    zero = np.zeros(31)
    losses = squared_error(error, zero), absolute_error(error, zero), huber_loss(error, zero)
    figure, (left, right) = new_row(2, height=3.4)
    for color, style, loss, slope in zip(
        (BLUE, ORANGE, GREEN), ("-", "--", "-."), losses, regression_gradients(error, zero), strict=True
    ):
        left.plot(error, loss, style, color=color)
        if color == ORANGE:
            for side in (error < 0, error > 0):
                right.plot(error[side], slope[side], style, color=color)
        else:
            right.plot(error, slope, style, color=color)
    left.set(xlim=(-3.2, 5.6), xticks=[-2, 0, 2])
    left.set(xlabel="error $\\hat{y}-y$ (units of the target)", ylabel="loss of one example", ylim=(-0.1, 5))
    right.set(
        xlabel="error $\\hat{y}-y$ (units of the target)",
        ylabel="gradient by the prediction",
        ylim=(-4, 4),
        yticks=[-4, -2, 0, 2, 4],
    )
    label(left, "squared", 0, 4.3, BLUE, ha="center")
    label(left, "absolute", 3.1, 2.95, ORANGE, va="center")
    label(left, "Huber,\n$\\delta=1$", 3.1, 2.2, GREEN, va="center")
    label(right, "squared: grows", 1.3, 3.1, BLUE, ha="right")
    label(right, "absolute:\njumps", -0.2, 1.0, ORANGE, ha="right", va="center")
    label(right, "Huber: grows to $\\delta$,\nthen stays", 0.35, -1.0, GREEN)
    return figure


def margin_losses() -> Figure:
    """Hinge, logistic, focal and zero-one loss against the margin."""
    margin = np.linspace(-2, 3, 51)
    one = np.ones(51)
    figure, axes = new_figure(height=3.4)
    axes.plot([-2, 0, 0, 3], [1, 1, 0, 0], ":", color=INK)
    axes.plot(margin, hinge_loss(margin, one), "--", color=ORANGE)
    axes.plot(margin, soft_margin_loss(margin, one), color=BLUE)
    axes.plot(margin, focal_loss(margin, one), "-.", color=PURPLE)
    label(axes, "hinge", -1.1, 2.25, ORANGE)
    label(axes, "logistic (soft margin)", 0.85, 0.5, BLUE)
    label(axes, "focal, $\\gamma=2$", -0.95, 0.3, PURPLE, ha="right")
    label(axes, "zero-one: counts mistakes", 0.12, 1.03, INK)
    axes.set(xlabel="margin: label (−1 or 1) times score", ylabel="loss of one example", ylim=(-0.08, 3))
    return figure


def sigmoid_and_two_losses() -> Figure:
    """Cross-entropy and squared error of a sigmoid output with target 1, and their derivatives."""
    logit = np.linspace(-8, 4, 49)
    one = np.ones(49)
    cross_entropy, squared = logit_gradients(logit, one)
    figure, (left, right) = new_row(2, height=3.4)
    left.plot(logit, soft_margin_loss(logit, one), color=BLUE)
    left.plot(logit, squared_error(sigmoid(logit), one), "--", color=ORANGE)
    right.semilogy(logit, -cross_entropy, color=BLUE)
    right.semilogy(logit, -squared, "--", color=ORANGE)
    right.plot([-6, -6], -np.array([g[logit == -6][0] for g in (cross_entropy, squared)]), "o", color=INK)
    label(left, "cross-entropy", -5.4, 6.3, BLUE)
    label(left, "squared error", -7.8, 1.35, ORANGE)
    label(right, "cross-entropy", -7.9, 1.4, BLUE)
    label(right, "squared error", -3.9, 0.008, ORANGE)
    ticks = [-8, -6, -4, -2, 0, 2, 4]
    left.set(xlabel="logit (target 1)", ylabel="loss", ylim=(-0.2, 8.2), xticks=ticks)
    right.set(xlabel="logit (target 1)", ylabel="size of the gradient by the logit", ylim=(4e-4, 3), xticks=ticks)
    right.minorticks_off()
    return figure
