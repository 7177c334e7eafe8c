"""Vision Transformers and mixtures of experts."""

from collections.abc import Callable, Sequence
from math import ceil

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


# --8<-- [start:embed_patches]
def patches(image: Array, size: int) -> Array:
    """An image, shape (C, H, W), as flattened patches, shape (HW/P², C·P²), row by row.

    Args:
        image: H and W are multiples of the patch size.
        size: P, the side of a patch in pixels.
    """
    C, H, W = image.shape
    rows, columns = H // size, W // size
    tiles = image.reshape(C, rows, size, columns, size).transpose(1, 3, 0, 2, 4)
    return tiles.reshape(rows * columns, C * size * size)


def embed_patches(image: Array, size: int, E: Array, b: Array) -> Array:
    """A token for each patch: its pixels times one matrix for all places.

    Args:
        image: shape (C, H, W).
        size: P.
        E: shape (d, values of a patch).
        b: shape (d,).
    """
    return patches(image, size) @ E.T + b


# --8<-- [end:embed_patches]


# --8<-- [start:vit_parameters]
def vit_parameters(
    side: int = 14,
    size: int = 16,
    width: int = 768,
    blocks: int = 12,
    classes: int = 1000,
) -> int:
    """All parameters of a ViT for side × side patches; the defaults are ViT-B/16."""
    tokens = side**2 + 1
    embedding = (3 * size**2 + 1) * width
    places = (1 + tokens) * width  # the class token, and a position for each token
    block = 12 * width**2 + 13 * width  # matrices; biases and two layer norms
    head = 2 * width + (width + 1) * classes  # the last layer norm, and the classifier
    return embedding + places + blocks * block + head


# --8<-- [end:vit_parameters]


# --8<-- [start:route]
def softmax(z: Array) -> Array:
    """Probabilities along the last axis."""
    odds = np.exp(z - z.max(axis=-1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=-1, keepdims=True))


def route(logits: Array, k: int) -> Array:
    """Gates, shape (T, E): the softmax over the k largest logits, else 0 (Mixtral).

    Args:
        logits: of the router, shape (T, E), for T tokens and E experts.
        k: how many experts work on a token.
    """
    chosen = np.argsort(-logits)[:, :k]
    gates = np.zeros_like(logits)
    weights = softmax(np.take_along_axis(logits, chosen))
    np.put_along_axis(gates, chosen, weights, axis=-1)
    return gates


def mixture(
    X: Array, gates: Array, experts: Sequence[Callable[[Array], Array]]
) -> Array:
    """y = Σ gᵢ hᵢ(x) for each token; an expert computes only tokens that chose it."""
    Y = np.zeros_like(X)
    for gate, expert in zip(gates.T, experts, strict=True):
        own = gate > 0
        Y[own] += gate[own, None] * expert(X[own])
    return Y


# --8<-- [end:route]


# --8<-- [start:balancing_loss]
def balancing_loss(logits: Array, alpha: float) -> float:
    """α E Σ_i f_i P_i, for top-1 routing (Fedus et al. 2021, Eq. 4).

    f: share of the tokens that go to each expert; P: mean probability for each expert.
    """
    experts = logits.shape[1]
    f = np.mean(route(logits, 1) > 0, axis=0)
    P = np.mean(softmax(logits), axis=0)
    return float(alpha * experts * f @ P)


def balancing_gradient(logits: Array, alpha: float) -> Array:
    """Its gradient with respect to the logits: f counts as a constant, P carries it."""
    tokens, experts = logits.shape
    f, p = np.mean(route(logits, 1) > 0, axis=0), softmax(logits)
    return np.asarray(alpha * experts / tokens * p * (f - p @ f[:, None]))


# --8<-- [end:balancing_loss]


# --8<-- [start:within_capacity]
def capacity(tokens: int, experts: int, factor: float) -> int:
    """Places of one expert: its fair share times a factor, rounded up."""
    return ceil(tokens / experts * factor)


def within_capacity(choice: NDArray[np.int64], experts: int, places: int) -> Array:
    """Which tokens find a place with their expert, shape (T,): first come first served.

    The others skip the layer: the residual connection carries them on.
    """
    wanted = np.eye(experts)[choice]
    before = np.cumsum(wanted, axis=0) - wanted
    return np.asarray(np.sum(before * wanted, axis=1) < places)


# --8<-- [end:within_capacity]


# --8<-- [start:mixtral_parameters]
def mixtral_parameters(experts: int) -> int:
    """Weights of a Mixtral whose layers have so many experts: 8 in store, 2 at work."""
    width, hidden, layers, vocabulary = 4096, 14_336, 32, 32_000
    attention = 2 * width**2 + 2 * width * 1024  # 8 heads of 128 for keys and values
    router, expert = 8 * width, 3 * width * hidden  # an expert is a SwiGLU layer
    norms, tables = (2 * layers + 1) * width, 2 * vocabulary * width
    return layers * (attention + router + experts * expert) + norms + tables


# --8<-- [end:mixtral_parameters]
