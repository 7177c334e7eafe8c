"""Efficient attention: costs, windows and recurrences, blocks, shared heads."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


# --8<-- [start:cost]
def dense_multiply_adds(length: int, width: int) -> int:
    """Multiply-adds of a layer that grow with n: 4 n d² projections, 8 n d² FFN."""
    return 12 * length * width**2


def pair_multiply_adds(length: int, width: int) -> int:
    """Multiply-adds of a layer that grow with the square of n: C_pairs = 2 n² d."""
    return 2 * length**2 * width


def score_bytes(length: int, heads: int, value_bytes: float = 2) -> float:
    """Bytes of the stored scores of one layer and example: h n² b."""
    return heads * length**2 * value_bytes


# --8<-- [end:cost]


# --8<-- [start:window]
def window_mask(length: int, window: int) -> Mask:
    """True where position i (row) may look at j: itself and window − 1 before."""
    distance = np.arange(length)[:, None] - np.arange(length)
    return (distance >= 0) & (distance < window)


def reach(layers: int, window: int) -> int:
    """Positions that the last of a long text can hear of: 1 + L (w − 1)."""
    return 1 + layers * (window - 1)


# --8<-- [end:window]


# --8<-- [start:linear]
def positive(x: Array) -> Array:
    """The feature map elu(x) + 1 of Katharopoulos et al. (2020), entry by entry."""
    return np.maximum(x, 0) + np.exp(np.minimum(x, 0))


def linear_attention(Q: Array, K: Array, V: Array) -> Array:
    """Causal attention whose weights are products of features φ, as a recurrence.

    Args:
        Q: queries, shape (n, d).
        K: keys, shape (n, d).
        V: values, shape (n, d_v).
    """
    state, norm = np.zeros((Q.shape[1], V.shape[1])), np.zeros(Q.shape[1])
    rows = []
    for q, k, v in zip(positive(Q), positive(K), V, strict=True):
        state = state + np.outer(k, v)  # (d, d_v), whatever the length
        norm = norm + k
        rows.append(q @ state / (q @ norm))
    return np.array(rows)


# --8<-- [end:linear]


# --8<-- [start:flash]
Running = tuple[Array, Array, Array]
NO_KEYS: Running = np.array([[-np.inf]]), np.array([[0.0]]), np.array([[0.0]])


def tiles(length: int, block: int) -> list[slice]:
    """Consecutive ranges of `block` places, the last one perhaps shorter."""
    return [slice(start, start + block) for start in range(0, length, block)]


def merge_block(running: Running, S: Array, V: Array) -> Running:
    """Take one more block of keys into the softmax-weighted mean of each query.

    Args:
        running: largest score so far (m, 1), sum ℓ of weights, with it as 1 (m, 1),
            and the sum of values with these weights (m, d_v).
        S: scores of the block, shape (m, block).
        V: its values, shape (block, d_v).
    """
    largest, total, mean = running
    new_largest = np.maximum(largest, S.max(axis=1, keepdims=True))
    rescale = np.exp(largest - new_largest)  # what was summed had another largest
    weights = np.exp(S - new_largest)
    total = rescale * total + weights.sum(axis=1, keepdims=True)
    return new_largest, total, rescale * mean + weights @ V


def flash_attention(Q: Array, K: Array, V: Array, block: int) -> tuple[Array, Array]:
    """softmax(Q Kᵀ/√d) V and log-sum-exp of each row, never with all n² scores.

    Args:
        Q: queries, shape (n, d); K: keys, shape (n, d); V: values, shape (n, d_v).
        block: rows and columns of a tile of scores.
    """
    outputs, logs = np.empty((len(Q), V.shape[1])), np.empty((len(Q), 1))
    for rows in tiles(len(Q), block):
        q = Q[rows] / np.sqrt(Q.shape[1])
        running = NO_KEYS  # largest, sum and weighted sum of nothing
        for columns in tiles(len(K), block):
            running = merge_block(running, q @ K[columns].T, V[columns])
        largest, total, mean = running
        outputs[rows], logs[rows] = mean / total, largest + np.log(total)
    return outputs, logs


# --8<-- [end:flash]


# --8<-- [start:backward]
def flash_backward(
    inputs: tuple[Array, Array, Array],
    outputs: Array,
    logs: Array,
    slope: Array,
    block: int,
) -> tuple[Array, Array, Array]:
    """Gradients by Q, K and V from outputs and logs; the weights are made again.

    Args:
        inputs: Q, K and V of `flash_attention`.
        outputs: what it returned first, shape (n, d_v).
        logs: what it returned second, shape (n, 1).
        slope: gradient of the loss by the outputs, shape (n, d_v).
        block: keys of a tile.
    """
    Q, K, V = inputs
    dQ, dK, dV = np.zeros_like(Q), np.empty_like(K), np.empty_like(V)
    scale = 1 / np.sqrt(Q.shape[1])
    through_sum = (slope * outputs).sum(axis=1, keepdims=True)
    for columns in tiles(len(K), block):
        weights = np.exp(scale * Q @ K[columns].T - logs)
        dV[columns] = weights.T @ slope
        dS = weights * (slope @ V[columns].T - through_sum)
        dQ += scale * dS @ K[columns]
        dK[columns] = scale * dS.T @ Q
    return dQ, dK, dV


# --8<-- [end:backward]


# --8<-- [start:traffic]
def plain_traffic(length: int, size: int) -> int:
    """Numbers moved to and from main memory if scores and weights are stored."""
    return 4 * length * size + 4 * length**2


def flash_traffic(length: int, size: int, rows: int) -> int:
    """The same if `rows` queries stay on the chip while all keys and values pass."""
    passes = -(-length // rows)
    return 2 * length * size + passes * 2 * length * size


# --8<-- [end:traffic]


# --8<-- [start:grouped]
def grouped_attention(Q: Array, K: Array, V: Array) -> Array:
    """h query heads share g key-value heads; g = h is multi-head, g = 1 multi-query.

    Args:
        Q: queries, shape (h, m, d_head).
        K: keys, shape (g, n, d_head); g divides h.
        V: values, shape (g, n, d_head).
    """
    heads, m, size = Q.shape
    grouped = Q.reshape(len(K), heads // len(K), m, size)
    scores = grouped @ K[:, None].swapaxes(2, 3) / np.sqrt(size)
    odds = np.exp(scores - scores.max(axis=3, keepdims=True))
    weights = odds / odds.sum(axis=3, keepdims=True)
    return np.asarray((weights @ V[:, None]).reshape(heads, m, size))


def pooled_heads(W: Array, heads: int, groups: int) -> Array:
    """Key or value weights (d, h d_head) as (d, g d_head): the mean of each group."""
    width, columns = W.shape
    by_head = W.reshape(width, groups, heads // groups, columns // heads)
    return np.asarray(by_head.mean(axis=2).reshape(width, groups * columns // heads))


# --8<-- [end:grouped]


# --8<-- [start:latent]
def latent_scores(Q: Array, c: Array, W_up: Array) -> Array:
    """Scores against keys of c that are never built: s_ij = (W q_i)ᵀ c_j.

    Args:
        Q: queries, shape (h, m, d_head).
        c: latent vectors of all positions, the cache, shape (n, r).
        W_up: makes keys of latent vectors, shape (h, r, d_head).
    """
    return np.asarray(Q @ W_up.swapaxes(1, 2) @ c.T)


# --8<-- [end:latent]
