"""The formulas of the page on calibration and uncertainty."""

import math

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import Indexed, each
from snippets.foundations.activation_functions import softmax
from snippets.practice.calibration_and_uncertainty import (
    conformal_threshold,
    ensemble_uncertainty,
    fit_temperature,
    simulated,
)


@executed("practice.calibration_and_uncertainty.fit_temperature")
def test_fit_temperature(rng: Generator) -> Cases:
    z, y = simulated(30, 2.0, rng)
    T = fit_temperature(z, y)
    classes = each(range(1, 6))
    yield {"T": T, "z": z, "p": softmax(z / T), "y": y + 1, "n": each(range(1, 31)), "k": classes, "j": classes}


def divergence(p: NDArray[np.float64], q: NDArray[np.float64]) -> float:
    """KL(p‖q) in nats."""
    return float(np.sum(p * np.log(p / q)))


@executed("practice.calibration_and_uncertainty.ensemble_uncertainty")
def test_ensemble_uncertainty(rng: Generator) -> Cases:
    p = rng.dirichlet(np.ones(3), size=4)
    total, aleatoric, epistemic = (float(part[0]) for part in ensemble_uncertainty(p[:, None]))
    assert math.isclose(total, aleatoric + epistemic)
    yield {
        "H": lambda p: float(-np.sum(p * np.log(p))),
        r"\operatorname{KL}": divergence,
        r"\bar p": p.mean(axis=0),
        "p": p,
        "m": each(range(1, 5)),
        "M": 4,
        "result": total,
    }


@executed("practice.calibration_and_uncertainty.conformal_threshold")
def test_conformal_threshold(rng: Generator) -> Cases:
    for n, alpha in ((9, 0.1), (20, 0.25), (50, 0.07)):
        scores = rng.random(n)
        ordered = sorted(scores)
        rank = next(r for r in range(1, n + 1) if r >= (n + 1) * (1 - alpha))
        yield {
            "q": conformal_threshold(scores, alpha),
            "s": Indexed(lambda r, ordered=ordered: ordered[int(r) - 1]),
            "r": rank,
            "n": n,
            r"\alpha": alpha,
        }
