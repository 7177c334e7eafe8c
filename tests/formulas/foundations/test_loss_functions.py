"""The formulas of the page on loss functions."""

from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import depends
from snippets.foundations.loss_functions import (
    absolute_error,
    gaussian_nll,
    huber_loss,
    regression_gradients,
    squared_error,
)


@executed("foundations.loss_functions.gaussian_nll")
def test_gaussian_nll(rng: Generator) -> Cases:
    for sigma in (0.1, 1.0, rng.uniform(1.0, 5.0)):
        mean = rng.standard_normal()
        y = mean + sigma * rng.standard_normal()
        yield {
            r"\mathcal N": lambda y, mean, variance: NormalDist(mean, sqrt(variance)).pdf(y),
            "y": y,
            r"\hat y": mean,
            r"\sigma": sigma,
            "result": gaussian_nll(np.array(mean), np.array(y), sigma),
        }


@executed("foundations.loss_functions.huber_loss")
def test_huber_loss(rng: Generator) -> Cases:
    for delta in (1.0, rng.uniform(0.1, 2.0)):
        for r in (0.0, 0.5 * delta, -0.5 * delta, delta, 3 * delta, -3 * delta, rng.standard_normal()):
            yield {
                r"\ell_\delta": lambda r, delta=delta: huber_loss(np.array(r), np.array(0.0), delta),
                r"\delta": delta,
                "r": r,
            }


@executed("foundations.loss_functions.squared_error")
def test_squared_error(rng: Generator) -> Cases:
    for size in (1, 5):
        prediction, target = rng.standard_normal((2, size))
        yield {
            r"\mathrm{MSE}": squared_error(prediction, target).mean(),
            r"\mathrm{RMSE}": np.linalg.norm(prediction - target) / sqrt(size),
            "y": target,
            r"\hat y": prediction,
            "N": size,
        }


@executed("foundations.loss_functions.absolute_error")
def test_absolute_error(rng: Generator) -> Cases:
    for size in (1, 5):
        prediction, target = rng.standard_normal((2, size))
        yield {
            r"\mathrm{MAE}": absolute_error(prediction, target).mean(),
            "y": target,
            r"\hat y": prediction,
            "N": size,
        }


@executed("foundations.loss_functions.regression_gradients")
def test_regression_gradients(rng: Generator) -> Cases:
    """Away from the kinks, and for the absolute error at 0, where the mean of both slopes is sign(0)."""
    for residual, delta in ((rng.uniform(0.1, 0.6), 0.7), (rng.uniform(0.8, 3), 0.7), (-2.0, 0.7), (0.0, 1.5)):
        y = rng.standard_normal()
        prediction = y + residual
        gradients = regression_gradients(np.array(prediction), np.array(prediction - residual), delta)
        yield {
            "r": depends(lambda prediction, y=prediction - residual: prediction - y, r"\hat y"),
            r"\hat y": prediction,
            r"\ell_\delta": depends(lambda r, delta=delta: float(huber_loss(np.array(r), np.array(0.0), delta)), "r"),
            r"\delta": delta,
            "result": tuple(map(float, gradients)),
        }
