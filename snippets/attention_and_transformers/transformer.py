"""The Transformer block from scratch, its counts, and stacks of it with two norms.

Positions are rows: X has the shape (n, d), and a matrix W maps rows by X @ W.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Function = Callable[[Array], Array]


def layer_norm(X: Array, epsilon: float = 1e-5) -> Array:
    """Each row with mean 0 and variance 1; gain 1 and bias 0, as at initialization."""
    centered = X - X.mean(axis=-1, keepdims=True)
    return np.asarray(centered / np.sqrt(X.var(axis=-1, keepdims=True) + epsilon))


class Affine(NamedTuple):
    """The map X W + b; W (d_in, d_out), b (d_out,)."""

    W: Array
    b: Array

    def __call__(self, X: Array) -> Array:
        """Apply to rows, shape (…, d_in)."""
        return np.asarray(X @ self.W + self.b)


# --8<-- [start:attention]
class Attention(NamedTuple):
    """Multi-head attention; four maps from d to d, and the number of heads."""

    query: Affine
    key: Affine
    value: Affine
    output: Affine
    heads: int

    def __call__(self, X: Array, source: Array, allowed: Array) -> Array:
        """Each row of X (n, d) takes from the rows of source (m, d) that it may see.

        allowed: booleans of shape (n, m), with at least one True in each row.
        """
        Q, K, V = self.split(self.query(X)), self.split(self.key(source)), self.value
        scores = Q @ K.swapaxes(-1, -2) / np.sqrt(Q.shape[-1])
        scores = np.where(allowed, scores, -np.inf)
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        mixed = weights @ self.split(V(source))  # (heads, n, d / heads)
        return self.output(mixed.swapaxes(0, 1).reshape(X.shape))

    def split(self, rows: Array) -> Array:
        """(n, d) to (heads, n, d / heads)."""
        return np.stack(np.split(rows, self.heads, axis=1))


# --8<-- [end:attention]


# --8<-- [start:feed_forward]
def relu(Z: Array) -> Array:
    """max(0, z) in each place."""
    return np.maximum(Z, 0)


def feed_forward(
    X: Array, inner: Affine, outer: Affine, activation: Function = relu
) -> Array:
    """FFN(x) = W_2 φ(W_1 x + b) + c for each row of X (n, d). Rows do not meet."""
    return outer(activation(inner(X)))


# --8<-- [end:feed_forward]


# --8<-- [start:sublayer]
def sublayer(X: Array, F: Function, norm: Function, norm_first: bool) -> Array:
    """y_pre = x + F(LN(x)) with the norm first, else y_post = LN(x + F(x))."""
    return X + F(norm(X)) if norm_first else norm(X + F(X))


# --8<-- [end:sublayer]


# --8<-- [start:encoder_block]
def encoder_block(
    X: Array,
    attention: Attention,
    feed_forward: Function,
    norms: Sequence[Function],
    norm_first: bool = False,
) -> Array:
    """Attention over all positions, then the feed-forward layer; X (n, d)."""
    everywhere = np.ones((len(X), len(X)), bool)
    X = sublayer(X, lambda Z: attention(Z, Z, everywhere), norms[0], norm_first)
    return sublayer(X, feed_forward, norms[1], norm_first)


# --8<-- [end:encoder_block]


# --8<-- [start:decoder_block]
def decoder_block(
    X: Array,
    memory: Array,
    attention: Attention,
    cross: Attention,
    feed_forward: Function,
    norms: Sequence[Function],
    norm_first: bool = False,
) -> Array:
    """Causal attention, attention to the encoder's output (m, d), feed-forward."""
    causal = np.tril(np.ones((len(X), len(X)), bool))
    everywhere = np.ones((len(X), len(memory)), bool)
    X = sublayer(X, lambda Z: attention(Z, Z, causal), norms[0], norm_first)
    X = sublayer(X, lambda Z: cross(Z, memory, everywhere), norms[1], norm_first)
    return sublayer(X, feed_forward, norms[2], norm_first)


# --8<-- [end:decoder_block]


