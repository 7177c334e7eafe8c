"""The formulas of the page on overfitting."""

from itertools import product

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import Outcomes
from snippets.regularization.overfitting import bias_variance, sgd_with_decay, shrink_l1, shrink_l2


@executed("regularization.overfitting.bias_variance")
def test_bias_variance(rng: Generator) -> Cases:
    """At one point: each trained model with each sign of the noise, which is σ or −σ."""
    predictions, truth, sigma = rng.standard_normal(4), rng.standard_normal(), rng.uniform(0.2, 1.0)
    squared_bias, variance = bias_variance(predictions[:, None], np.array([truth]))
    drawn = list(product(predictions, (-sigma, sigma)))
    yield {
        "y": Outcomes([truth + noise for _, noise in drawn]),
        r"\hat f": Outcomes([lambda x, value=value: value for value, _ in drawn]),
        "f": lambda x: truth,
        "x": 0.0,
        r"\sigma": sigma,
        r"\text{squared bias}": squared_bias,
        r"\text{variance}": variance,
    }


@executed("regularization.overfitting.shrink_l2")
def test_shrink_l2(rng: Generator) -> Cases:
    for penalty in (0.0, 0.1, 3.0):
        weights = rng.standard_normal(3)
        yield {"w": shrink_l2(weights, penalty), "a": weights, r"\lambda": penalty}


@executed("regularization.overfitting.shrink_l1")
def test_shrink_l1(rng: Generator) -> Cases:
    for penalty in (0.0, 0.1, 3.0):
        weights = np.array([2.0, 0.05, 0.1, -2.0, -0.05, rng.standard_normal()])
        for weight, shrunk in zip(weights, shrink_l1(weights, penalty), strict=True):
            yield {"w": shrunk, "a": weight, r"\lambda": penalty}


@executed("regularization.overfitting.sgd_with_decay")
def test_sgd_with_decay(rng: Generator) -> Cases:
    theta, g = rng.standard_normal((2, 3))
    for eta, decay in ((0.1, 0.5), (2.0, 0.01)):
        result = sgd_with_decay(theta, g, eta, decay)
        yield {r"\theta": theta, "g": g, r"\eta": eta, r"\lambda": decay, "result": result}
