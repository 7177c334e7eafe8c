"""Numbers of `docs/training/batch-size.md`."""

from functools import cache

import numpy as np

from snippets.training.batch_size import (
    Array,
    gradient_variance,
    logistic_loss,
    logistic_problem,
    smallest_logistic_loss,
    updates_to_target,
)
from snippets.training.epochs_batches_iterations import iterations_per_epoch

_SEEDS = range(16)
_N, _EXCESS, _SMALL_RATE = 4096, 0.01, 0.3
_BEST_RATES = {16: 1.0, 64: 2**1.5, 256: 8.0, 1024: 2**3.5, 4096: 2**3.5}


@cache
def _problem(seed: int) -> tuple[Array, Array, float]:
    X, y = logistic_problem(_N, 20, np.random.default_rng(seed))
    return X, y, smallest_logistic_loss(X, y)


@cache
def _updates(batch_size: int, learning_rate: float) -> Array:
    """Updates to the target, shape (R,): each seed draws data, true weights and order of the examples."""
    counts = []
    for seed in _SEEDS:
        X, y, minimum = _problem(seed)
        rng = np.random.default_rng(1000 + seed)
        counts.append(updates_to_target(X, y, batch_size, learning_rate, minimum + _EXCESS, rng))
    return np.array(counts, dtype=np.float64)


def _epochs(batch_size: int, learning_rate: float) -> Array:
    return _updates(batch_size, learning_rate) * batch_size / _N


def finite_population() -> float:
    """Variance without over variance with replacement for N = 512, B = 128."""
    gradients = np.random.default_rng(0).standard_normal((512, 1))
    return gradient_variance(gradients, 128) / gradient_variance(gradients, 128, replace=True)


def standard_error() -> dict[int, float]:
    """Standard error of the gradient with replacement, over that of one example, by batch size."""
    gradients = np.random.default_rng(0).standard_normal((512, 1))
    one = gradient_variance(gradients, 1, replace=True)
    return {B: (gradient_variance(gradients, B, replace=True) / one) ** 0.5 for B in (64, 100, 10_000)}


def four() -> dict[int, float]:
    """Mean square error of the mean of one, two and all four of the gradients 2, 4, 6 and 8."""
    gradients = np.array([[2.0], [4.0], [6.0], [8.0]])
    return {B: gradient_variance(gradients, B) for B in (1, 2, 4)}


def carried() -> dict[str, float]:
    """50,000 images, 20 minutes, 3600 images a second at B = 128 and 4000 at 512: an epoch, and the whole budget."""
    images, budget = 50_000, 20 * 60
    updates, updates_large = iterations_per_epoch(images, 128), iterations_per_epoch(images, 512)
    epochs, epochs_large = budget * 3600 // images, budget * 4000 // images
    return {
        "seconds": images / 3600,
        "updates": updates,
        "epochs": epochs,
        "total": epochs * updates,
        "total_large": epochs_large * updates_large,
    }


def loss() -> dict[str, Array | float]:
    """Loss of the logistic regression at its start and at its minimum, in nats."""
    X, y, _ = _problem(0)
    minima = np.array([_problem(seed)[2] for seed in _SEEDS])
    return {"start": logistic_loss(X, y, np.zeros(20)), "minimum": minima}


def best_rate() -> dict[str, float]:
    """The power of √2 that needs the fewest updates in the mean over the seeds; the largest over the smallest."""
    span = max(_BEST_RATES.values()) / min(_BEST_RATES.values())
    return {"span": span} | {str(B): rate for B, rate in _BEST_RATES.items()}


def updates() -> dict[str, dict[int, Array]]:
    """Updates to the target, at the small rate and at the best rate of each batch size."""
    return {
        "small": {B: _updates(B, _SMALL_RATE) for B in _BEST_RATES},
        "best": {B: _updates(B, rate) for B, rate in _BEST_RATES.items()},
    }


def epochs() -> dict[str, dict[int, Array]]:
    """Epochs to the target, at the small rate and at the best rate of each batch size."""
    return {
        "small": {B: _epochs(B, _SMALL_RATE) for B in _BEST_RATES},
        "best": {B: _epochs(B, rate) for B, rate in _BEST_RATES.items()},
    }


def ratio() -> dict[str, Array]:
    """Full batch against B = 16, and neighbors in the table, on the same data."""
    best = {B: _updates(B, rate) for B, rate in _BEST_RATES.items()}
    return {
        "small_examples": _epochs(4096, _SMALL_RATE) / _epochs(16, _SMALL_RATE),
        "best_updates": best[16] / best[4096],
        "best_epochs": 256 * best[4096] / best[16],
        "from_16_to_64": best[16] / best[64],
        "from_1024_to_4096": best[1024] / best[4096],
    }


def updates_per_epoch() -> dict[int, int]:
    """Updates of an epoch over 1000 examples, by batch size."""
    return {B: iterations_per_epoch(1000, B) for B in (32, 256)}