# --8<-- [start:parameters]
def block_parameters(d: int, hidden: int, attentions: int = 1) -> int:
    """Weights, biases and norms of a block with `attentions` attention layers."""
    attention = 4 * (d * d + d)
    feed_forward = d * hidden + hidden + hidden * d + d
    norms = (attentions + 1) * 2 * d
    return attentions * attention + feed_forward + norms


def decoder_only_parameters(d: int, blocks: int, vocabulary: int, context: int) -> int:
    """GPT-2: tied token table, learned positions, a final norm, h = 4 d."""
    return blocks * block_parameters(d, 4 * d) + (vocabulary + context) * d + 2 * d


# --8<-- [end:parameters]


# --8<-- [start:costs]
class Cost(NamedTuple):
    """What it takes to connect n positions in one layer, and to go on by one more."""

    multiply_adds: int  # for the whole sequence
    sequential_steps: int  # that must wait for each other
    path: int  # steps from the first input to the last output
    kept: int  # numbers held while generating


def mixing_costs(n: int, d: int) -> dict[str, Cost]:
    """Scores and weighted sum of attention; input and state matrix of a plain RNN."""
    return {
        "attention": Cost(2 * n**2 * d, 1, 1, 2 * n * d),  # a key and a value each
        "recurrence": Cost(2 * n * d**2, n, n, d),
    }


# --8<-- [end:costs]


# --8<-- [start:stack]
def stack(X: Array, functions: Sequence[Function], norm_first: bool) -> list[Array]:
    """The residual stream before, between and behind the sublayers; no final norm."""
    streams = [X]
    for F in functions:
        streams.append(sublayer(streams[-1], F, layer_norm, norm_first))
    return streams


# --8<-- [end:stack]


# --8<-- [start:widths]
def feed_forward_parameters(d: int, hidden: float, gated: bool) -> float:
    """Weights without biases: two matrices (d, h), or three with a gate."""
    return (3 if gated else 2) * d * hidden


def gated_width(d: int, multiple_of: int = 1) -> int:
    """Two thirds of 4 d, rounded up to a multiple that suits the hardware."""
    wanted = int(2 * (4 * d) / 3)
    return -(-wanted // multiple_of) * multiple_of


# --8<-- [end:widths]


def work_of_a_block(n: int, d: int) -> dict[str, int]:
    """Multiply-adds for n positions, h four times d, every score computed."""
    return {
        "feed-forward": 8 * n * d**2,
        "projections": 4 * n * d**2,
        "scores and mixing": 2 * n**2 * d,
    }


def random_affine(d_in: int, d_out: int, rng: np.random.Generator) -> Affine:
    """Xavier-normal weights and zero biases."""
    return Affine(
        rng.standard_normal((d_in, d_out)) * np.sqrt(2 / (d_in + d_out)),
        np.zeros(d_out),
    )


def random_attention(d: int, heads: int, rng: np.random.Generator) -> Attention:
    """Four random maps, drawn in the order of the fields."""
    query, key, value, output = (random_affine(d, d, rng) for _ in range(4))
    return Attention(query, key, value, output, heads)


def random_feed_forward(d: int, hidden: int, rng: np.random.Generator) -> Function:
    """Two random maps with ReLU between."""
    inner, outer = random_affine(d, hidden, rng), random_affine(hidden, d, rng)
    return partial(feed_forward, inner=inner, outer=outer)


def random_sublayers(
    d: int, heads: int, blocks: int, rng: np.random.Generator
) -> list[Function]:
    """Self-attention and feed-forward layer in turn: 2 · `blocks` functions."""
    found: list[Function] = []
    for _ in range(blocks):
        attention = random_attention(d, heads, rng)

        def attend(X: Array, attention: Attention = attention) -> Array:
            return attention(X, X, np.ones((len(X), len(X)), bool))

        found += [attend, random_feed_forward(d, 4 * d, rng)]
    return found


def distance_from_one_row(X: Array) -> float:
    """How far the rows are from being all alike, relative to their size."""
    return float(np.linalg.norm(X - X.mean(axis=0)) / np.linalg.norm(X))
