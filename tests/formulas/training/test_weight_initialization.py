"""The formulas of the page on weight initialization."""

from itertools import product

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import Outcomes, sigmoid
from snippets.training.weight_initialization import (
    base_rate_bias,
    pre_activation_variance,
    uniform_bound,
    weight_variance,
)


@executed("training.weight_initialization.pre_activation_variance")
def test_pre_activation_variance(rng: Generator) -> Cases:
    """Two or three inputs that are not centered, weights of mean zero: every combination of their values."""
    for n in (2, 3):
        inputs = rng.standard_normal(2) + 1
        weights = rng.uniform(0.5, 2.0) * np.array([-2.0, 1.0, 1.0])
        drawn = list(product(*[weights] * n, *[inputs] * n))
        yield {
            "z": Outcomes([np.dot(values[:n], values[n:]) for values in drawn]),
            "w": Outcomes([values[0] for values in drawn]),
            "x": Outcomes([values[n] for values in drawn]),
            "n": n,
            "result": pre_activation_variance(n, float(weights.var()), float(np.mean(inputs**2))),
        }


@executed("training.weight_initialization.base_rate_bias")
def test_base_rate_bias(rng: Generator) -> Cases:
    for rate in (0.01, 0.5, rng.uniform(0.5, 1.0)):
        yield {"b": base_rate_bias(rate), r"\pi": rate, r"\sigma": sigmoid}


@executed("training.weight_initialization.weight_variance")
def test_weight_variance(rng: Generator) -> Cases:
    n_in, n_out = map(int, rng.integers(2, 1000, 2))
    for slope in (0.0, 0.3):
        yield {
            r"\operatorname{Var}_{\text{Xavier}}": weight_variance("xavier", n_in, n_out),
            r"\operatorname{Var}_{\text{He}}": weight_variance("he", n_in, n_out, slope),
            r"\operatorname{Var}_{\text{LeCun}}": weight_variance("lecun", n_in, n_out),
            "n_{in}": n_in,
            "n_{out}": n_out,
            r"\alpha": slope,
        }


@executed("training.weight_initialization.uniform_bound")
def test_uniform_bound(rng: Generator) -> Cases:
    """Gauss points and weights stand for the uniform distribution on [-a, a]: their variance is exact."""
    points, weights = np.polynomial.legendre.leggauss(3)
    n_in, n_out = map(int, rng.integers(2, 1000, 2))
    bound = rng.uniform(0.1, 2.0)
    yield {
        "a": bound,
        "w": Outcomes(list(bound * points), list(weights)),
        "n_{in}": n_in,
        "n_{out}": n_out,
        r"a_{\text{Xavier}}": uniform_bound(weight_variance("xavier", n_in, n_out)),
        r"a_{\text{He}}": uniform_bound(weight_variance("he", n_in, n_out)),
        "result": (uniform_bound(bound**2 / 3), None, None),
    }
