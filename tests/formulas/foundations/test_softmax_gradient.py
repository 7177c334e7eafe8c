"""The formulas of the page on the gradient of softmax."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import Indexed, depends, each
from snippets.foundations.activation_functions import softmax
from snippets.foundations.softmax_gradient import log_sum_exp, softmax_backward, softmax_cross_entropy


@executed("foundations.softmax_gradient.softmax_cross_entropy")
def test_softmax_cross_entropy(rng: Generator) -> Cases:
    z, y = rng.standard_normal(3), rng.dirichlet(np.ones(3))
    _, gradient = softmax_cross_entropy(z[None], y[None])
    for j in range(3):
        yield {
            r"\mathcal L": depends(lambda z: softmax_cross_entropy(z[None], y[None])[0], "z"),
            "p": depends(softmax, "z"),
            "z": z,
            "y": y,
            r"\delta": Indexed(lambda i, j: float(i == j)),
            "j": j + 1,
            "k": each(range(1, 4)),
            "result": gradient[0, j],
        }


@executed("foundations.softmax_gradient.softmax_backward")
def test_softmax_backward(rng: Generator) -> Cases:
    z, g = rng.standard_normal((2, 4))
    yield {
        r"\mathcal L": depends(lambda z: g @ softmax(z), "z"),
        "z": z,
        "g": g,
        "p": softmax(z),
        "result": softmax_backward(g, softmax(z)),
    }


@executed("foundations.softmax_gradient.log_sum_exp")
def test_log_sum_exp(rng: Generator) -> Cases:
    for shift in (0.0, -20.0):
        z = rng.standard_normal(5) + shift
        yield {"z": z, "m": z.max(), "j": each(range(1, 6)), "result": float(log_sum_exp(z))}


@executed("foundations.softmax_gradient.softmax_cross_entropy", nth=2)
def test_temperature(rng: Generator) -> Cases:
    z, y = rng.standard_normal(3), rng.dirichlet(np.ones(3))
    for T in (0.5, 1.0, 4.0):
        _, gradient = softmax_cross_entropy(z[None] / T, y[None])
        yield {
            r"\mathcal L": depends(lambda z, T=T: softmax_cross_entropy(z[None] / T, y[None])[0], "z"),
            "z": z,
            "y": y,
            "p": softmax(z / T),
            "T": T,
            "last": gradient[0] / T,
        }
