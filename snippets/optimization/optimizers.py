"""SGD, momentum and Nesterov momentum, their rates on a quadratic, and a race."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Gradient = Callable[[Array], Array]
Step = Callable[[Array, Array, Any, float], tuple[Array, Any]]


# --8<-- [start:sgd_step]
def sgd_step(theta: Array, gradient: Array, learning_rate: float) -> Array:
    """θ − ηg. With the gradient of a mini-batch SGD, of all examples GD."""
    return theta - learning_rate * gradient


# --8<-- [end:sgd_step]


def plain_step(
    theta: Array, gradient: Array, state: Any, learning_rate: float
) -> tuple[Array, Any]:
    """`sgd_step` with the interface of the steps that keep a state; it keeps none."""
    return sgd_step(theta, gradient, learning_rate), state


# --8<-- [start:momentum_step]
def momentum_step(
    theta: Array,
    gradient: Array,
    velocity: Array,
    learning_rate: float,
    momentum: float = 0.9,
) -> tuple[Array, Array]:
    """Heavy ball: v_{t+1} = μ v_t + g_t, θ_{t+1} = θ_t − η v_{t+1}, all (d,)."""
    velocity = momentum * velocity + gradient
    return theta - learning_rate * velocity, velocity


# --8<-- [end:momentum_step]


# --8<-- [start:nesterov_step]
def nesterov_step(
    theta: Array,
    gradient: Array,
    velocity: Array,
    learning_rate: float,
    momentum: float = 0.9,
) -> tuple[Array, Array]:
    """As PyTorch does it: v ← μv + g, θ ← θ − η(g + μv).

    `theta` is the look-ahead point itself, so `gradient` is the one there.
    """
    velocity = momentum * velocity + gradient
    return theta - learning_rate * (gradient + momentum * velocity), velocity


# --8<-- [end:nesterov_step]


# --8<-- [start:look_ahead_step]
def look_ahead_step(
    theta: Array,
    gradient_at: Gradient,
    velocity: Array,
    learning_rate: float,
    momentum: float = 0.9,
) -> tuple[Array, Array]:
    """Nesterov: v_{t+1} = μ v_t + ∇L(θ_t − ημ v_t), θ_{t+1} = θ_t − η v_{t+1}."""
    ahead = theta - learning_rate * momentum * velocity
    velocity = momentum * velocity + gradient_at(ahead)
    return theta - learning_rate * velocity, velocity


# --8<-- [end:look_ahead_step]


def velocity_gain(steps: int, momentum: float) -> float:
    """Velocity over gradient after t equal gradients, v_t = (1 − μᵗ)/(1 − μ) · g."""
    return (1 - momentum**steps) / (1 - momentum)


def spectral_radius(curvature: float, learning_rate: float, momentum: float) -> float:
    """Factor by which the error along one eigenvector shrinks per step, in the end.

    The pair (error, previous error) is multiplied by a 2 × 2 matrix each step.
    """
    matrix = [[1 + momentum - learning_rate * curvature, -momentum], [1.0, 0.0]]
    return float(np.abs(np.linalg.eigvals(matrix)).max())


def best_rates(condition_number: float) -> tuple[float, float]:
    """Best factor per step on a quadratic: gradient descent, heavy ball.

    (κ − 1)/(κ + 1) and (√κ − 1)/(√κ + 1). Polyak (1964).
    """
    root = condition_number**0.5
    descent = (condition_number - 1) / (condition_number + 1)
    return descent, (root - 1) / (root + 1)


# --8<-- [start:path]
def path(
    step: Step,
    gradient_at: Gradient,
    theta: Array,
    state: Any,
    learning_rate: float,
    steps: int,
) -> Array:
    """Parameters before and after each step, shape (steps + 1, d)."""
    points = [theta]
    for _ in range(steps):
        theta, state = step(theta, gradient_at(theta), state, learning_rate)
        points.append(theta)
    return np.array(points)


# --8<-- [end:path]


def tuned_path(
    step: Step, state: Any, hessian: Array, theta: Array, rates: Array
) -> tuple[float, Array]:
    """The rate with the lowest loss ½θᵀHθ after 100 steps, and its path (101, d)."""

    def gradient_at(point: Array) -> Array:
        return np.asarray(hessian @ point)

    with np.errstate(over="ignore", invalid="ignore"):
        paths = [path(step, gradient_at, theta, state, rate, 100) for rate in rates]
        losses = [0.5 * points[-1] @ hessian @ points[-1] for points in paths]
    best = int(np.nanargmin(losses))
    return float(rates[best]), paths[best]


def ravine(angle: float, condition_number: float = 100.0) -> Array:
    """Hessian (2, 2) with eigenvalues 1 and κ; the flat axis turned by `angle`."""
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return np.asarray(turn @ np.diag([1.0, condition_number]) @ turn.T)
