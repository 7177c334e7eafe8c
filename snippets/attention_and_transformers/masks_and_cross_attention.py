"""Causal and padding masks, and attention from one sequence to another, in NumPy."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


# --8<-- [start:masks]
def causal_mask(n: int, m: int) -> Mask:
    """True where a query may attend: the n queries are the last of the m positions.

    As many queries as positions make a lower triangle; fewer have a cache besides.
    """
    return np.tril(np.ones((n, m), dtype=bool), k=m - n)


def padding_mask(lengths: NDArray[np.int64], m: int, left: bool = False) -> Mask:
    """True at real tokens of sequences padded to length m; (B,) to (B, m)."""
    places = np.arange(m)[::-1] if left else np.arange(m)
    return np.asarray(places < lengths[:, None])


# --8<-- [end:masks]


# --8<-- [start:masked_attention]
def masked_softmax(scores: Array, allowed: Mask) -> Array:
    """Softmax over the allowed keys (last axis); a row without any becomes zeros."""
    filled = np.where(allowed, scores, -np.inf)
    highest = filled.max(axis=-1, keepdims=True)
    # Not −∞ − (−∞), which is no number: exp(−∞ + 1.8e308) is zero.
    weights = np.exp(filled - np.maximum(highest, np.finfo(np.float64).min))
    total = weights.sum(axis=-1, keepdims=True)
    shares = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
    return np.asarray(shares)


def masked_attention(Q: Array, K: Array, V: Array, allowed: Mask) -> Array:
    """Scaled dot-product attention to allowed keys; allowed (…, n, m), True = may."""
    scores = Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1])
    return np.asarray(masked_softmax(scores, allowed) @ V)


# --8<-- [end:masked_attention]


# --8<-- [start:position_ids]
def position_ids(real: Mask) -> NDArray[np.int64]:
    """Positions that count real tokens from 0, whatever is padded; (B, m) to (B, m)."""
    return np.asarray(np.maximum(np.cumsum(real, axis=1) - 1, 0))


# --8<-- [end:position_ids]


SENTENCE = ("‹pad›", "the", "cat", "was", "hungry")
SCORES = np.array(
    [
        [0.5, 0.5, 0.5, 0.5, 0.5],
        [1.0, 1.5, 2.0, 0.0, 0.0],
        [0.5, 1.0, 2.0, 0.0, 1.5],
        [1.0, 0.0, 2.0, 1.0, 2.5],
        [1.5, 0.5, 3.0, 1.0, 2.0],
    ]
)
"""Invented scores of the figure on the page: rows are queries, columns keys."""


def sentence_weights(
    temperature: float, causal: bool, padding: bool, behind: bool = False
) -> Array:
    """Weights of `SENTENCE`, which is padded on the left, under its masks, (5, 5).

    behind: zero the weights behind the softmax instead, which leaves too small sums.
    """
    n = len(SENTENCE)
    everything = np.ones((n, n), dtype=bool)
    allowed = causal_mask(n, n) if causal else everything
    if padding:
        allowed = allowed & padding_mask(np.array([n - 1]), n, left=True)
    if behind:
        return masked_softmax(SCORES / temperature, everything) * allowed
    return masked_softmax(SCORES / temperature, allowed)


class Projections(NamedTuple):
    """W_Q (d, d_k) for queries, W_K (d_z, d_k) and W_V (d_z, d_v) for the source."""

    queries: Array
    keys: Array
    values: Array


# --8<-- [start:cross_attention]
def source_keys_values(Z: Array, weights: Projections) -> tuple[Array, Array]:
    """Keys and values of the source Z (m, d_z): once, for all steps of decoding."""
    return Z @ weights.keys, Z @ weights.values


def cross_attention(
    X: Array, source: tuple[Array, Array], real: Mask, weights: Projections
) -> Array:
    """Each row of X (n, d) reads the source: softmax(Q Kᵀ/√d_k) V, shape (n, d_v).

    Args:
        X: what asks, for instance the states of a decoder.
        source: keys (m, d_k) and values (m, d_v) as `source_keys_values` gives them.
        real: True at real source tokens, shape (m,); there is no causal mask.
        weights: the projections.
    """
    K, V = source
    return masked_attention(X @ weights.queries, K, V, real)


# --8<-- [end:cross_attention]


# --8<-- [start:mixing_cost]
def mixing_cost(n: int, m: int, d_k: int, d_v: int) -> int:
    """Multiply-adds of the scores of n queries and m keys, and of the averages."""
    return n * m * d_k + n * m * d_v


# --8<-- [end:mixing_cost]
