"""Scores, scaled dot-product, self- and multi-head attention, in NumPy."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


# --8<-- [start:scores]
def dot_scores(q: Array, K: Array) -> Array:
    """Products of q (d,) with each row of the keys K (m, d): scores (m,)."""
    return K @ q


def bilinear_scores(q: Array, K: Array, W: Array) -> Array:
    """s_j = qᵀW k_j; query and keys may differ in width: W (d_q, d_k)."""
    return K @ (q @ W)


def additive_scores(q: Array, K: Array, W_q: Array, W_k: Array, w: Array) -> Array:
    """wᵀ tanh(W_q q + W_k k) for each key; W_q (a, d_q), W_k (a, d_k), w (a,)."""
    return np.asarray(np.tanh(W_q @ q + K @ W_k.T) @ w)


# --8<-- [end:scores]


# --8<-- [start:attend]
def softmax(scores: Array) -> Array:
    """Positive weights that sum to 1 along the last axis, the keys."""
    exponentials = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=-1, keepdims=True))


def attend(scores: Array, V: Array) -> tuple[Array, Array]:
    """Weights α_j = e^(s_j)/Σ_l e^(s_l) and the average of the values, o = Σ_j α_j v_j.

    Args:
        scores: of one query (m,), or of n queries (n, m).
        V: values, shape (m, d_v).
    """
    weights = softmax(scores)
    return weights, weights @ V


# --8<-- [end:attend]


# --8<-- [start:scaled_dot_product_attention]
def scaled_dot_product_attention(Q: Array, K: Array, V: Array) -> Array:
    """softmax(QKᵀ/√d_k) V, one row for each query (Vaswani et al. 2017, eq. 1).

    Args:
        Q: queries (…, n, d_k); leading axes are mini-batch and heads.
        K: keys (…, m, d_k).
        V: values (…, m, d_v).
    """
    scores = Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1])
    return np.asarray(softmax(scores) @ V)


# --8<-- [end:scaled_dot_product_attention]


# --8<-- [start:self_attention]
def self_attention(X: Array, W_Q: Array, W_K: Array, W_V: Array) -> Array:
    """Queries, keys and values are three projections of the same X (…, n, d).

    W_Q and W_K have shape (d, d_k), W_V has (d, d_v); the result is (…, n, d_v).
    """
    return scaled_dot_product_attention(X @ W_Q, X @ W_K, X @ W_V)


# --8<-- [end:self_attention]


# --8<-- [start:softmax_jacobian]
def softmax_jacobian(weights: Array) -> Array:
    """∂α/∂s = diag(α) − ααᵀ for the weights α (m,) of one query, shape (m, m)."""
    return np.diag(weights) - np.outer(weights, weights)


# --8<-- [end:softmax_jacobian]


# --8<-- [start:saturation]
def saturation(
    d_k: int, scale: float, rng: np.random.Generator, queries: int, keys: int
) -> tuple[Array, Array]:
    """Largest weight, and norm of the softmax's Jacobian, for each random query.

    Components of queries and keys are independent standard normal. Given q, the dot
    products with such keys are independent normal of standard deviation ‖q‖, and so
    they are drawn. Returns two arrays of shape (queries,).
    """
    lengths = np.sqrt(rng.chisquare(d_k, (queries, 1)))
    alpha = softmax(scale * lengths * rng.standard_normal((queries, keys)))
    # ‖diag(α) − ααᵀ‖²_F = Σ_j (α_j − α_j²)² + Σ_{j≠l} α_j²α_l²
    on_diagonal = alpha * (1 - alpha)
    squares = alpha**2
    others = squares.sum(axis=1, keepdims=True) - squares
    norms = np.sqrt((on_diagonal**2 + squares * others).sum(axis=1))
    return alpha.max(axis=1), norms


# --8<-- [end:saturation]


class Heads(NamedTuple):
    """W_Q, W_K, W_V and W_O of one layer, each of shape (d, d)."""

    queries: Array
    keys: Array
    values: Array
    output: Array


def random_heads(d: int, rng: np.random.Generator) -> Heads:
    """Normal weights of variance 1/d."""
    return Heads(*rng.normal(0, d**-0.5, (4, d, d)))


# --8<-- [start:multi_head_attention]
def split_heads(X: Array, heads: int) -> Array:
    """(…, n, d) to (…, heads, n, d/heads): cut the width, then swap two axes."""
    *leading, n, d = X.shape
    return np.swapaxes(X.reshape(*leading, n, heads, d // heads), -3, -2)


def merge_heads(X: Array) -> Array:
    """(…, heads, n, width) to (…, n, heads · width): the way back."""
    *leading, heads, n, width = X.shape
    return np.swapaxes(X, -3, -2).reshape(*leading, n, heads * width)


def multi_head_attention(X: Array, weights: Heads, heads: int) -> Array:
    """Self-attention in `heads` slices of the width, joined and mixed by W_O."""
    Q, K, V = (split_heads(X @ W, heads) for W in weights[:3])
    return merge_heads(scaled_dot_product_attention(Q, K, V)) @ weights.output


# --8<-- [end:multi_head_attention]


# --8<-- [start:sum_over_heads]
def sum_over_heads(X: Array, weights: Heads, heads: int) -> Array:
    """Σ_i A_i X W_V^(i) W_O^(i): each head adds a term of its own to X (n, d)."""
    total = np.zeros_like(X)
    columns = [np.split(W, heads, axis=1) for W in weights[:3]]
    rows = np.split(weights.output, heads)
    for W_Q, W_K, W_V, W_O in zip(*columns, rows, strict=True):
        scores = X @ W_Q @ (X @ W_K).T / np.sqrt(W_Q.shape[1])
        total += softmax(scores) @ X @ (W_V @ W_O)
    return total


# --8<-- [end:sum_over_heads]


# --8<-- [start:cost]
def cost(n: int, d: int, heads: int) -> dict[str, int]:
    """Weights, multiply-adds and stored scores of multi-head self-attention.

    n positions, model width d, split among the heads; biases are left out.
    """
    width = d // heads
    projections = 4 * n * d * d
    mixing = heads * (n * n * width + n * n * width)  # QKᵀ, and weights times V
    return {
        "weights": 4 * d * d,
        "multiply_adds": projections + mixing,
        "scores": heads * n * n,
    }


# --8<-- [end:cost]
