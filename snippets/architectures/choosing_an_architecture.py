"""What four kinds of layers connect and cost, for a sequence of T vectors of size d."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
SequenceLayer = Callable[[Array], Array]


# --8<-- [start:layer_costs]
class Cost(NamedTuple):
    """Weights, multiply-adds per sequence, and steps that must wait for each other."""

    weights: int
    multiply_adds: int
    sequential_steps: int


def layer_costs(T: int, d: int, kernel: int) -> dict[str, Cost]:
    """One layer from T vectors of size d to T vectors of size d, biases left out."""
    recurrent, attention = 2 * d**2, 4 * d**2  # W_hh, W_xh; W_Q, W_K, W_V, W_O
    return {
        "dense": Cost((T * d) ** 2, (T * d) ** 2, 1),
        "convolution": Cost(kernel * d**2, T * kernel * d**2, 1),
        "recurrence": Cost(recurrent, T * recurrent, T),
        "self-attention": Cost(attention, T * attention + 2 * T**2 * d, 1),
    }


# --8<-- [end:layer_costs]


# --8<-- [start:sequence_layers]
def sequence_layers(
    T: int, d: int, rng: np.random.Generator
) -> dict[str, SequenceLayer]:
    """Four layers with random weights; each maps X, shape (T, d), to shape (T, d)."""
    W = rng.standard_normal((T * d, T * d)) / np.sqrt(T * d)
    A, B, C, D = rng.standard_normal((4, d, d)) / np.sqrt(3 * d)

    def dense(X: Array) -> Array:
        return np.asarray(W @ X.ravel()).reshape(T, d)

    def convolution(X: Array) -> Array:
        before, after = np.vstack([X[:1] * 0, X[:-1]]), np.vstack([X[1:], X[:1] * 0])
        return np.asarray(before @ A + X @ B + after @ C)

    def recurrence(X: Array) -> Array:
        states = [np.zeros(d)]
        for x in X:
            states.append(np.tanh(states[-1] @ A + x @ B))
        return np.array(states[1:])

    def self_attention(X: Array) -> Array:
        scores = (X @ A) @ (X @ B).T / np.sqrt(d)
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        return np.asarray(shares @ (X @ C) @ D)

    layers = (dense, convolution, recurrence, self_attention)
    return {layer.__name__.replace("_", "-"): layer for layer in layers}


# --8<-- [end:sequence_layers]


# --8<-- [start:influence]
def influence(layer: SequenceLayer, X: Array) -> NDArray[np.bool_]:
    """Entry [t, s]: does output t change when input s does? Shape (T, T)."""
    columns = []
    for position in range(len(X)):
        changed = X.copy()
        changed[position] += 1
        columns.append(np.any(layer(changed) != layer(X), axis=1))
    return np.array(columns).T


# --8<-- [end:influence]
