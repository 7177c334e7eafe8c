"""Full-batch, single-example and mini-batch descent on least squares."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Indices = NDArray[np.intp]


# --8<-- [start:descend]
def descend(
    X: Array, y: Array, theta: Array, batches: Sequence[Indices], rates: Sequence[float]
) -> Array:
    """All iterates of θ ← θ − η · 1/|S| · Σ_{i∈S} ∇ℓ_i(θ), ℓ_i half a squared error.

    Only the index sets S differ between the methods: all N examples, one, or B.

    Args:
        X: examples, shape (N, d).
        y: targets, shape (N,).
        theta: start, shape (d,).
        batches: one index set per update.
        rates: one learning rate per update.

    Returns:
        The start and the parameters after each update, shape (points, d).
    """
    path = [theta]
    for batch, rate in zip(batches, rates, strict=True):
        residual = X[batch] @ path[-1] - y[batch]
        path.append(path[-1] - rate * X[batch].T @ residual / len(batch))
    return np.array(path)


# --8<-- [end:descend]


# --8<-- [start:epoch_batches]
def epoch_batches(N: int, batch_size: int, rng: np.random.Generator) -> list[Indices]:
    """One shuffled epoch: ⌈N/B⌉ disjoint index sets; the last may be smaller."""
    order = rng.permutation(N)
    return [order[start : start + batch_size] for start in range(0, N, batch_size)]


# --8<-- [end:epoch_batches]


def least_squares_problem(
    N: int, curvatures: Sequence[float], noise: float, rng: np.random.Generator
) -> tuple[Array, Array, Array]:
    """X (N, d) whose XᵀX/N has exactly these eigenvalues, y = X·1 + noise, minimizer.

    Args:
        N: examples.
        curvatures: the d eigenvalues of the Hessian.
        noise: standard deviation of the targets around X·1.
        rng: source of the examples and the noise.
    """
    directions, _ = np.linalg.qr(rng.standard_normal((N, len(curvatures))))
    X = directions * np.sqrt(N * np.asarray(curvatures))
    y = X @ np.ones(len(curvatures)) + noise * rng.standard_normal(N)
    return X, y, np.linalg.lstsq(X, y, rcond=None)[0]


def excess_loss(X: Array, path: Array, minimizer: Array) -> Array:
    """L(θ) − L* = ½ mean (x·(θ − θ*))² for each of the parameters in `path`."""
    return np.asarray(0.5 * np.mean((X @ (path - minimizer).T) ** 2, axis=0))


def mean_excess_losses(
    problem: tuple[Array, Array, Array],
    batch_size: int,
    rates: Sequence[float],
    reshuffle: bool,
    rng: np.random.Generator,
    repeats: int = 10,
) -> Array:
    """Excess loss after each pass over the data, relative to the start, mean of runs.

    All runs start at zero. B must divide N.

    Args:
        problem: X, y and the minimizer, of `least_squares_problem`.
        batch_size: B.
        rates: learning rate of each update.
        reshuffle: a new permutation per pass; otherwise drawn with replacement.
        rng: source of the mini-batches.
        repeats: number of independent runs.
    """
    X, y, minimizer = problem
    N, per_pass = len(y), len(y) // batch_size
    runs = np.zeros((repeats, len(minimizer)))
    losses = []
    for update, rate in enumerate(rates):
        if update % per_pass == 0:
            losses.append(excess_loss(X, runs, minimizer).mean())
            draws = rng.integers(N, size=(repeats, N))
            if reshuffle:
                draws = rng.permuted(np.tile(np.arange(N), (repeats, 1)), axis=1)
        start = update % per_pass * batch_size
        batch = draws[:, start : start + batch_size]
        residual = np.einsum("rbd,rd->rb", X[batch], runs) - y[batch]
        runs -= rate * np.einsum("rb,rbd->rd", residual, X[batch]) / batch_size
    losses.append(excess_loss(X, runs, minimizer).mean())
    return np.asarray(np.array(losses) / losses[0])


def convergence_factor(curvatures: Sequence[float], learning_rate: float) -> float:
    """ρ = max_i (1 − ηλ_i)²: excess loss of GD on a quadratic falls at least as ρ^k."""
    return float(np.max((1 - learning_rate * np.asarray(curvatures)) ** 2))


# --8<-- [start:expected_losses]
def expected_losses(
    rates: Sequence[float],
    curvatures: Sequence[float],
    noise_variance: float,
    start: float,
) -> Array:
    """Mean excess loss of SGD on a quadratic, before and after each update.

    Mean squares M obey M_{k+1} = (1 − η_k λ)² M_k + η_k² σ²: shrunk, plus new noise.

    Args:
        rates: learning rate η of each update.
        curvatures: λ_i, shape (d,).
        noise_variance: that of the noise in each coordinate, σ squared; 0 is GD.
        start: every θ_i at the beginning.
    """
    curvature = np.asarray(curvatures)
    second_moment = np.full(len(curvature), start**2)
    losses = [0.5 * curvature @ second_moment]
    for rate in rates:
        contraction = (1 - rate * curvature) ** 2
        second_moment = contraction * second_moment + rate**2 * noise_variance
        losses.append(0.5 * curvature @ second_moment)
    return np.array(losses)


# --8<-- [end:expected_losses]
