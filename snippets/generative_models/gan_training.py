"""Why adversarial training is hard, critics with a bounded slope, scores of samples."""

import numpy as np
from numpy.typing import NDArray

from snippets.generative_models.gan import SLOPE, Layers, backward, forward
from snippets.generative_models.vae import turned

Array = NDArray[np.float64]


# --8<-- [start:play]
def play(
    start: tuple[float, float],
    rate: float,
    steps: int,
    *,
    in_turn: bool = False,
    penalty: float = 0.0,
) -> Array:
    """Course (points, 2) of a game: x lowers the product of both, y raises it.

    A GAN in one dimension: the data lie at 0, the generator makes the point x, the
    critic scores a point by its product with y. `in_turn`: y answers the moved x.
    With a penalty, y raises the product less penalty times half its own square.
    """
    x, y = start
    course = [start]
    for _ in range(steps):
        moved = x - rate * y
        y = y + rate * ((moved if in_turn else x) - penalty * y)
        x = moved
        course.append((x, y))
    return np.array(course)


# --8<-- [end:play]


# --8<-- [start:wasserstein_1]
def wasserstein_1(x: Array, y: Array) -> float:
    """Mean way by which points x (N,) on a line move to become points y (N,)."""
    return float(np.mean(np.abs(np.sort(x) - np.sort(y))))


# --8<-- [end:wasserstein_1]


def slope_penalty(critic: Layers, X: Array, target: float) -> tuple[Array, Layers]:
    """Mean of (‖∇f(x)‖ − target)² over X (…, B, d), and its gradients.

    Target 1 is the penalty of WGAN-GP, 0 that of R1. A leaky ReLU has no curvature
    but in its kink, so the signals of the backward pass count as constants.
    """
    B, last = X.shape[-2], len(critic) // 2 - 1
    outputs = forward(critic, X)
    kinks = [np.where(z > 0, 1, SLOPE) for z in outputs[1:-1]]
    signals = [np.ones((*X.shape[:-1], 1))]
    for weights, kink in zip(critic[-2:0:-2], reversed(kinks), strict=True):
        signals.insert(0, signals[0] @ turned(weights) * kink)
    slopes = signals[0] @ turned(critic[0])
    lengths = np.linalg.norm(slopes, axis=-1, keepdims=True)
    pushed = 2 / B * (lengths - target) * slopes / np.maximum(lengths, 1e-12)
    gradients: Layers = []
    for index, signal in enumerate(signals):
        gradients += [turned(pushed) @ signal, np.zeros_like(critic[2 * index + 1])]
        if index < last:
            pushed = pushed @ critic[2 * index] * kinks[index]
    return ((lengths - target) ** 2).mean(axis=(-2, -1)), gradients


# --8<-- [start:critic_gradients]
def critic_gradients(
    critic: Layers, real: Array, fake: Array, mixed: Array, weight: float
) -> tuple[Array, Layers]:
    """Loss (…) of a Wasserstein critic with gradient penalty, and its gradients.

    real, fake and the points between them, mixed, have the shape (…, B, d).
    """
    B = real.shape[-2]
    outputs = forward(critic, np.concatenate([fake, real], axis=-2))
    signs = np.repeat([1.0, -1.0], B)[:, None]  # low for real examples is a loss
    at_scores = np.broadcast_to(signs / B, outputs[-1].shape)
    gradients, _ = backward(critic, outputs, at_scores)
    penalty, others = slope_penalty(critic, mixed, target=1.0)
    losses = (at_scores * outputs[-1]).sum(axis=(-2, -1)) + weight * penalty
    return losses, [
        own + weight * other for own, other in zip(gradients, others, strict=True)
    ]


# --8<-- [end:critic_gradients]


# --8<-- [start:spectral_norm]
def spectral_norm(W: Array, steps: int, rng: np.random.Generator) -> float:
    """Largest singular value of W (m, n) by power iteration; approached from below."""
    v = rng.standard_normal((W.shape[1],))
    for _ in range(steps):
        v = W.T @ (W @ v)
        v /= np.linalg.norm(v)
    return float(np.linalg.norm(W @ v))


# --8<-- [end:spectral_norm]


# --8<-- [start:frechet_distance]
def frechet_distance(mean: Array, covariance: Array, other: Array, of: Array) -> float:
    """Squared Fréchet distance of two normals: means (d,), covariances (d, d).

    FID if the normals are fitted to Inception features of real and made images.
    """
    root = np.sqrt(np.linalg.eigvals(covariance @ of).real.clip(min=0)).sum()
    way = np.sum((mean - other) ** 2)
    return float(way + np.trace(covariance) + np.trace(of) - 2 * root)


def frechet_of_samples(X: Array, Y: Array) -> float:
    """The same for the normals with the moments of samples (N, d) and (M, d)."""
    return frechet_distance(
        X.mean(axis=0),
        np.atleast_2d(np.cov(X, rowvar=False)),
        Y.mean(axis=0),
        np.atleast_2d(np.cov(Y, rowvar=False)),
    )


# --8<-- [end:frechet_distance]


# --8<-- [start:precision_and_recall]
def share_within(points: Array, others: Array, k: int) -> float:
    """Share of points (N, d) that some other (M, d) reaches: its k-th neighbor away."""
    among = np.linalg.norm(others[:, None] - others, axis=-1)
    reach = np.sort(among)[:, k]  # the nearest of each is the point itself
    away = np.linalg.norm(points[:, None] - others, axis=-1)
    return float((away <= reach).any(axis=1).mean())


def precision_and_recall(real: Array, made: Array, k: int = 3) -> tuple[float, float]:
    """How much of what is made looks real, and how much of the real could be made."""
    return share_within(made, real, k), share_within(real, made, k)


# --8<-- [end:precision_and_recall]
