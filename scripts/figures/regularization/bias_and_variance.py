"""Figures of docs/regularization/bias-and-variance.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, RED, label, new_figure, new_row
from snippets.regularization.bias_and_variance import (
    NOISE,
    Array,
    basis,
    bias_variance,
    exact_bias_variance,
    fits,
    inputs,
    truth,
)


def _turns(curves: Array) -> float:
    """How often a curve turns from rising to falling or back, mean over curves (runs, inputs)."""
    return float((np.diff(np.sign(np.diff(curves, axis=1)), axis=1) != 0).sum(axis=1).mean())


def training_sets() -> Figure:
    """Fits to eight training sets, with the truth, for three degrees."""
    x = inputs()
    curves = {degree: fits(degree, 8, np.random.default_rng(0))[0] for degree in (2, 6, 20)}
    bias, variance = zip(*(bias_variance(predictions, truth(x)) for predictions in curves.values()), strict=True)
    assert bias[0] > 10 * variance[0], "at degree 2 the curves are alike, and wrong"
    assert bias[0] > 10 * max(bias[1], bias[2]), "at 6 and 20 they are right on average"
    assert variance[2] > 2 * max(variance[:2]), "at 20 they are unlike each other, at 2 and 6 alike"
    assert _turns(curves[20]) > 2 * _turns(curves[6]) > 2 * _turns(curves[2]), "with many wiggles"
    figure, panels = new_row(3, height=2.6)
    for axes, (degree, predictions) in zip(panels, curves.items(), strict=True):
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
    error = bias + variance + NOISE**2
    assert (np.diff(bias) < 1e-12).all(), "bias falls"
    assert bias[5] < 1e-3 < bias[4], "to zero by degree 6"
    parameters = np.arange(2, 22)
    assert np.allclose(variance, parameters * NOISE**2 / len(inputs())), "variance rises with the parameters"
    assert error.argmin() == 5, "the expected error is lowest in between, at degree 6"
    assert error[:6].tolist() == sorted(error[:6], reverse=True), "until there it falls"
    assert (np.diff(error[5:]) > 0).all(), "from there it rises"
    assert error[0] - error[5] > 4 * (error[-1] - error[5]), "slowly, after a steep fall"
    assert (error > NOISE**2).all(), "and stays above the noise"
    figure, axes = new_figure(height=3.4)
    axes.plot(degrees, error, "-", color=INK)
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
