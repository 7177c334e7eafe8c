"""The formulas of the page on ReLU."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import Outcomes, depends
from snippets.foundations.relu import activation, mean_squared_slope, unit_gradient


@executed("foundations.relu.mean_squared_slope")
def test_mean_squared_slope(rng: Generator) -> Cases:
    """Gauss–Hermite points and weights stand for the normal distribution; none of them is near ReLU's kink."""
    points, weights = np.polynomial.hermite_e.hermegauss(60)
    for name, std in (("tanh", rng.uniform(0.2, 1.0)), ("sigmoid", 2.0), ("gelu", 1.0), ("relu", 3.0)):
        yield {
            r"\varphi": lambda z, name=name: float(activation(name, np.array(z))[0]),
            "z": Outcomes(list(std * points), list(weights)),
            "s": std,
            "result": (mean_squared_slope(name, std), None),
        }


@executed("foundations.relu.unit_gradient")
def test_unit_gradient(rng: Generator) -> Cases:
    X, w, target = rng.standard_normal((6, 3)), rng.standard_normal(3), rng.standard_normal(6)
    for bias in (0.1, 100.0, -100.0):  # some examples active, all, none
        z = X @ w + bias
        error = np.maximum(z, 0) - target
        yield {
            r"\mathcal L": depends(lambda w, b=bias: 0.5 * np.sum((np.maximum(X @ w + b, 0) - target) ** 2), "w"),
            "w": w,
            "x": X,
            "e": error,
            "z": z,
            "N": 6,
            "result": unit_gradient(X, w, bias, error),
        }
