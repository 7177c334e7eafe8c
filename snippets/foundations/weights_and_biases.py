"""One layer: what its weights, its biases and its activation do."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Layers = list[tuple[Array, Array]]  # per layer: weights (n_out, n_in), biases (n_out,)


# --8<-- [start:dense_layer]
def dense_layer(
    X: Array, W: Array, b: Array, activation: Callable[[Array], Array]
) -> Array:
    """a = φ(W x + b) for each row x of the mini-batch, shape (B, n_out).

    Args:
        X: mini-batch, shape (B, n_in).
        W: weights, shape (n_out, n_in).
        b: biases, shape (n_out,).
        activation: φ, applied to each entry.
    """
    z = X @ W.T + b
    return activation(z)


# --8<-- [end:dense_layer]


# --8<-- [start:boundary]
def boundary(w: Array, b: float) -> tuple[Array, float]:
    """Unit normal w/‖w‖ of the boundary and its signed distance from 0: −b/‖w‖."""
    norm = float(np.linalg.norm(w))
    return w / norm, -b / norm


# --8<-- [end:boundary]


# --8<-- [start:collapsed]
def collapsed(layers: Layers) -> tuple[Array, Array]:
    """The one affine map W′x + b′ that equals a stack of layers without activation.

    W′ = W_L ⋯ W_1, and b′ is what the stack makes of zero.
    """
    total_W, total_b = layers[0]
    for W, b in layers[1:]:
        total_W, total_b = W @ total_W, W @ total_b + b
    return total_W, total_b


# --8<-- [end:collapsed]


# --8<-- [start:parameter_count]
def parameter_count(widths: list[int]) -> tuple[int, int]:
    """Weights and biases of dense layers between widths n_0, n_1, …, n_L."""
    weights = sum(n * m for n, m in pairwise(widths))
    return weights, sum(widths[1:])


# --8<-- [end:parameter_count]


def fit_boundary(X: Array, labels: Array, bias: bool) -> tuple[Array, float]:
    """Logistic regression by gradient descent from zero, with or without a bias."""
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(3000):
        error = 0.5 * (1 + np.tanh((X @ w + b) / 2)) - labels
        w -= 0.3 * X.T @ error / len(X)
        b -= 0.3 * error.mean() * bias
    return w, b


def two_clouds(rng: np.random.Generator) -> tuple[Array, Array]:
    """60 points, 30 per class, around (1, 1) and (3, 3), with labels 0 and 1."""
    labels = np.repeat([0.0, 1.0], 30)
    return rng.standard_normal((60, 2)) * 0.6 + 1 + 2 * labels[:, None], labels
