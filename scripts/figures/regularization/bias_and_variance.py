"""Figures of docs/regularization/bias-and-variance.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, RED, label, new_figure, new_row
from snippets.regularization.bias_and_variance import NOISE, basis, exact_bias_variance, fits, inputs, truth


def training_sets() -> Figure:
    """Fits to eight training sets, with the truth, for three degrees."""
    figure, panels = new_row(3, height=2.6)
    x = inputs()
    for axes, degree in zip(panels, (2, 6, 20), strict=True):
        predictions, _ = fits(degree, 8, np.random.default_rng(0))
        axes.plot(x, predictions.T, "-", color=BLUE, linewidth=0.8)
        axes.plot(x, truth(x), "--", color=ORANGE)
        axes.set_title(f"degree {degree}", fontsize=11)
        axes.set_xlabel("input")
        axes.set_ylim(-1.8, 1.8)
        axes.set_xticks([-1, 0, 1])
        axes.set_yticks([-1, 0, 1])
    panels[0].set_ylabel("prediction")
    return figure


def trade_off() -> Figure:
    """Squared bias, variance and expected error of polynomials against their degree."""
    degrees = range(1, 21)
    exact = [exact_bias_variance(basis(inputs(), degree), truth(inputs()), NOISE) for degree in degrees]
    bias, variance = np.array(exact).T
    figure, axes = new_figure(height=3.4)
    axes.plot(degrees, bias + variance + NOISE**2, "-", color=INK)
    axes.plot(degrees, bias, "--", color=BLUE)
    axes.plot(degrees, variance, "-.", color=RED)
    axes.axhline(NOISE**2, color=GREEN, linestyle=":")
    label(axes, "expected error", 9, 0.155, INK)
    label(axes, "squared bias", 3.2, 0.2, BLUE)
    label(axes, "variance", 13, 0.035, RED)
    label(axes, "noise", 18.5, 0.095, GREEN)
    axes.set_ylim(0, 0.4)
    axes.set_xticks([1, 5, 10, 15, 20])
    axes.set_xlabel("degree of the polynomial")
    axes.set_ylabel("mean squared error")
    return figure
