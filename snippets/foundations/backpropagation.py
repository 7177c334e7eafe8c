"""Backpropagation through dense layers: the gradients, their check and their cost."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.intp]
Layers = list[tuple[Array, Array]]  # per layer: weights (n_out, n_in), biases (n_out,)


# --8<-- [start:forward]
def forward(layers: Layers, X: Array) -> list[Array]:
    """All activations a_0 = X, a_1, …, a_L of a tanh network with linear output.

    Args:
        layers: weights (n_l, n_{l-1}) and biases (n_l,) of each layer.
        X: mini-batch, shape (B, n_0).
    """
    activations = [X]
    for index, (W, b) in enumerate(layers, start=1):
        z = activations[-1] @ W.T + b
        activations.append(z if index == len(layers) else np.tanh(z))
    return activations


# --8<-- [end:forward]


# --8<-- [start:cross_entropy]
def cross_entropy(logits: Array, labels: Labels) -> tuple[float, Array]:
    """Mean softmax cross-entropy in nats, and its gradient (p − y)/B, shape (B, K)."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    rows = np.arange(len(labels))
    delta = np.exp(log_p)
    delta[rows, labels] -= 1
    return float(-log_p[rows, labels].mean()), delta / len(labels)


# --8<-- [end:cross_entropy]


# --8<-- [start:backward]
def backward(layers: Layers, activations: list[Array], delta: Array) -> Layers:
    """Gradients of the loss for every W_l and b_l, given δ_L, the one by z_L, (B, n_L).

    Walks from the last layer to the first; changes no parameter.
    """
    gradients: Layers = []
    for index in reversed(range(len(layers))):
        below = activations[index]  # a_{l-1}, kept from the forward pass
        gradients.append((delta.T @ below, delta.sum(axis=0)))
        if index > 0:  # nobody needs the gradient of the data
            delta = (delta @ layers[index][0]) * (1 - below**2)  # tanh' = 1 − a²
    return gradients[::-1]


# --8<-- [end:backward]


# --8<-- [start:gradients_by_hand]
def gradients_by_hand(layers: Layers, x: Array, target: float) -> tuple[float, Layers]:
    """Loss ½(ŷ − y)² of one hidden ReLU layer and one linear output; its gradients.

    Args:
        layers: (W_1, b_1) of shapes (n, d) and (n,), and (W_2, b_2) of (1, n) and (1,).
        x: one example, shape (d,).
        target: y.
    """
    (W1, b1), (W2, b2) = layers
    z1 = W1 @ x + b1
    a1 = np.maximum(z1, 0)
    delta2 = W2 @ a1 + b2 - target  # how the loss changes with the output
    delta1 = (W2.T @ delta2) * (z1 > 0)  # back through the weights, then through ReLU
    gradients = [(np.outer(delta1, x), delta1), (np.outer(delta2, a1), delta2)]
    return float(0.5 * delta2 @ delta2), gradients


# --8<-- [end:gradients_by_hand]


# --8<-- [start:training_step]
def training_step(
    layers: Layers, X: Array, labels: Labels, learning_rate: float
) -> tuple[Layers, float]:
    """One update on one mini-batch; returns the new layers and the loss before it."""
    activations = forward(layers, X)  # 1. forward pass
    loss, delta = cross_entropy(activations[-1], labels)  # 2. loss
    gradients = backward(layers, activations, delta)  # 3. backpropagation
    updated = [  # 4. the optimizer, here plain gradient descent
        (W - learning_rate * dW, b - learning_rate * db)
        for (W, b), (dW, db) in zip(layers, gradients, strict=True)
    ]
    return updated, loss


# --8<-- [end:training_step]


# --8<-- [start:numerical_gradient]
def numerical_gradient(
    loss: Callable[[], float], parameter: Array, step: float = 1e-5
) -> Array:
    """Central differences: ∂L/∂θ_i ≈ (L(θ + h e_i) − L(θ − h e_i))/(2 h).

    Args:
        loss: evaluates the loss at the present value of `parameter`.
        parameter: any shape; changed in place and restored.
        step: h.
    """
    gradient = np.empty_like(parameter)
    for index, value in np.ndenumerate(parameter):
        parameter[index] = value + step
        above = loss()
        parameter[index] = value - step
        gradient[index] = (above - loss()) / (2 * step)
        parameter[index] = value
    return gradient


# --8<-- [end:numerical_gradient]


# --8<-- [start:dense_flops]
def dense_flops(widths: list[int], batch_size: int) -> tuple[int, int]:
    """FLOPs of the matrix products, forward and backward, of dense layers.

    Forward takes 2 B Σ_l n_{l−1} n_l. Backward needs two products of this size for each
    layer: for the weights and for the layer below, which the first layer can skip.

    Args:
        widths: n_0 (inputs), n_1, …, n_L (outputs).
        batch_size: B.
    """
    per_layer = [2 * batch_size * n * m for n, m in pairwise(widths)]
    return sum(per_layer), 2 * sum(per_layer) - per_layer[0]


# --8<-- [end:dense_flops]


# --8<-- [start:worst_descent_angle]
def worst_descent_angle(condition_number: float) -> float:
    """Largest angle (degrees) from steepest descent to a convex quadratic's minimum.

    Its cosine is 2 √κ/(1 + κ), with κ the ratio of largest to smallest curvature.
    """
    cosine = 2 * np.sqrt(condition_number) / (1 + condition_number)
    return float(np.degrees(np.arccos(cosine)))


# --8<-- [end:worst_descent_angle]


def random_layers(widths: list[int], rng: np.random.Generator) -> Layers:
    """Gaussian weights of variance 1/fan-in and zero biases."""
    return [
        (rng.standard_normal((m, n)) / np.sqrt(n), np.zeros(m))
        for n, m in pairwise(widths)
    ]
