"""Why weights are not explanations, and attributions that can be checked."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]


class Network(NamedTuple):
    """Two-layer ReLU network with d inputs, h hidden units and one output."""

    W1: Array  # (h, d)
    b1: Array  # (h,)
    W2: Array  # (h,)
    b2: float


# --8<-- [start:network_output]
def network_output(network: Network, X: Array) -> Array:
    """Output W2 ReLU(W1 x + b1) + b2 of each row.

    Args:
        X: (N, d).
    """
    W1, b1, W2, b2 = network
    return np.maximum(X @ W1.T + b1, 0) @ W2 + b2


# --8<-- [end:network_output]


# --8<-- [start:rescale_hidden]
def rescale_hidden(network: Network, factors: Array) -> Network:
    """Multiply the inputs of each hidden unit by a positive a, divide its output by it.

    v/a · ReLU(a wᵀ x + a b) = v ReLU(wᵀ x + b), so the function stays the same.

    Args:
        factors: (h,), positive.
    """
    W1, b1, W2, b2 = network
    return Network(factors[:, None] * W1, factors * b1, W2 / factors, b2)


# --8<-- [end:rescale_hidden]


# --8<-- [start:standardized_weights]
def standardized_weights(weights: Array, X: Array) -> Array:
    """Change of a linear model's output per standard deviation of each input.

    Args:
        weights: (d,), output units per unit of the input.
        X: (N, d).
    """
    return np.asarray(weights * X.std(axis=0))


# --8<-- [end:standardized_weights]


# --8<-- [start:input_gradient]
def input_gradient(network: Network, X: Array) -> Array:
    """Slope of the output with respect to each input, at each row: (N, d)."""
    W1, b1, W2, _ = network
    active = X @ W1.T + b1 > 0
    return (active * W2) @ W1


# --8<-- [end:input_gradient]


# --8<-- [start:integrated_gradients]
def integrated_gradients(
    gradient: Callable[[Array], Array], x: Array, baseline: Array, steps: int
) -> Array:
    """Attribution of the difference from the baseline to the inputs: (d,).

    The way from x' to x times the mean gradient on it, a straight line, by the
    midpoint rule (Sundararajan et al. 2017).

    Args:
        gradient: maps points (steps, d) to gradients (steps, d).
        x: the input to explain, (d,).
        baseline: the reference input x', (d,).
    """
    fractions = (np.arange(steps) + 0.5) / steps
    path = baseline + fractions[:, None] * (x - baseline)
    return np.asarray((x - baseline) * gradient(path).mean(axis=0))


# --8<-- [end:integrated_gradients]


# --8<-- [start:permutation_importance]
def permutation_importance(
    predict: Callable[[Array], Array],
    X: Array,
    y: Array,
    columns: list[int],
    rng: np.random.Generator,
) -> float:
    """Rise of the mean squared error when `columns` are shuffled together.

    Args:
        X: held-out inputs, (N, d).
        y: targets, (N,).
    """
    shuffled = X.copy()
    shuffled[:, columns] = rng.permutation(X[:, columns])
    before = np.mean((predict(X) - y) ** 2)
    return float(np.mean((predict(shuffled) - y) ** 2) - before)


# --8<-- [end:permutation_importance]


def spot_images(count: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """8 x 8 images (count, 64): a spot on the left decides the label, not the other."""
    labels = rng.integers(2, size=count)
    images = 0.1 * rng.random((count, 8, 8))
    for image, label in zip(images, labels, strict=True):
        for present, first in ((label, 0), (rng.integers(2), 4)):
            row, column = rng.integers(7), first + rng.integers(3)
            image[row : row + 2, column : column + 2] += present
    return images.reshape(count, 64), labels.astype(float)


def train_network(X: Array, y: Array, hidden: int, rng: np.random.Generator) -> Network:
    """400 steps of full-batch gradient descent with momentum, binary cross-entropy."""
    theta = [
        rng.normal(0, np.sqrt(2 / X.shape[1]), (hidden, X.shape[1])),
        np.zeros(hidden),
    ]
    theta += [rng.normal(0, np.sqrt(2 / hidden), hidden), np.zeros(1)]
    velocity = [np.zeros_like(part) for part in theta]
    for _ in range(400):
        W1, b1, W2, b2 = theta
        activation = np.maximum(X @ W1.T + b1, 0)
        error = (1 / (1 + np.exp(-(activation @ W2 + b2))) - y) / len(y)
        back = np.outer(error, W2) * (activation > 0)
        gradients = (
            back.T @ X,
            back.sum(axis=0),
            activation.T @ error,
            error.sum(keepdims=True),
        )
        for part, speed, gradient in zip(theta, velocity, gradients, strict=True):
            speed *= 0.9
            speed -= gradient
            part += 0.1 * speed
    W1, b1, W2, b2 = theta
    return Network(W1, b1, W2, float(b2[0]))
