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
    _check_pulls()
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


def _check_pulls() -> None:
    """What both panels say, on a finer grid of errors than the drawn one."""
    error = np.linspace(-3, 3, 1201)
    zero, near = np.zeros_like(error), np.abs(error) < 1 - 1e-9
    losses = squared_error(error, zero), absolute_error(error, zero), huber_loss(error, zero)
    slopes = squared, absolute, huber = regression_gradients(error, zero)
    smooth = np.abs(error) > 0.01  # all but the kink of the absolute error
    for loss, slope in zip(losses, slopes, strict=True):
        assert np.allclose(np.gradient(loss, error)[smooth][1:-1], slope[smooth][1:-1], atol=0.01), (
            "slopes of the losses"
        )
    assert np.allclose(squared, error * squared[-1] / error[-1]), "squared error pulls in proportion to the error"
    assert (np.abs(absolute[error != 0]) == 1).all(), "absolute error always pulls equally"
    assert (absolute[error > 0] == 1).all(), "its pull jumps to 1"
    assert (absolute[error < 0] == -1).all(), "from −1"
    assert np.allclose(huber[near], error[near]), "Huber pulls in proportion near zero"
    assert np.allclose(huber[~near], absolute[~near]), "and equally beyond 1"


def margin_losses() -> Figure:
    """Hinge, logistic, focal and zero-one loss against the margin."""
    margin = np.linspace(-2, 3, 51)
    one = np.ones(51)
    hinge, logistic, focal = (loss(margin, one) for loss in (hinge_loss, soft_margin_loss, focal_loss))
    beyond = margin > 1 - 1e-9
    assert (hinge[beyond] < 1e-9).all(), "hinge is 0 from 1 on"
    assert np.allclose(np.diff(hinge[~beyond]), -0.1), "a line before"
    assert (logistic > 0).all(), "the logistic loss stays positive"
    assert (np.diff(logistic) < -1e-3).all(), "and falls on"
    assert ((focal > 0) & (focal < logistic)).all(), "focal loss lies below it, above zero"
    assert np.abs(np.diff(focal[beyond])).sum() < 0.1 * np.abs(np.diff(logistic[beyond])).sum(), "almost flat from 1 on"
    figure, axes = new_figure(height=3.4)
    axes.plot([-2, 0, 0, 3], [1, 1, 0, 0], ":", color=INK)
    axes.plot(margin, hinge, "--", color=ORANGE)
    axes.plot(margin, logistic, color=BLUE)
    axes.plot(margin, focal, "-.", color=PURPLE)
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
    losses = soft_margin_loss(logit, one), squared_error(sigmoid(logit), one)
    wrong = logit <= -6
    for loss, slope in zip(losses, (cross_entropy, squared), strict=True):
        assert np.allclose(np.gradient(loss, logit)[1:-1], slope[1:-1], atol=0.02), "right are the slopes of the left"
    assert np.allclose(np.diff(losses[0][logit < -4]) / np.diff(logit[logit < -4]), -1, atol=0.02), "a line to the left"
    assert (np.diff(losses[1]) < 0).all(), "squared error falls"
    assert (losses[1][wrong] > 0.99).all(), "levels off at 1"
    assert (cross_entropy[wrong] < -0.99).all(), "the gradient of cross-entropy stays near 1 there"
    assert (np.abs(squared[logit < -7.6]) < 0.001).all(), "that of squared error falls below 0.001"
    assert (np.abs(squared[wrong]) < 0.01 * np.abs(cross_entropy[wrong])).all(), "almost none where it is most wrong"
    figure, (left, right) = new_row(2, height=3.4)
    left.plot(logit, losses[0], color=BLUE)
    left.plot(logit, losses[1], "--", color=ORANGE)
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
