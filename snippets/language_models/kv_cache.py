"""The key-value cache: a small decoder with it, and how large it gets."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from snippets.language_models.generation import softmax

Array = NDArray[np.float64]
Tokens = tuple[int, ...]
Cache = list[tuple[Array, Array]]


# --8<-- [start:attention]
def causal_attention(Q: Array, K: Array, V: Array) -> Array:
    """Each of the m newest of n positions attends to itself and what precedes it.

    Args:
        Q: queries of the newest positions, shape (heads, m, d_head).
        K: keys of all positions, shape (heads, n, d_head).
        V: values of all positions, shape (heads, n, d_head).
    """
    m, n = Q.shape[1], K.shape[1]
    scores = Q @ K.transpose(0, 2, 1) / np.sqrt(Q.shape[2])
    own_position = np.arange(n - m, n)[:, None]  # of each query: the last m
    future = np.arange(n) > own_position
    return np.asarray(softmax(np.where(future, -np.inf, scores)) @ V)


# --8<-- [end:attention]


class Layer(NamedTuple):
    """Weights of a Transformer layer of width d."""

    query: Array  # (d, d), as key, value and output
    key: Array
    value: Array
    output: Array
    up: Array  # (d, 4d)
    down: Array  # (4d, d)


class Model(NamedTuple):
    """Weights of a small decoder without learned norms."""

    embedding: Array  # (V, d), also the output weights
    positions: Array  # (longest, d)
    layers: list[Layer]
    heads: int


def normalized(x: Array) -> Array:
    """Each position of x, shape (m, d), with mean 0 and variance 1."""
    centered = x - x.mean(axis=-1, keepdims=True)
    return np.asarray(
        centered / np.sqrt(np.mean(centered**2, axis=-1, keepdims=True) + 1e-6)
    )


# --8<-- [start:decoder]
def decoder(tokens: Tokens, model: Model, cache: Cache) -> tuple[Array, Cache]:
    """Logits (m, V) of m tokens that follow those in the cache, and the new cache.

    The cache has keys and values, each (heads, n, d_head), for every layer.
    """
    (first_keys, _), *_ = cache
    past = first_keys.shape[1]
    x = model.embedding[list(tokens)] + model.positions[past : past + len(tokens)]
    longer: Cache = []
    for layer, (old_keys, old_values) in zip(model.layers, cache, strict=True):
        h = normalized(x)
        keys = np.append(old_keys, split(h @ layer.key, model.heads), axis=1)
        values = np.append(old_values, split(h @ layer.value, model.heads), axis=1)
        longer.append((keys, values))
        mixed = causal_attention(split(h @ layer.query, model.heads), keys, values)
        x = x + merge(mixed) @ layer.output
        x = x + np.maximum(0, normalized(x) @ layer.up) @ layer.down
    return normalized(x) @ model.embedding.T, longer


def split(x: Array, heads: int) -> Array:
    """(m, d) to (heads, m, d_head)."""
    m, width = x.shape
    return x.reshape(m, heads, width // heads).transpose(1, 0, 2)


def merge(x: Array) -> Array:
    """(heads, m, d_head) to (m, d)."""
    heads, m, size = x.shape
    return x.transpose(1, 0, 2).reshape(m, heads * size)


# --8<-- [end:decoder]


def empty_cache(model: Model) -> Cache:
    """A cache of no positions."""
    nothing = np.zeros((model.heads, 0, model.embedding.shape[1] // model.heads))
    return [(nothing, nothing) for _ in model.layers]


# --8<-- [start:generate]
def generate(
    prompt: Tokens, model: Model, choose: Callable[[Array], int], count: int
) -> Tokens:
    """The prompt and `count` more tokens, each chosen from the last logits (V,)."""
    tokens, cache = prompt, empty_cache(model)
    new = prompt  # prefill: the whole prompt in one pass
    for _ in range(count):
        logits, cache = decoder(new, model, cache)
        new = (choose(logits[-1]),)  # decoding: one token a pass
        tokens += new
    return tokens


# --8<-- [end:generate]


# --8<-- [start:cache_bytes]
def cache_bytes_per_token(
    layers: int, kv_heads: int, head_size: int, value_bytes: float = 2
) -> float:
    """Bytes of keys and values of one position: 2 L h_kv d_head b."""
    return 2 * layers * kv_heads * head_size * value_bytes


def layer_multiply_adds(length: int, width: int, cached: bool) -> int:
    """Multiply-adds of one layer to get the token behind n positions, `length`.

    C_cache(n) = 12 d² + 2 n d, the second term for attention; with no cache the same
    for each of the n positions.
    """
    newest = 12 * width**2 + 2 * length * width
    return newest if cached else length * newest


# --8<-- [end:cache_bytes]
