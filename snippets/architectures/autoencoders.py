"""Linear, denoising and variational autoencoders, in NumPy."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def rotated_gaussian(N: int, stds: Array, rng: np.random.Generator) -> Array:
    """Examples (N, d) with mean zero and standard deviations `stds` in rotated axes."""
    axes, _ = np.linalg.qr(rng.standard_normal((len(stds), len(stds))))
    X = (rng.standard_normal((N, len(stds))) * stds) @ axes.T
    return np.asarray(X - X.mean(axis=0))


def three_quarters_of_a_circle(N: int, rng: np.random.Generator) -> Array:
    """Points (N, 2) along an arc of radius 1, shifted to mean zero."""
    angles = rng.uniform(0, 1.5 * np.pi, N)
    X = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return np.asarray(X - X.mean(axis=0))


def reconstruction_error(X: Array, X_hat: Array) -> float:
    """L = 1/N · Σ_i ‖x_i − x̂_i‖²; both (N, d)."""
    return float(np.mean(np.sum((X - X_hat) ** 2, axis=1)))


# --8<-- [start:train_linear_autoencoder]
def train_linear_autoencoder(
    X: Array, code_size: int, steps: int, learning_rate: float, rng: np.random.Generator
) -> tuple[Array, Array]:
    """Encoder (d, k) and decoder (k, d) by gradient descent on ‖x − x̂‖².

    x̂ = x E D, for rows x of X (N, d) with mean zero, without biases.
    """
    N, d = X.shape
    encoder = 0.1 * rng.standard_normal((d, code_size))
    decoder = 0.1 * rng.standard_normal((code_size, d))
    for _ in range(steps):
        codes = X @ encoder
        error = codes @ decoder - X  # the target is the input
        at_encoder = X.T @ (error @ decoder.T) * 2 / N
        decoder -= learning_rate * codes.T @ error * 2 / N
        encoder -= learning_rate * at_encoder
    return encoder, decoder


# --8<-- [end:train_linear_autoencoder]


def principal_directions(X: Array) -> tuple[Array, Array]:
    """Eigenvalues and eigenvectors (columns) of XᵀX/N, largest first, for mean zero."""
    values, vectors = np.linalg.eigh(X.T @ X / len(X))
    return values[::-1], vectors[:, ::-1]


def pca_error(X: Array, code_size: int) -> float:
    """Smallest error of a linear code of k numbers: λ_{k+1} + … + λ_d.

    X (N, d) has mean zero; λ are the eigenvalues of its covariance, largest first.
    """
    values, _ = principal_directions(X)
    return float(values[code_size:].sum())


def denoising_map(covariance: Array, noise_variance: float) -> Array:
    """The linear W (d, d) that denoises with the least square error: Σ(Σ + s² I)⁻¹.

    x has mean zero and covariance Σ, ε is independent with standard deviation s.
    """
    noisy = covariance + noise_variance * np.eye(len(covariance))
    return np.asarray(np.linalg.solve(noisy, covariance).T)


def gaussian_kl(mean: Array, log_variance: Array) -> Array:
    """½ Σ_j (μ_j² + σ_j² − 1 − log σ_j²) in nats, over the last axis (k,)."""
    terms = mean**2 + np.exp(log_variance) - 1 - log_variance
    return np.asarray(0.5 * terms.sum(axis=-1))


# --8<-- [start:evidence_lower_bound]
def evidence_lower_bound(
    x: Array,
    mean: Array,
    log_variance: Array,
    decode: Callable[[Array], Array],
    noise_std: float,
    noise: Array,
) -> Array:
    """One ELBO estimate per row of `noise` (S, k), standard normal; in nats.

    x (d,); q is normal with `mean` and `log_variance`, both (k,); p is normal around
    `decode` of z, from (S, k) to (S, d), with standard deviation `noise_std`.
    """
    z = mean + np.exp(log_variance / 2) * noise  # differentiable in mean and variance
    squares = ((x - decode(z)) / noise_std) ** 2 + np.log(2 * np.pi * noise_std**2)
    return np.asarray(-0.5 * squares.sum(axis=1) - gaussian_kl(mean, log_variance))


# --8<-- [end:evidence_lower_bound]
