"""L1 and L2 penalties, weight decay, and where the three part ways."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from snippets.optimization.adaptive_optimizers import Moments, adam_step

Array = NDArray[np.float64]


# --8<-- [start:shrink_l2]
def shrink_l2(weights: Array, penalty: float) -> Array:
    """w = a/(1 + λ) for each a in `weights`, the minimum under L2: a share is lost."""
    return weights / (1 + penalty)


# --8<-- [end:shrink_l2]


# --8<-- [start:shrink_l1]
def shrink_l1(weights: Array, penalty: float) -> Array:
    """w = sign(a) max(|a| − λ, 0) for each a: a fixed amount is lost, down to 0."""
    return np.sign(weights) * np.maximum(np.abs(weights) - penalty, 0)


# --8<-- [end:shrink_l1]


# --8<-- [start:l1_steps]
def subgradient_step(
    w: Array, gradient: Array, learning_rate: float, penalty: float
) -> Array:
    """w ← w − η(g + λ sign w): passes 0 and comes back, again and again."""
    return w - learning_rate * (gradient + penalty * np.sign(w))


def proximal_step(
    w: Array, gradient: Array, learning_rate: float, penalty: float
) -> Array:
    """w ← sign(u) max(|u| − ηλ, 0), u = w − η g: stops at 0 (g: loss gradient)."""
    return shrink_l1(w - learning_rate * gradient, learning_rate * penalty)


# --8<-- [end:l1_steps]


# --8<-- [start:sgd_with_decay]
def sgd_with_decay(
    theta: Array, gradient: Array, learning_rate: float, weight_decay: float
) -> Array:
    """(1 − ηλ)θ − ηg: for SGD the same as adding λ times θ to the gradient."""
    return (1 - learning_rate * weight_decay) * theta - learning_rate * gradient


# --8<-- [end:sgd_with_decay]


# --8<-- [start:adam_l2_step]
def adam_l2_step(
    theta: Array,
    gradient: Array,
    moments: Moments,
    learning_rate: float = 1e-3,
    penalty: float = 0.01,
) -> tuple[Array, Moments]:
    """Adam on the penalized loss: the penalty goes through both moments, as g does."""
    penalized = gradient + penalty * theta
    return adam_step(theta, penalized, moments, learning_rate)


# --8<-- [end:adam_l2_step]


# --8<-- [start:decay_left]
def decay_left(learning_rates: Array, weight_decay: float) -> float:
    """Share of a weight left after decay alone, over a schedule: ∏_t (1 − η_t λ)."""
    return float(np.prod(1 - learning_rates * weight_decay))


# --8<-- [end:decay_left]


# --8<-- [start:equilibrium_norm]
def equilibrium_norm(
    learning_rate: float, weight_decay: float, gradient_norm: float
) -> float:
    """Length at which decay cancels the growth of weights before a normalization.

    ‖w‖⁴ ≈ η G²/(2 λ), G the gradient's norm at length 1, for small η and λ
    """
    fourth_power = learning_rate * gradient_norm**2 / (2 * weight_decay)
    return float(fourth_power**0.25)


# --8<-- [end:equilibrium_norm]


def sparse_regression(rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Inputs (100, 20), noisy targets (100,), weights (20,) of which 5 are not 0."""
    truth = np.zeros(20)
    truth[:5] = rng.choice([-1.0, 1.0], 5) * rng.uniform(0.5, 2.0, 5)
    X = rng.standard_normal((100, 20))
    return X, X @ truth + rng.standard_normal(100), truth


def correlated_regression(rng: np.random.Generator) -> tuple[Array, Array]:
    """Inputs (200, 2) that are one signal with small noises, and targets (200,)."""
    signal = rng.standard_normal(200)
    X = signal[:, None] + 0.1 * rng.standard_normal((200, 2))
    return X, 2 * signal + rng.standard_normal(200)


def ridge(X: Array, y: Array, penalty: float) -> Array:
    """Weights that minimize half the mean squared error plus ½λ‖w‖²."""
    curvature = X.T @ X / len(X) + penalty * np.eye(X.shape[1])
    return np.asarray(np.linalg.solve(curvature, X.T @ y / len(X)))


def descend(
    X: Array,
    y: Array,
    step: Callable[[Array, Array, float, float], Array],
    learning_rate: float,
    penalty: float,
    steps: int,
) -> Array:
    """Weights after full-batch steps on half the mean squared error, from 0.1."""
    w = np.full(X.shape[1], 0.1)
    for _ in range(steps):
        w = step(w, X.T @ (X @ w - y) / len(X), learning_rate, penalty)
    return w


def norms_before_normalization(
    first: float, weight_decay: float, rng: np.random.Generator, steps: int = 1500
) -> Array:
    """Lengths of weights (100,) whose gradients are noise that is orthogonal to them.

    As before a normalization layer, gradients shrink with the length; at length 1
    their expected squared norm is 1. η = 0.1.
    """
    w = rng.standard_normal(100)
    w *= first / np.linalg.norm(w)
    lengths = [first]
    for _ in range(steps):
        noise = rng.standard_normal(100) / np.sqrt(99)
        tangent = noise - w * (w @ noise) / (w @ w)
        w = sgd_with_decay(w, tangent / np.linalg.norm(w), 0.1, weight_decay)
        lengths.append(float(np.linalg.norm(w)))
    return np.array(lengths)


def bowl(w: Array) -> Array:
    """A loss at points of shape (N, 2): lowest at (0.4, 1.6), steeper along w₂."""
    return 0.5 * (w[:, 0] - 0.4) ** 2 + (w[:, 1] - 1.6) ** 2
