"""Numbers of `docs/foundations/automatic-differentiation.md`."""

import math

import numpy as np
from numpy.typing import NDArray

from snippets.foundations.automatic_differentiation import best_step, central_difference

Runs = NDArray[np.float64]


def _function(x: float) -> float:
    return math.exp(x) * math.sin(x)


def digits(first: int = 0) -> dict[int, Runs]:
    """Correct digits of the central difference of eˣ sin x, by k of h = 10⁻ᵏ; 8 draws of 50 points in [0, 2]."""
    found: dict[int, Runs] = {}
    for k in range(1, 14):
        draws = []
        for seed in range(first, first + 8):
            points = [float(x) for x in np.random.default_rng(seed).uniform(0, 2, 50)]
            errors = [
                abs(central_difference(_function, x, 10.0**-k) / (math.exp(x) * (math.sin(x) + math.cos(x))) - 1)
                for x in points
                if abs(math.sin(x) + math.cos(x)) > 0.5
            ]
            draws.append(-math.log10(float(np.median(errors))))
        found[k] = np.array(draws)
    return found


def step_in_float32() -> float:
    """Best step of the central difference where f and its third derivative are of the same size."""
    return best_step(1.0, 1.0, 2.0**-24)
