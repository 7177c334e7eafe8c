"""The formulas of the page on bias and variance."""

from itertools import product

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import Outcomes
from snippets.regularization.bias_and_variance import (
    basis,
    bias_variance,
    ensemble_variance,
    exact_bias_variance,
    hat_matrix,
    inputs,
)


@executed("regularization.bias_and_variance.bias_variance")
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


@executed("regularization.bias_and_variance.exact_bias_variance")
def test_exact_variance(rng: Generator) -> Cases:
    for degree in (0, 3, int(rng.integers(4, 20))):
        X, noise = basis(inputs(), degree), rng.uniform(0.1, 1.0)
        yield {
            "H": hat_matrix(X),
            r"\sigma": noise,
            "n": len(X),
            "p": degree + 1,
            "result": exact_bias_variance(X, rng.standard_normal(len(X)), noise)[1],
        }


@executed("regularization.bias_and_variance.ensemble_variance")
def test_ensemble_variance(rng: Generator) -> Cases:
    """Mean of M values that share a part: each is √ρ s + √(1 − ρ) e, for all outcomes ±1 of shared and own parts."""
    for M, rho in ((1, 0.3), (2, 0.0), (3, 0.5)):
        v = rng.uniform(0.5, 2.0)
        signs = np.array(list(product((-1, 1), repeat=M + 1)))
        members = np.sqrt(v) * (np.sqrt(rho) * signs[:, :1] + np.sqrt(1 - rho) * signs[:, 1:])
        yield {
            r"\bar f": Outcomes(list(members.mean(axis=1))),
            "v": v,
            r"\rho": rho,
            "M": M,
            "result": ensemble_variance(v, rho, M),
        }
