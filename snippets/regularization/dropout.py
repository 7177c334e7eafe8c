"""Dropout: masks, scaling, the penalty it amounts to, and its clash with batch norm."""

from collections.abc import Callable
from itertools import product

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


# --8<-- [start:dropout]
def dropout(
    a: Array,
    keep_probability: float,
    rng: np.random.Generator,
    training: bool = True,
) -> Array:
    """Inverted dropout: ã = m/q ⊙ a, where m keeps a share q; at evaluation a.

    Args:
        a: activations of a mini-batch, shape (B, n); each entry has its own m.
        keep_probability: q; the framework argument is the share dropped.
        rng: draws a new mask at every call.
        training: whether to drop at all.
    """
    if not training:
        return a
    mask = rng.random(a.shape) < keep_probability
    return mask * a / keep_probability


# --8<-- [end:dropout]


# --8<-- [start:original_dropout]
def original_dropout(
    a: Array, keep_probability: float, rng: np.random.Generator, training: bool = True
) -> Array:
    """Dropout of 2014: m ⊙ a in training, q·a at test time (Srivastava et al.)."""
    if not training:
        return keep_probability * a
    return (rng.random(a.shape) < keep_probability) * a


# --8<-- [end:original_dropout]


# --8<-- [start:channel_dropout]
def channel_dropout(
    a: Array, keep_probability: float, rng: np.random.Generator
) -> Array:
    """Spatial dropout: one m per example and channel of feature maps (B, C, H, W)."""
    mask = rng.random((*a.shape[:2], 1, 1)) < keep_probability
    return mask * a / keep_probability


# --8<-- [end:channel_dropout]


# --8<-- [start:dropout_penalty]
def dropout_penalty(X: Array, w: Array, keep_probability: float) -> float:
    """What dropout on the inputs adds to the mean squared error of a linear model.

    (1 − q)/q · Σ_j w_j² · 1/N · Σ_i x_ij²  (Srivastava et al. 2014, §9)

    Args:
        X: examples, shape (N, d).
        w: weights, shape (d,).
        keep_probability: q.
    """
    q = keep_probability
    return float((1 - q) / q * np.sum(w**2 * np.mean(X**2, axis=0)))


# --8<-- [end:dropout_penalty]


# --8<-- [start:subnetwork_outputs]
def subnetwork_outputs(h: Array, W: Array, b: Array) -> Array:
    """Softmax outputs of all 2ⁿ thinned networks for one example at q = ½.

    Args:
        h: hidden activations, shape (n,); each subset of them is one network.
        W: output weights, shape (classes, n), shared by all.
        b: output biases, shape (classes,).
    """
    masks = np.array(list(product((0, 1), repeat=len(h))))
    logits = (masks / 0.5 * h) @ W.T + b
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


# --8<-- [end:subnetwork_outputs]


# --8<-- [start:variance_ratio]
def variance_ratio(a: Array, keep_probability: float) -> float:
    """Variance of one activation at evaluation over that behind training dropout.

    The latter is Var[m/q · a] = Var[a] + (1 − q)/q · E[a²]

    Args:
        a: values of the activation, shape (N,).
        keep_probability: q.
    """
    q = keep_probability
    dropped = np.var(a) + (1 - q) / q * np.mean(a**2)
    return float(np.var(a) / dropped)


# --8<-- [end:variance_ratio]


# --8<-- [start:stochastic_depth]
def stochastic_depth(
    h: Array,
    block: Callable[[Array], Array],
    keep_probability: float,
    rng: np.random.Generator,
) -> Array:
    """h + m/q · block(h), one m for the whole mini-batch: m = 0 skips the work."""
    if rng.random() >= keep_probability:
        return h
    return h + block(h) / keep_probability


# --8<-- [end:stochastic_depth]


def linear_decay(blocks: int, last: float) -> Array:
    """Keep probabilities that fall linearly over the depth from 1 to `last`."""
    return 1 - np.arange(1, blocks + 1) / blocks * (1 - last)
