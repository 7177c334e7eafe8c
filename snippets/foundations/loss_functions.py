"""Losses for regression and two classes: values, gradients, minimizers."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


# --8<-- [start:squared_error]
def squared_error(prediction: Array, target: Array) -> Array:
    """Square of the error per example, in squared units of the target."""
    return (prediction - target) ** 2


# --8<-- [end:squared_error]
# --8<-- [start:absolute_error]
def absolute_error(prediction: Array, target: Array) -> Array:
    """Absolute error per example, in units of the target."""
    return np.abs(prediction - target)


# --8<-- [end:absolute_error]
# --8<-- [start:huber_loss]
def huber_loss(prediction: Array, target: Array, delta: float = 1.0) -> Array:
    """For each error half its square, beyond delta the straight line that goes on."""
    size = np.abs(prediction - target)
    return np.where(size <= delta, size**2 / 2, delta * (size - delta / 2))


# --8<-- [end:huber_loss]
# --8<-- [start:quantile_loss]
def quantile_loss(prediction: Array, target: Array, quantile: float) -> Array:
    """quantile * r for r = target - prediction >= 0, (quantile - 1) * r for r < 0."""
    residual = target - prediction
    return np.maximum(quantile * residual, (quantile - 1) * residual)


# --8<-- [end:quantile_loss]
# --8<-- [start:regression_gradients]
def regression_gradients(
    prediction: Array, target: Array, delta: float = 1.0
) -> tuple[Array, Array, Array]:
    """Derivatives of squared, absolute and Huber loss by the prediction."""
    residual = prediction - target
    return 2 * residual, np.sign(residual), np.clip(residual, -delta, delta)


# --8<-- [end:regression_gradients]
# --8<-- [start:best_constant]
def best_constant(loss: Callable[[Array, Array], Array], targets: Array) -> float:
    """The one number with the lowest mean loss on `targets`, for a convex loss.

    Ternary search: of two inner points, the worse one bounds the minimum.
    """
    low, high = float(targets.min()), float(targets.max())
    for _ in range(200):
        left, right = (2 * low + high) / 3, (low + 2 * high) / 3
        if loss(np.array(left), targets).mean() < loss(np.array(right), targets).mean():
            high = right
        else:
            low = left
    return (low + high) / 2


# --8<-- [end:best_constant]
def gaussian_nll(prediction: Array, target: Array, sigma: float) -> Array:
    """(y − ŷ)²/(2 σ²) + log σ + ½ log(2 π) per example, in nats."""
    constant = np.log(sigma) + np.log(2 * np.pi) / 2
    return np.asarray(squared_error(prediction, target) / (2 * sigma**2) + constant)


def laplace_nll(prediction: Array, target: Array, scale: float) -> Array:
    """-log of the Laplace density with mean `prediction` and scale `scale`, in nats."""
    return np.asarray(absolute_error(prediction, target) / scale + np.log(2 * scale))


# --8<-- [start:hinge_loss]
def hinge_loss(score: Array, label: Array) -> Array:
    """max(0, 1 - label * score), label -1 or 1: zero from a margin of 1 on."""
    return np.maximum(0.0, 1 - label * score)


# --8<-- [end:hinge_loss]
# --8<-- [start:soft_margin_loss]
def soft_margin_loss(score: Array, label: Array) -> Array:
    """Logistic loss log(1 + exp(-label * score)) without overflow, label -1 or 1."""
    return np.logaddexp(0.0, -label * score)


# --8<-- [end:soft_margin_loss]
# --8<-- [start:focal_loss]
def focal_loss(score: Array, label: Array, gamma: float = 2.0) -> Array:
    """Logistic loss times (1 - q)**gamma, q = probability of the label (-1 or 1)."""
    cross_entropy = soft_margin_loss(score, label)
    return (1 - np.exp(-cross_entropy)) ** gamma * cross_entropy


# --8<-- [end:focal_loss]
def sigmoid(logit: Array) -> Array:
    """1 / (1 + exp(-logit)), without overflow."""
    return np.exp(-np.logaddexp(0.0, -logit))


# --8<-- [start:logit_gradients]
def logit_gradients(logit: Array, target: Array) -> tuple[Array, Array]:
    """Derivatives by the logit of cross-entropy and squared error, p = sigmoid(logit).

    p - y and 2 (p - y) p (1 - p), for targets y of 0 or 1.
    """
    p = sigmoid(logit)
    return p - target, 2 * (p - target) * p * (1 - p)


# --8<-- [end:logit_gradients]
def steps_until_right(logit: float, squared: bool, learning_rate: float = 1.0) -> int:
    """Gradient-descent steps on one logit with target 1 until it is positive."""
    steps = 0
    while logit <= 0:
        logit -= learning_rate * float(
            logit_gradients(np.array(logit), np.array(1.0))[squared]
        )
        steps += 1
    return steps
