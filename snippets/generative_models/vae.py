"""A variational autoencoder, gradients by hand, and two estimators of a gradient."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from snippets.architectures.autoencoders import gaussian_kl
from snippets.optimization.adaptive_optimizers import Moments, adam_step

Array = NDArray[np.float64]
Parameters = dict[str, Array]


# --8<-- [start:gradient_estimates]
def reparameterized_gradients(
    slope: Callable[[Array], Array], mean: float, std: float, noise: Array
) -> tuple[Array, Array]:
    """Samples (S,) of E[f'(μ + σε)], E[f'(μ + σε) ε], slopes by μ, σ; `slope` is f'."""
    slopes = slope(mean + std * noise)
    return slopes, slopes * noise


def score_gradients(
    function: Callable[[Array], Array], mean: float, std: float, noise: Array
) -> tuple[Array, Array]:
    """The same from values of f: E[f(μ + σε) ε/σ], E[f(μ + σε) (ε² − 1)/σ]."""
    values = function(mean + std * noise)
    return values * noise / std, values * (noise**2 - 1) / std


# --8<-- [end:gradient_estimates]


def ring(N: int, rng: np.random.Generator, runs: int) -> Array:
    """Points (runs, N, 2) around the unit circle; radii have standard deviation 0.1."""
    angles = rng.uniform(0, 2 * np.pi, (runs, N))
    radii = 1 + 0.1 * rng.standard_normal((runs, N))
    return np.stack([radii * np.cos(angles), radii * np.sin(angles)], axis=-1)


def initialize(
    d: int, hidden: int, k: int, rng: np.random.Generator, runs: int
) -> Parameters:
    """Weights (runs, in, out) with variance 1/in, and biases (runs, 1, out) of zero."""
    shapes = {
        "encoder": (d, hidden),
        "mean": (hidden, k),
        "log_variance": (hidden, k),
        "decoder": (k, hidden),
        "output": (hidden, d),
    }
    weights = {
        name: rng.standard_normal((runs, *shape)) / np.sqrt(shape[0])
        for name, shape in shapes.items()
    }
    return weights | {
        f"{name}_bias": np.zeros((runs, 1, shape[1])) for name, shape in shapes.items()
    }


# --8<-- [start:encode_and_decode]
def encode(p: Parameters, X: Array) -> tuple[Array, Array, Array]:
    """Hidden units (…, B, h), then means and log variances (…, B, k) of q(z|x)."""
    hidden = np.tanh(X @ p["encoder"] + p["encoder_bias"])
    mean = hidden @ p["mean"] + p["mean_bias"]
    return hidden, mean, hidden @ p["log_variance"] + p["log_variance_bias"]


def decode(p: Parameters, z: Array) -> tuple[Array, Array]:
    """Hidden units (…, B, h) and the mean (…, B, d) of p(x|z); z (…, B, k)."""
    hidden = np.tanh(z @ p["decoder"] + p["decoder_bias"])
    return hidden, hidden @ p["output"] + p["output_bias"]


# --8<-- [end:encode_and_decode]


# --8<-- [start:loss_and_gradients]
def loss_and_gradients(
    p: Parameters, X: Array, noise: Array, noise_std: float, beta: float = 1.0
) -> tuple[Array, Parameters]:
    """Loss (…) in nats and its gradients; X (…, B, d), noise (…, B, k).

    ‖x − x̂‖²/2s² + β KL, averaged over examples; for β = 1 the negative
    ELBO, up to a constant.
    """
    B = X.shape[-2]
    hidden, mean, log_variance = encode(p, X)
    std = np.exp(log_variance / 2)
    z = mean + std * noise  # the sample, as a function of mean and std
    features, X_hat = decode(p, z)
    squares = np.sum((X - X_hat) ** 2, axis=-1) / (2 * noise_std**2)
    loss = np.mean(squares + beta * gaussian_kl(mean, log_variance), axis=-1)

    at_output = (X_hat - X) / noise_std**2 / B
    at_features = at_output @ turned(p["output"]) * (1 - features**2)
    at_z = at_features @ turned(p["decoder"])
    at_mean = at_z + beta * mean / B  # ∂z/∂μ = 1
    at_log_variance = at_z * noise * std / 2 + beta * (std**2 - 1) / (2 * B)
    at_hidden = at_mean @ turned(p["mean"])
    at_hidden += at_log_variance @ turned(p["log_variance"])
    steps = {
        "encoder": (X, at_hidden * (1 - hidden**2)),
        "mean": (hidden, at_mean),
        "log_variance": (hidden, at_log_variance),
        "decoder": (z, at_features),
        "output": (features, at_output),
    }
    gradients = {name: turned(inputs) @ at for name, (inputs, at) in steps.items()}
    for name, (_, at) in steps.items():
        gradients[f"{name}_bias"] = at.sum(axis=-2, keepdims=True)
    return loss, gradients


# --8<-- [end:loss_and_gradients]


def turned(matrices: Array) -> Array:
    """Each matrix of a stack transposed: (…, n, m) to (…, m, n)."""
    return matrices.swapaxes(-1, -2)


def train(
    noise_std: float,
    beta: float,
    rng: np.random.Generator,
    runs: int,
    steps: int = 1500,
    B: int = 64,
) -> Parameters:
    """VAEs on the ring, two latent dimensions, by Adam; fresh points in every step."""
    parameters = initialize(2, 24, 2, rng, runs)
    moments: dict[str, Moments] = {
        name: (np.zeros(1), np.zeros(1), 0) for name in parameters
    }
    for step in range(steps):
        X, noise = ring(B, rng, runs), rng.standard_normal((runs, B, 2))
        _, gradients = loss_and_gradients(parameters, X, noise, noise_std, beta)
        rate = 5e-3 * (1 - step / steps)
        for name in parameters:
            parameters[name], moments[name] = adam_step(
                parameters[name], gradients[name], moments[name], rate
            )
    return parameters


# --8<-- [start:generate]
def generate(p: Parameters, N: int, rng: np.random.Generator) -> Array:
    """New points (runs, N, d): codes from the prior, decoded to their means."""
    runs, k, _ = p["decoder"].shape
    return decode(p, rng.standard_normal((runs, N, k)))[1]


# --8<-- [end:generate]


def off_the_ring(points: Array) -> Array:
    """Share (runs,) of points (runs, N, 2) whose radius is more than 0.3 from 1."""
    return np.asarray(
        np.mean(np.abs(np.linalg.norm(points, axis=-1) - 1) > 0.3, axis=-1)
    )


def most_nats(variances: Array, noise_variance: float) -> float:
    """What a code can save at most, in nats: the variance in all, over 2s².

    A code whose KL term is larger costs more than it earns, whatever the networks.
    """
    return float(np.sum(variances) / (2 * noise_variance))


def linear_code_nats(variances: Array, noise_variance: float) -> Array:
    """KL term, in nats, of each principal direction in the best linear VAE.

    Zero for directions that vary less than the noise: Lucas et al. (2019). A weight β
    of the KL term acts as noise with β times its variance.
    """
    return np.asarray(0.5 * np.log(np.maximum(variances / noise_variance, 1)))
