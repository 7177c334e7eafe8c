"""The formulas of the page on overfitting."""

from itertools import product

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import Outcomes
from snippets.regularization.overfitting import bias_variance


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
