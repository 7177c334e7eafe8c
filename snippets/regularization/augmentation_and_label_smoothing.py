"""Augmentation and softened labels: flips, mixup, CutMix and label smoothing."""

import numpy as np
from numpy.typing import NDArray

from snippets.foundations.cross_entropy import log_softmax

Array = NDArray[np.float64]


# --8<-- [start:flip]
def flip(image: Array, boxes: Array) -> tuple[Array, Array]:
    """Mirror an image (H, W, C), and its boxes (n, 4) of x₁, y₁, x₂, y₂ with it."""
    width = image.shape[1]
    mirrored = boxes.copy()
    mirrored[:, [0, 2]] = width - boxes[:, [2, 0]]  # the right edge becomes the left
    return image[:, ::-1], mirrored


# --8<-- [end:flip]


# --8<-- [start:mixup]
def mixup(
    X: Array, Y: Array, alpha: float, rng: np.random.Generator
) -> tuple[Array, Array]:
    """x̃ = λx_i + (1 − λ)x_j and ỹ = λy_i + (1 − λ)y_j with shuffled partners j.

    Args:
        X: inputs, shape (B, …).
        Y: one-hot or soft targets, shape (B, K).
        alpha: α of the beta distribution of λ, one draw per mini-batch; small α leaves
            λ near 0 or 1.
        rng: draws λ and the partners.
    """
    share = rng.beta(alpha, alpha)
    partner = rng.permutation(len(X))
    return (
        share * X + (1 - share) * X[partner],
        share * Y + (1 - share) * Y[partner],
    )


# --8<-- [end:mixup]


# --8<-- [start:cutmix]
def box(height: int, width: int, share: float, row: int, column: int) -> list[int]:
    """Top, bottom, left, right of a clipped box around a center; λ = 1 − h w/(H W)."""
    half_height = int(height * np.sqrt(1 - share) / 2)
    half_width = int(width * np.sqrt(1 - share) / 2)
    return [
        max(row - half_height, 0),
        min(row + half_height, height),
        max(column - half_width, 0),
        min(column + half_width, width),
    ]


def cutmix(
    X: Array, Y: Array, alpha: float, rng: np.random.Generator
) -> tuple[Array, Array]:
    """Paste a box of a partner into each image (B, H, W, C); targets by its area."""
    height, width = X.shape[1:3]
    center = int(rng.integers(height)), int(rng.integers(width))
    top, bottom, left, right = box(height, width, rng.beta(alpha, alpha), *center)
    share = 1 - (bottom - top) * (right - left) / (height * width)  # λ of this box
    partner = rng.permutation(len(X))
    mixed = X.copy()
    mixed[:, top:bottom, left:right] = X[partner, top:bottom, left:right]
    return mixed, share * Y + (1 - share) * Y[partner]


# --8<-- [end:cutmix]


# --8<-- [start:smoothed_loss]
def smoothed_loss(logits: Array, label: int, smoothing: float) -> float:
    """L = −(1 − ε) Σ_k y_k log p_k − ε/K · Σ_k log p_k for one example.

    The same as the cross-entropy of the target y′ = (1 − ε) y + ε/K.
    """
    log_p = log_softmax(logits[None])[0]
    return float(-(1 - smoothing) * log_p[label] - smoothing * log_p.mean())


# --8<-- [end:smoothed_loss]


# --8<-- [start:smoothing_floor]
def smoothing_floor(classes: int, smoothing: float) -> float:
    """Lowest possible loss: the entropy of the smoothed target, in nats."""
    low = smoothing / classes
    high = 1 - smoothing + low
    return float(-high * np.log(high) - (classes - 1) * low * np.log(low))


def optimal_gap(classes: int, smoothing: float) -> float:
    """Logit of the true class minus any other at the lowest loss: ln(high/low)."""
    low = smoothing / classes
    return float(np.log((1 - smoothing + low) / low))


# --8<-- [end:smoothing_floor]


def gap_loss(gap: Array, classes: int, smoothing: float) -> Array:
    """Smoothed loss if the true logit exceeds all others by `gap`, shape (n,)."""
    logits = np.zeros((len(gap), classes))
    logits[:, 0] = gap
    return np.array([smoothed_loss(each, 0, smoothing) for each in logits])


def neighbor_accuracy(split_first: bool, rng: np.random.Generator) -> float:
    """Accuracy of the nearest neighbor on random labels, with augmented copies.

    100 inputs of 20 features, each with five noisy copies. If the copies are split
    at random, an input can have copies on both sides; the labels say nothing.
    """
    X, labels = rng.standard_normal((100, 20)), rng.integers(0, 2, 100)
    source = np.repeat(np.arange(100), 5)
    copies = X[source] + 0.3 * rng.standard_normal((500, 20))
    order = rng.permutation(100) if split_first else rng.permutation(500)
    held = order[: len(order) // 5]
    tested = np.isin(source, held) if split_first else np.isin(np.arange(500), held)
    distance = ((copies[tested, None] - copies[None, ~tested]) ** 2).sum(axis=2)
    nearest = source[~tested][distance.argmin(axis=1)]
    return float(np.mean(labels[nearest] == labels[source[tested]]))
