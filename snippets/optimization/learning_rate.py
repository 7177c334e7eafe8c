"""Learning rates: stability, the range test, warmup, and schedules over updates."""

from collections.abc import Sequence
from math import cos, log, pi, sqrt

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


# --8<-- [start:quadratic_path]
def quadratic_path(
    start: Array, curvatures: Array, learning_rate: float, steps: int
) -> Array:
    """Gradient descent on a quadratic: θ_{t,i} = (1 − ηλ_i)^t θ_{0,i}.

    Convergence from anywhere needs a factor below 1 for every i: 0 < η < 2/λ_max.

    Args:
        start: θ_0, shape (d,).
        curvatures: λ_i, the eigenvalues of the Hessian, shape (d,).
        learning_rate: η.
        steps: number of updates.

    Returns:
        θ_0 to θ_steps, shape (points, d).
    """
    factors = 1 - learning_rate * curvatures
    return np.asarray(start * factors ** np.arange(steps + 1)[:, None])


# --8<-- [end:quadratic_path]


def steps_to_factor(learning_rate: float, curvature: float, factor: float) -> float:
    """Updates until the error is `factor` f times less: t = ln f/(−ln|1 − ηλ|)."""
    return log(factor) / -log(abs(1 - learning_rate * curvature))


# --8<-- [start:range_test]
def range_test(
    X: Array, y: Array, batch_size: int, rates: Array, rng: np.random.Generator
) -> Array:
    """Mini-batch losses of one run whose learning rate rises at every update.

    Least squares from zero; each loss is measured before its update.

    Args:
        X: examples, shape (N, d).
        y: targets, shape (N,).
        batch_size: B, as in the training that the test is for.
        rates: rising learning rates, for example `np.geomspace(1e-4, 10, 200)`.
        rng: draws the mini-batches.
    """
    theta, losses = np.zeros(X.shape[1]), []
    for rate in rates:
        batch = rng.choice(len(y), batch_size, replace=False)
        residual = X[batch] @ theta - y[batch]
        losses.append(0.5 * np.mean(residual**2))
        theta -= rate * X[batch].T @ residual / batch_size
    return np.array(losses)


# --8<-- [end:range_test]


# --8<-- [start:two_factor_run]
def two_factor_run(
    u: float, v: float, rates: Sequence[float], noise: float, rng: np.random.Generator
) -> float:
    """Curvature u² + v² where SGD on ½(uv − 1)² ends; infinity if it diverges.

    u² + v² is the curvature of a minimum, so it is stable only for η < 2/(u² + v²).

    Args:
        u: first weight of a linear network with one unit per layer.
        v: second weight.
        rates: learning rate of each update.
        noise: standard deviation of the target around 1.
        rng: source of that noise.
    """
    for rate, target in zip(rates, rng.normal(1, noise, len(rates)), strict=True):
        error = u * v - target
        u, v = u - rate * error * v, v - rate * error * u
        if u * u + v * v > 1e6:
            return np.inf
    return u * u + v * v


# --8<-- [end:two_factor_run]


def exponential(step: int, initial_rate: float, factor: float) -> float:
    """η₀ γ^t."""
    return initial_rate * factor**step


def inverse_time(step: int, initial_rate: float, half_time: float) -> float:
    """η₀ / (1 + t/τ): half of η₀ at t = τ, then like 1/t."""
    return initial_rate / (1 + step / half_time)


def inverse_square_root(step: int, peak_rate: float, warmup: int) -> float:
    """Linear warmup, then like 1/√t: peak·min(t/w, √(w/t)), t ≥ 1 (Vaswani et al.)."""
    return peak_rate * min(step / warmup, sqrt(warmup / step))


# --8<-- [start:cosine]
def cosine(
    step: float, total: float, initial_rate: float, final_rate: float = 0
) -> float:
    """η_min + ½ (η_0 − η_min) (1 + cos(π t/T)): η_0 at step 0, η_min at step T."""
    return final_rate + (initial_rate - final_rate) * (1 + cos(pi * step / total)) / 2


# --8<-- [end:cosine]


# --8<-- [start:warmup_cosine]
def warmup_cosine(step: int, warmup: int, total: int, peak_rate: float) -> float:
    """Rises linearly from peak/warmup to the peak, then falls along a half cosine."""
    if step < warmup:
        return peak_rate * (step + 1) / warmup
    return cosine(step - warmup, total - warmup, peak_rate)


# --8<-- [end:warmup_cosine]


def warmup_stable_decay(
    step: int, warmup: int, decay: int, total: int, peak_rate: float
) -> float:
    """Linear warmup, constant, then linear to 0 over the last `decay` steps."""
    return peak_rate * min(1, (step + 1) / warmup, (total - step) / decay)


def one_cycle(step: int, total: int, peak_rate: float, rise: float = 0.3) -> float:
    """Half cosine up from peak/25, then down to peak/250,000: PyTorch's two phases."""
    top, last = rise * total - 1, total - 1
    if step <= top:
        return cosine(step, top, peak_rate / 25, peak_rate)
    return cosine(step - top, last - top, peak_rate, peak_rate / 25e4)


# --8<-- [start:reduce_on_plateau]
def reduce_on_plateau(
    losses: Sequence[float], initial_rate: float, factor: float, patience: int
) -> list[float]:
    """Rate after each check: times `factor` once patience + 1 checks bring no new best.

    A check counts as better if it is below the best by more than one part in 10⁴.
    """
    rate, best, waited, rates = initial_rate, float("inf"), 0, []
    for loss in losses:
        if loss < best * (1 - 1e-4):
            best, waited = loss, 0
        else:
            waited += 1
        if waited > patience:
            rate, waited = rate * factor, 0
        rates.append(rate)
    return rates


# --8<-- [end:reduce_on_plateau]
