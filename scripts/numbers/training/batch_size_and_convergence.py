"""Numbers of `docs/training/batch-size-and-convergence.md`."""

import numpy as np

from snippets.training.batch_size_and_convergence import (
    Array,
    expected_square_norm,
    gaussian_stable_rate,
    gradient_descent_steps,
    largest_stable_rate,
    minibatch_covariance,
    noise_floor,
    scaled_rate,
    sgd_steps,
    steps_and_examples,
)

_SIZES = (1, 4, 16, 64, 256, 1024)
_SEEDS = range(20)


def finite_population() -> dict[int, float]:
    """Variance without over variance with replacement for N = 1000, by batch size."""
    gradients = np.random.default_rng(0).standard_normal((1000, 2))
    return {
        B: float(np.trace(minibatch_covariance(gradients, B, False)) / np.trace(minibatch_covariance(gradients, B)))
        for B in (100, 500)
    }


def spread() -> float:
    """Standard deviation of a mini-batch gradient at B = 64, over that at B = 4."""
    gradients = np.random.default_rng(0).standard_normal((1000, 2))
    large, small = (np.trace(minibatch_covariance(gradients, B)) for B in (64, 4))
    return float(np.sqrt(large / small))


def floor() -> dict[str, float]:
    """Noise floor with λ = σ² = 1, η = 0.1, B = 1, and its factors for a doubled batch and a halved rate."""
    one = noise_floor(1.0, 0.1, 1.0, 1)
    return {
        "one": one,
        "doubled_batch": noise_floor(1.0, 0.1, 1.0, 2) / one,
        "halved_rate": noise_floor(1.0, 0.05, 1.0, 1) / one,
    }


def hyperbola() -> dict[str, dict[int, float]]:
    """Steps and examples for S_min = 1000 and E_min = 10⁶, by batch size, as they are and over their minima."""
    points = {B: steps_and_examples(B, 1000, 1e6) for B in (100, 1000, 10_000)}
    return {
        "steps": {B: steps for B, (steps, _) in points.items()},
        "millions": {B: examples / 1e6 for B, (_, examples) in points.items()},
        "over_least": {B: steps / 1000 for B, (steps, _) in points.items()},
    }


def step_length() -> dict[int, float]:
    """Root-mean-square length of g_B for a gradient of length 1 and tr Σ = 100, by batch size."""
    return {B: expected_square_norm(np.array([1.0]), np.array([[100.0]]), B) ** 0.5 for B in (1, 100, 10_000)}


def linear_rule_gap() -> dict[float, Array]:
    """Relative difference between eight small steps and a large one, by learning rate, on 20 problems."""
    gaps: dict[float, list[float]] = {0.001: [], 0.01: [], 0.1: []}
    for seed in _SEEDS:
        rng = np.random.default_rng(seed)
        X, start = rng.standard_normal((256, 20)), rng.standard_normal(20)
        y = X @ rng.standard_normal(20)
        for rate, found in gaps.items():
            small, large = sgd_steps(start, X, y, 32, rate), sgd_steps(start, X, y, 256, scaled_rate(rate, 32, 256))
            found.append(float(np.linalg.norm(small - large) / np.linalg.norm(large - start)))
    return {rate: np.array(found) for rate, found in gaps.items()}


def rule() -> dict[str, float]:
    """A rate of 0.1 at B = 32, moved to B = 512 by either rule."""
    return {"root": scaled_rate(0.1, 32, 512, 0.5), "linear": scaled_rate(0.1, 32, 512)}


def stable_rate() -> dict[str, dict[int, float] | float]:
    """Largest stable rates for the 4096 examples of the figure, exact, and for infinitely many."""
    X = np.random.default_rng(7).standard_normal((4096, 20))
    return {
        "exact": {B: largest_stable_rate(X, B) for B in _SIZES},
        "gaussian": {B: gaussian_stable_rate(20, B) for B in _SIZES},
        "full": float(2 / np.linalg.eigvalsh(X.T @ X / len(X))[-1]),
    }


def steps_to_target() -> dict[float, Array]:
    """Full-batch steps that cut a least-squares loss by 10,000, by learning rate, on 20 data sets."""
    inputs = [np.random.default_rng(seed).standard_normal((4096, 20)) for seed in _SEEDS]
    return {rate: np.array([gradient_descent_steps(X, rate, 1e-4) for X in inputs]) for rate in (0.01, 0.1, 1.0)}


def one_pass_error() -> Array:
    """Error after one pass over 1024 examples with η = 1 and B = 256, over that at the start, on 20 problems."""
    left = []
    for seed in _SEEDS:
        rng = np.random.default_rng(seed)
        X, truth = rng.standard_normal((1024, 20)), rng.standard_normal(20)
        error = sgd_steps(np.zeros(20), X, X @ truth, 256, 1.0) - truth
        left.append(float(np.linalg.norm(error) / np.linalg.norm(truth)))
    return np.array(left)
