"""Positions: sinusoids, relative biases, rotations, and how contexts are stretched."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


# --8<-- [start:sinusoidal]
def frequencies(d: int, base: float = 10_000.0) -> Array:
    """θ_i = base^(−2i/d) for i = 0 … d/2 − 1: radians per position, from 1 down."""
    return np.asarray(base ** (-2 * np.arange(d // 2) / d))


def sinusoidal(positions: ArrayLike, d: int) -> Array:
    """PE(p, 2i) = sin(p θ_i), PE(p, 2i+1) = cos(p θ_i), shape (n, d).

    Source: Vaswani et al. 2017, §3.5.
    """
    angles = np.outer(np.asarray(positions, float), frequencies(d))
    return np.stack([np.sin(angles), np.cos(angles)], axis=-1).reshape(len(angles), d)


# --8<-- [end:sinusoidal]


# --8<-- [start:shift]
def shift(k: float, d: int) -> Array:
    """The matrix M_k with PE(p + k) = M_k PE(p) for every p: it turns each pair."""
    matrix = np.zeros((d, d))
    for i, angle in enumerate(k * frequencies(d)):
        pair = slice(2 * i, 2 * i + 2)
        cosine, sine = np.cos(angle), np.sin(angle)
        matrix[pair, pair] = [[cosine, sine], [-sine, cosine]]
    return matrix


# --8<-- [end:shift]


# --8<-- [start:attend]
def attend(X: Array, bias: ArrayLike) -> Array:
    """Self-attention softmax(X Xᵀ/√d + bias) X, without projections; X (n, d).

    bias: added to the scores, a number or of shape (n, n); −inf forbids.
    """
    scores = X @ X.T / np.sqrt(X.shape[1]) + np.asarray(bias)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True) @ X)


# --8<-- [end:attend]


# --8<-- [start:rotate]
def rotate(X: Array, positions: ArrayLike, base: float = 10_000.0) -> Array:
    """RoPE with neighbors as pairs: each pair is turned by position times θ_i.

    Args:
        X: queries or keys of one head, shape (n, d), d even.
        positions: one number for each row.
        base: 10,000 in the paper (Su et al. 2021).
    """
    angles = np.outer(np.asarray(positions, float), frequencies(X.shape[1], base))
    turned = (X[:, ::2] + 1j * X[:, 1::2]) * np.exp(1j * angles)
    return np.stack([turned.real, turned.imag], axis=-1).reshape(X.shape)


# --8<-- [end:rotate]


# --8<-- [start:layouts]
def rotate_halves(X: Array, positions: ArrayLike, base: float = 10_000.0) -> Array:
    """RoPE with the halves as pairs: (x_i, x_{i+d/2}), as GPT-NeoX has it."""
    angles = np.outer(np.asarray(positions, float), frequencies(X.shape[1], base))
    first, second = np.split(X, 2, axis=1)
    cosine, sine = np.cos(angles), np.sin(angles)
    return np.hstack([first * cosine - second * sine, second * cosine + first * sine])


def to_halves(d: int) -> NDArray[np.intp]:
    """Columns 0, 2, 4, … 1, 3, 5, …: X[:, to_halves(d)] goes from pairs to halves."""
    return np.arange(d).reshape(d // 2, 2).T.ravel()


# --8<-- [end:layouts]


# --8<-- [start:alibi]
def alibi_slopes(heads: int) -> Array:
    """m_h = 2^(−8h/H) for h = 1 … H, H a power of two (Press et al. 2021)."""
    return 2.0 ** (-8 * np.arange(1, heads + 1) / heads)


def alibi(n: int, heads: int) -> Array:
    """Last term of s_ij = q_iᵀk_j/√d − m_h (i − j); −∞ for the future; (H, n, n)."""
    distance = np.subtract.outer(np.arange(n), np.arange(n))
    bias = -alibi_slopes(heads)[:, None, None] * distance
    return np.where(distance >= 0, bias, -np.inf)


# --8<-- [end:alibi]


# --8<-- [start:stretch]
def wavelengths(d: int, base: float = 10_000.0) -> Array:
    """Positions per full turn of each pair, 2π/θ_i."""
    return 2 * np.pi / frequencies(d, base)


def interpolated(positions: ArrayLike, trained: int, wanted: int) -> Array:
    """Position interpolation: all positions scaled down by trained/wanted."""
    return np.asarray(positions) * (trained / wanted)


def raised_base(d: int, factor: float, base: float = 10_000.0) -> float:
    """“NTK-aware”: the base with which the slowest pair turns `factor` times slower."""
    return float(base * factor ** (d / (d - 2)))


# --8<-- [end:stretch]


def causal(n: int) -> Array:
    """0 where position i may see j ≤ i, −inf elsewhere."""
    return np.where(np.tri(n, dtype=bool), 0.0, -np.inf)
