"""Softmax with cross-entropy: the gradient, its backward pass, and no overflow."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


# --8<-- [start:log_sum_exp]
def log_sum_exp(z: Array) -> Array:
    """log(Σ_j e^(z_j)) = m + log(Σ_j e^(z_j − m)), m the largest logit; last axis."""
    largest = z.max(axis=-1, keepdims=True)
    summed = np.exp(z - largest).sum(axis=-1, keepdims=True)
    return np.asarray((largest + np.log(summed))[..., 0])


# --8<-- [end:log_sum_exp]


# --8<-- [start:softmax_cross_entropy]
def softmax_cross_entropy(logits: Array, targets: Array) -> tuple[float, Array]:
    """Mean loss over B examples and its gradient for the logits: p_j − y_j, over B.

    Args:
        logits: shape (B, K).
        targets: one-hot or soft, shape (B, K), rows summing to 1.
    """
    log_p = logits - log_sum_exp(logits)[:, None]
    loss = -np.sum(targets * log_p) / len(logits)
    return float(loss), (np.exp(log_p) - targets) / len(logits)


# --8<-- [end:softmax_cross_entropy]


# --8<-- [start:softmax_backward]
def softmax_backward(upstream: Array, p: Array) -> Array:
    """Gradient for the logits from g, that for p: p ⊙ (g − gᵀp), shapes (…, K).

    The product with the Jacobian of softmax, which is not built.
    """
    centered = upstream - np.sum(upstream * p, axis=-1, keepdims=True)
    return np.asarray(p * centered)


# --8<-- [end:softmax_backward]


# --8<-- [start:two_steps]
def log_softmax_in_two_steps(z: NDArray[np.floating]) -> NDArray[np.floating]:
    """What not to do: log of a softmax, −∞ as soon as a probability is rounded to 0."""
    odds = np.exp(z - z.max())
    return np.asarray(np.log(odds / odds.sum()))


# --8<-- [end:two_steps]


def diagonal_gradient(p: Array, targets: Array) -> Array:
    """The wrong gradient of those who take p(1 − p) for the whole Jacobian."""
    return np.asarray(-targets / p * p * (1 - p))


def overflow(kind: type[np.floating]) -> float:
    """Logit above which e^z is infinite in the type."""
    return float(np.log(float(np.finfo(kind).max)))


def underflow(kind: type[np.floating]) -> float:
    """Logit below which e^z is rounded to 0: half of the smallest number above 0."""
    return float(np.log(float(np.finfo(kind).smallest_subnormal)) - np.log(2))
