"""Maximum likelihood, cross-entropy and KL divergence, and the two directions of it."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


# --8<-- [start:kl_divergence]
def kl_divergence(p: Array, q: Array) -> float:
    """KL(p ‖ q) = Σ_k p_k log(p_k/q_k) in nats, for probabilities of shape (K,).

    Where p is 0 the term is 0; where q is 0 and p is not, the sum is infinite.
    """
    happens = p > 0
    if np.any(q[happens] == 0):
        return float("inf")
    return float(np.sum(p[happens] * np.log(p[happens] / q[happens])))


def cross_entropy(p: Array, q: Array) -> float:
    """H(p, q) = −Σ_k p_k log q_k: mean cost of coding p by the probabilities q."""
    happens = p > 0
    if np.any(q[happens] == 0):
        return float("inf")
    return float(-np.sum(p[happens] * np.log(q[happens])))


# --8<-- [end:kl_divergence]


# --8<-- [start:mean_negative_log_likelihood]
def mean_negative_log_likelihood(examples: NDArray[np.int64], q: Array) -> float:
    """−1/N · Σ_n log q_θ(x_n) for examples (N,) that are indices of classes."""
    return float(-np.mean(np.log(q[examples])))


# --8<-- [end:mean_negative_log_likelihood]


# --8<-- [start:gaussian_kl]
def gaussian_kl(mean: float, std: float, other_mean: float, other_std: float) -> float:
    """KL of normals: log(σ₂/σ₁) + (σ₁² + (μ₁ − μ₂)²)/(2 σ₂²) − ½, in nats."""
    spread = (std**2 + (mean - other_mean) ** 2) / (2 * other_std**2)
    return float(np.log(other_std / std) + spread - 0.5)


# --8<-- [end:gaussian_kl]


# --8<-- [start:jensen_shannon]
def jensen_shannon(p: Array, q: Array) -> float:
    """½ KL(p ‖ m) + ½ KL(q ‖ m), m their average: symmetric, at most the log of 2."""
    average = (p + q) / 2
    return (kl_divergence(p, average) + kl_divergence(q, average)) / 2


# --8<-- [end:jensen_shannon]


def normal(x: Array, mean: float, std: float) -> Array:
    """Density of a normal distribution."""
    height = 1 / (std * np.sqrt(2 * np.pi))
    return np.asarray(height * np.exp(-(((x - mean) / std) ** 2) / 2))


def two_modes(x: Array) -> Array:
    """Density of the data: two normal bumps at −2 and 2, each with deviation 0.5."""
    return (normal(x, -2, 0.5) + normal(x, 2, 0.5)) / 2


def grid() -> Array:
    """Points from −10 to 10 at which densities are compared, shape (1001,)."""
    return np.linspace(-10, 10, 1001)


def fit(forward: bool) -> tuple[float, float]:
    """Mean and deviation of the one normal closest to the two bumps, on a grid.

    Closest in KL(data ‖ model) if `forward`, else in KL(model ‖ data). Of two equal
    minima the one on the right, where the search begins.
    """
    x = grid()
    data = two_modes(x) / two_modes(x).sum()
    best = (float("inf"), 0.0, 1.0)
    for mean in np.linspace(3, -3, 61):
        for std in np.linspace(0.3, 3, 55):
            model = normal(x, mean, std) / normal(x, mean, std).sum()
            pair = (data, model) if forward else (model, data)
            divergence = kl_divergence(*pair)
            if divergence < best[0] - 1e-9:
                best = (divergence, float(mean), float(std))
    return best[1], best[2]
