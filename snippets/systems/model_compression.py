"""Quantization with one scale or many, distillation, and pruning."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Int8 = NDArray[np.int8]


class Quantized(NamedTuple):
    """Integers q that stand for scale * q."""

    integers: Int8
    scale: Array


# --8<-- [start:quantize_int8]
def quantize_int8(values: Array, axis: int | None = None) -> Quantized:
    """Symmetric int8: q = round(w/s), s = max_j |w'_j|/127, so that 0 stays 0.

    Args:
        values: (rows, columns).
        axis: None for one scale per tensor; 1 for one per row, 0 for one per column.
    """
    largest = np.abs(values).max(axis=axis, keepdims=True)
    scale = np.where(largest > 0, largest, 1.0) / 127
    return Quantized(np.round(values / scale).astype(np.int8), scale)


# --8<-- [end:quantize_int8]


# --8<-- [start:relative_error]
def restored(quantized: Quantized) -> Array:
    """The real numbers scale * q."""
    return quantized.scale * quantized.integers


def relative_error(values: Array, approximation: Array) -> float:
    """Root mean squared error over the root mean square of the values."""
    return float(np.linalg.norm(values - approximation) / np.linalg.norm(values))


# --8<-- [end:relative_error]


# --8<-- [start:rounding_noise]
def rounding_noise(scale: float) -> float:
    """Mean squared error of rounding to multiples of `scale`: s^2 / 12.

    The error is uniform within half a step if the values spread over many steps.
    """
    return scale**2 / 12


# --8<-- [end:rounding_noise]


# --8<-- [start:int8_product]
def int8_product(X: Array, W: Array) -> Array:
    """The product from 8-bit integers: one scale per row of X, and per column of W.

    Args:
        X: activations, (tokens, d).
        W: weights, (d, outputs).
    """
    inputs, weights = quantize_int8(X, axis=1), quantize_int8(W, axis=0)
    accumulated = inputs.integers.astype(np.int32) @ weights.integers.astype(np.int32)
    return inputs.scale * weights.scale * accumulated


# --8<-- [end:int8_product]


# --8<-- [start:smooth]
def smooth(X: Array, W: Array, strength: float = 0.5) -> tuple[Array, Array]:
    """Move large columns of X into the rows of W; the product stays the same.

    Column j of X is divided by t_j = max|X_j|^a / max|W_j|^(1 - a), row j of W
    multiplied by it (SmoothQuant, Xiao et al. 2022). No column or row may be all 0.
    """
    t = np.abs(X).max(axis=0) ** strength
    t = t / np.abs(W).max(axis=1) ** (1 - strength)
    return X / t, t[:, None] * W


# --8<-- [end:smooth]


# --8<-- [start:straight_through]
def straight_through(w: Array, scale: float, upstream: Array) -> Array:
    """Gradient by w behind fake quantization: passed on inside the range, 0 outside.

    The true derivative of rounding is 0 almost everywhere; this acts as if
    rounding were the identity.

    Args:
        w: weights before rounding.
        scale: s; integers go from -128 to 127.
        upstream: gradient by the rounded weights, shaped as w.
    """
    steps = np.round(w / scale)
    return np.where((steps >= -128) & (steps <= 127), upstream, 0.0)


# --8<-- [end:straight_through]


# --8<-- [start:softmax]
def softmax(logits: Array, temperature: float = 1.0) -> Array:
    """Probabilities of logits (B, K) at a temperature T: softmax(z / T)."""
    scaled = logits / temperature
    odds = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=-1, keepdims=True))


# --8<-- [end:softmax]


# --8<-- [start:distillation_loss]
def distillation_loss(
    student: Array,
    teacher: Array,
    labels: NDArray[np.int64],
    temperature: float,
    label_weight: float,
) -> float:
    """L = −λ log p_y + (1 − λ) T² Σ_k t_k log(t_k/s_k), mean over the mini-batch.

    Args:
        student: logits z_s, (B, K).
        teacher: logits z_t, (B, K).
        labels: classes, (B,).
        temperature: T, for the soft term alone.
        label_weight: λ.
    """
    rows = np.arange(len(labels))
    hard = -np.log(softmax(student)[rows, labels])
    p_t, p_s = softmax(teacher, temperature), softmax(student, temperature)
    soft = np.sum(p_t * np.log(p_t / p_s), axis=1)
    return float(
        np.mean(label_weight * hard + (1 - label_weight) * temperature**2 * soft)
    )


# --8<-- [end:distillation_loss]


# --8<-- [start:soft_gradient]
def soft_gradient(student: Array, teacher: Array, temperature: float) -> Array:
    """Gradient of the soft term by the student's logits z, (B, K): T (s − t)."""
    difference = softmax(student, temperature) - softmax(teacher, temperature)
    return temperature * difference


# --8<-- [end:soft_gradient]


# --8<-- [start:prune]
def prune_weights(W: Array, share: float) -> Array:
    """Set the given share of all weights to 0, the smallest ones; the shape stays."""
    order = np.argsort(np.abs(W), axis=None)
    kept = W.flatten()
    kept[order[: round(share * W.size)]] = 0
    return kept.reshape(W.shape)


def prune_units(W1: Array, W2: Array, share: float) -> tuple[Array, Array]:
    """Remove the hidden units with the smallest weights from relu(X W1) W2.

    Args:
        W1: (d, h); a unit is a column.
        W2: (h, outputs); its row goes, too.
    """
    size = np.linalg.norm(W1, axis=0) * np.linalg.norm(W2, axis=1)
    kept = np.sort(np.argsort(size)[round(share * len(size)) :])
    return W1[:, kept], W2[kept]


# --8<-- [end:prune]


# --8<-- [start:sparse_share]
def sparse_share(density: float, value_bits: int, index_bits: int) -> float:
    """Bits of a sparse matrix (each value with its index) over those of a dense one."""
    return density * (value_bits + index_bits) / value_bits


# --8<-- [end:sparse_share]


def soft_or_hard(
    X: Array, targets: Array, steps: int = 300, learning_rate: float = 0.5
) -> Array:
    """Weights (d, K) of a linear classifier trained on target probabilities (N, K)."""
    W = np.zeros((X.shape[1], targets.shape[1]))
    for _ in range(steps):
        W -= learning_rate * X.T @ (softmax(X @ W) - targets) / len(X)
    return W
