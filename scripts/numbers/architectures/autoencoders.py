"""Numbers of `docs/architectures/autoencoders.md`."""

import numpy as np

from snippets.architectures.autoencoders import (
    Array,
    denoising_map,
    gaussian_kl,
    pca_error,
    principal_directions,
    rotated_gaussian,
    three_quarters_of_a_circle,
)

STDS = np.array([3, 2, 1.5, 1, 0.5, 0.3])
VARIANCES, SEEDS = np.array([9.0, 1.0, 0.09]), 8


def linear() -> dict[int, float]:
    """Error of PCA, which a linear autoencoder reaches, on six features, by code size."""
    return {size: pca_error(_features(), size) for size in (0, 1, 2)}


def arc() -> dict[int, Array]:
    """Error of PCA on points along three quarters of a circle, by code size."""
    draws = [three_quarters_of_a_circle(200, np.random.default_rng(seed)) for seed in range(SEEDS)]
    return {size: np.array([pca_error(X, size) for X in draws]) for size in (0, 1)}


def denoising() -> dict[str, object]:
    """The best linear denoiser at noise of variance 1: what it keeps of each direction, and its squared error."""
    shares = np.diag(denoising_map(np.diag(VARIANCES), 1.0))
    error = (1 - shares) ** 2 @ VARIANCES + np.sum(shares**2)
    return {"share": shares.tolist(), "copied": float(len(VARIANCES)), "error": float(error)}


def latent_cost() -> float:
    """KL divergence, in nats, of one latent dimension with mean 1 and standard deviation 0.5 from its prior."""
    return float(gaussian_kl(np.array([1.0]), np.log([0.25])))


def anomalies() -> dict[str, float]:
    """Squared errors with two numbers: of points 20 deviations out along the first axis, 5 along the last, and mean."""
    variances, directions = principal_directions(_features())
    top = directions[:, :2]

    def error(X: Array) -> float:
        return float(np.mean(np.sum((X - X @ top @ top.T) ** 2, axis=1)))

    inside, beside = (
        deviations * np.sqrt(variances[axis]) * directions[None, :, axis] for deviations, axis in ((20, 0), (5, 5))
    )
    return {"inside": round(error(inside), 12), "beside": error(beside), "normal": error(_features())}


def _features() -> Array:
    return rotated_gaussian(500, STDS, np.random.default_rng(0))
