"""Bias and variance: measured over training sets, and exactly for least squares."""

import numpy as np
from numpy.polynomial import legendre
from numpy.typing import NDArray

Array = NDArray[np.float64]
NOISE = 0.3


# --8<-- [start:bias_variance]
def bias_variance(predictions: Array, truth: Array) -> tuple[float, float]:
    """Squared bias and variance, averaged over points.

    predictions: (runs, points), each run trained on its own draw; truth: (points,).
    """
    bias = predictions.mean(axis=0) - truth
    return float(np.mean(bias**2)), float(predictions.var(axis=0).mean())


# --8<-- [end:bias_variance]


# --8<-- [start:hat_matrix]
def hat_matrix(X: Array) -> Array:
    """H with ŷ = H y, the predictions of least squares at its n training inputs.

    X has shape (n, p) and rank p; H projects onto its columns.
    """
    return np.asarray(X @ np.linalg.pinv(X))


def exact_bias_variance(X: Array, truth: Array, noise: float) -> tuple[float, float]:
    """Squared bias and variance of least squares at the training inputs.

    The variance is p σ²/n, for targets with noise of variance σ squared.
    """
    bias = hat_matrix(X) @ truth - truth
    count, parameters = X.shape
    return float(np.mean(bias**2)), parameters * noise**2 / count


# --8<-- [end:hat_matrix]


# --8<-- [start:ensemble_variance]
def ensemble_variance(variance: float, correlation: float, models: int) -> float:
    """Variance of the mean of M models: v (ρ + (1 − ρ)/M), ρ their correlation."""
    return variance * (correlation + (1 - correlation) / models)


# --8<-- [end:ensemble_variance]


def inputs(count: int = 25) -> Array:
    """Evenly spaced inputs, shape (count,), from −1 to 1."""
    return np.linspace(-1, 1, count)


def truth(x: Array) -> Array:
    """The function to be learned: sin(4x + 1)."""
    return np.asarray(np.sin(4 * x + 1))


def basis(x: Array, degree: int) -> Array:
    """Polynomials up to `degree` at x, shape (n, degree + 1)."""
    return np.asarray(legendre.legvander(x, degree))


def fits(degree: int, runs: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Predictions of `runs` fits at the inputs, and new targets, both (runs, 25)."""
    x = inputs()
    targets = truth(x) + NOISE * rng.standard_normal((2, runs, len(x)))
    return targets[0] @ hat_matrix(basis(x, degree)).T, targets[1]
