"""Contrastive losses: InfoNCE, CLIP's form, triplets; the bound on information."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


# --8<-- [start:similarities]
def unit(vectors: Array) -> Array:
    """Vectors (B, d) at length 1, so that a dot product is a cosine."""
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def similarities(first: Array, second: Array, temperature: float) -> Array:
    """Cosines of all pairs over the temperature, (B, B); partners on the diagonal."""
    return unit(first) @ unit(second).T / temperature


# --8<-- [end:similarities]


# --8<-- [start:info_nce]
def log_softmax(scores: Array) -> Array:
    """Logarithms of the softmax of each row."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))


def info_nce(scores: Array) -> float:
    """−1/N · Σ_i log(e^(s_ii/τ)/(Σ_j e^(s_ij/τ))): which of N candidates is my partner?

    Args:
        scores: similarities over the temperature, (N, N); partners on the diagonal.
    """
    return float(-np.mean(np.diag(log_softmax(scores))))


# --8<-- [end:info_nce]


# --8<-- [start:clip_loss]
def clip_loss(scores: Array) -> float:
    """Symmetric InfoNCE: find the text of each image and the image of each text."""
    return (info_nce(scores) + info_nce(scores.T)) / 2


# --8<-- [end:clip_loss]


# --8<-- [start:push]
def push(scores: Array, temperature: float) -> Array:
    """Slope of each row's loss by its cosines, (N, N): p_ij/τ, less at the partner."""
    p = np.exp(log_softmax(scores))
    return np.asarray((p - np.eye(len(scores))) / temperature)


# --8<-- [end:push]


# --8<-- [start:info_nce_gradient]
def info_nce_gradient(
    first: Array, second: Array, temperature: float
) -> tuple[Array, Array]:
    """Gradients of info_nce(similarities(…)) by both mini-batches of vectors, (N, d).

    Only the direction of a vector counts, so its gradient is at right angles to it.
    """
    a, b = unit(first), unit(second)
    slopes = push(a @ b.T / temperature, temperature) / len(a)
    found = []
    for vectors, directions, gradient in (
        (first, a, slopes @ b),
        (second, b, slopes.T @ a),
    ):
        along = np.sum(gradient * directions, axis=1, keepdims=True)
        length = np.linalg.norm(vectors, axis=1, keepdims=True)
        found.append((gradient - along * directions) / length)
    return found[0], found[1]


# --8<-- [end:info_nce_gradient]


# --8<-- [start:triplet_loss]
def triplet_loss(
    anchor: Array, positive: Array, negative: Array, margin: float
) -> Array:
    """max(0, ‖a − p‖ − ‖a − n‖ + m) of each triplet, (B,), for vectors (B, d)."""
    near = np.linalg.norm(anchor - positive, axis=1)
    far = np.linalg.norm(anchor - negative, axis=1)
    return np.asarray(np.maximum(0.0, near - far + margin))


# --8<-- [end:triplet_loss]


# --8<-- [start:information_bound]
def information_bound(scores: Array) -> float:
    """Lower bound on the mutual information in nats: ln N - InfoNCE, at most ln N."""
    return float(np.log(len(scores)) - info_nce(scores))


# --8<-- [end:information_bound]


# --8<-- [start:gaussian]
def gaussian_information(correlation: float, dimensions: int) -> float:
    """Mutual information of d independent pairs of normals: I = −d/2 · ln(1 − ρ²)."""
    return float(-dimensions / 2 * np.log(1 - correlation**2))


def best_scores(x: Array, y: Array, correlation: float) -> Array:
    """log p(y | x) - log p(y) of all pairs of rows, (N, N): no critic is better."""
    rho = correlation
    means = rho * x[:, None, :]
    log_conditional = -((y[None] - means) ** 2) / (2 * (1 - rho**2))
    log_marginal = -(y[None] ** 2) / 2
    constant = -x.shape[1] / 2 * np.log(1 - rho**2)
    return np.asarray((log_conditional - log_marginal).sum(axis=2) + constant)


# --8<-- [end:gaussian]
