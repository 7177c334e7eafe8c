"""Numbers of `docs/generative-models/gan-training.md`."""

import numpy as np

from snippets.generative_models import gan_training
from snippets.generative_models.gan_training import Array, frechet_of_samples, precision_and_recall

RUNS, RATE, STEPS = 8, 0.1, 100
CENTER, DEVIATION = 1.0, 0.2
TOTAL = float(np.hypot(CENTER, DEVIATION))
"""Of data in two narrow bumps at −1 and 1."""
ONE_BUMP = CENTER**2 + (TOTAL - DEVIATION) ** 2
"""Squared Fréchet distance between all data and one bump of it."""
NOISE = float(np.sqrt((TOTAL + np.sqrt(ONE_BUMP)) ** 2 - TOTAL**2))
"""Deviation of noise that, added to all data, is as far from them."""


def distance() -> dict[str, float]:
    """How far from rest three games end that began at distance 1."""
    courses = {
        "together": gan_training.play((1.0, 0.0), RATE, STEPS),
        "penalized": gan_training.play((1.0, 0.0), RATE, STEPS, in_turn=True, penalty=1.0),
    }
    return {name: float(np.linalg.norm(course[-1])) for name, course in courses.items()}


def farthest() -> float:
    """The farthest from rest that a game in turn ever is, in 100 times as many steps."""
    return float(np.linalg.norm(gan_training.play((1.0, 0.0), RATE, 100 * STEPS, in_turn=True), axis=1).max())


def same(first: int = 0) -> dict[int, Array]:
    """Squared Fréchet distance of N samples from N others of the same normal with 32 dimensions."""
    rng = np.random.default_rng([first, 0])
    found = {}
    for N in (200, 2000, 20000):
        found[N] = np.array([frechet_of_samples(*rng.standard_normal((2, N, 32))) for _ in range(RUNS)])
    return found


def noise() -> float:
    """Deviation of the noise in `faults`."""
    return NOISE


def faults(first: int = 0) -> dict[str, dict[str, Array]]:
    """Two opposite faults that have the same distance: one bump alone, and all data with noise."""
    rng = np.random.default_rng([first, 1])
    found: dict[str, list[tuple[float, float, float]]] = {"one": [], "noisy": []}
    for _ in range(RUNS):
        real, more = ((2 * rng.integers(0, 2, (2, 500, 1)) - 1) * CENTER) + DEVIATION * rng.standard_normal((2, 500, 1))
        one = CENTER + DEVIATION * rng.standard_normal((500, 1))
        for name, made in (("one", one), ("noisy", more + NOISE * rng.standard_normal((500, 1)))):
            found[name].append((frechet_of_samples(real, made), *precision_and_recall(real, made)))
    return {
        name: dict(zip(("distance", "precision", "recall"), np.array(values).T, strict=True))
        for name, values in found.items()
    }
