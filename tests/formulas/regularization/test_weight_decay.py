"""The formulas of the page on weight decay."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import each
from snippets.regularization.weight_decay import (
    adam_l2_step,
    decay_left,
    equilibrium_norm,
    proximal_step,
    sgd_with_decay,
    shrink_l1,
    shrink_l2,
)


@executed("regularization.weight_decay.shrink_l2")
def test_shrink_l2(rng: Generator) -> Cases:
    for penalty in (0.0, 0.1, 3.0):
        weights = rng.standard_normal(3)
        yield {"w": shrink_l2(weights, penalty), "a": weights, r"\lambda": penalty}


@executed("regularization.weight_decay.shrink_l1")
def test_shrink_l1(rng: Generator) -> Cases:
    for penalty in (0.0, 0.1, 3.0):
        weights = np.array([2.0, 0.05, 0.1, -2.0, -0.05, rng.standard_normal()])
        for weight, shrunk in zip(weights, shrink_l1(weights, penalty), strict=True):
            yield {"w": shrunk, "a": weight, r"\lambda": penalty}


@executed("regularization.weight_decay.sgd_with_decay")
def test_sgd_with_decay(rng: Generator) -> Cases:
    theta, g = rng.standard_normal((2, 3))
    for eta, decay in ((0.1, 0.5), (2.0, 0.01)):
        result = sgd_with_decay(theta, g, eta, decay)
        yield {r"\theta": theta, "g": g, r"\eta": eta, r"\lambda": decay, "result": result}


@executed("regularization.weight_decay.proximal_step")
def test_proximal_step(rng: Generator) -> Cases:
    for w, g in ((1.0, 0.7), (0.05, 0.1), (-0.3, -0.9), tuple(rng.standard_normal(2))):
        stepped = proximal_step(np.array([w]), np.array([g]), 0.2, 0.5)
        yield {
            r"w\leftarrow": stepped[0],
            "u": w - 0.2 * g,
            r"\eta": 0.2,
            r"\lambda": 0.5,
            "w": w,
            "g": g,
        }


@executed("regularization.weight_decay.adam_l2_step")
def test_first_adam_step(rng: Generator) -> Cases:
    zero = np.zeros(1)
    for theta, decay in ((2.0, 0.01), (-0.1, 1.0), (float(rng.standard_normal()), 0.1)):
        stepped, _ = adam_l2_step(np.array([theta]), zero, (zero, zero, 0), 0.001, decay)
        yield {
            r"\theta_1": stepped[0],
            r"\theta_0": theta,
            r"\eta": 0.001,
            r"\lambda": decay,
            r"\epsilon": 1e-8,
        }


@executed("regularization.weight_decay.decay_left", approx=1e-3)
def test_decay_left(rng: Generator) -> Cases:
    rates = rng.uniform(1e-4, 1e-3, 50)
    yield {
        r"\eta": rates,
        r"\lambda": 0.1,
        "t": each(range(1, 51)),
        "result": decay_left(rates, 0.1),
    }


@executed("regularization.weight_decay.equilibrium_norm", approx=0.01)
def test_equilibrium_norm(rng: Generator) -> Cases:
    """The fixed point of ‖w‖² ← (1 − ηλ)²‖w‖² + η²G²/‖w‖², found by iterating."""
    for eta, decay, size in ((0.1, 0.05, 1.0), (0.01, 0.1, rng.uniform(1, 5))):
        square = 1.0
        for _ in range(20_000):
            square = (1 - eta * decay) ** 2 * square + eta**2 * size**2 / square
        yield {
            "w": np.array([square**0.5, 0.0]),
            r"\eta": eta,
            r"\lambda": decay,
            "G": size,
            "last": equilibrium_norm(eta, decay, size) ** 4,
        }
