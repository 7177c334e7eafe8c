"""Diffusion: forward process, loss, two samplers, guidance, noise of a mixture."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from snippets.generative_models import gan
from snippets.generative_models.vae import ring

Array = NDArray[np.float64]
Denoiser = Callable[[Array, int], Array]
"""The noise that is expected in x (…, N, d) at step t, counted from 1."""


# --8<-- [start:forward_process]
def linear_betas(T: int = 1000, first: float = 1e-4, last: float = 0.02) -> Array:
    """Noise variances β_1 … β_T (T,), those of Ho et al. (2020)."""
    return np.linspace(first, last, T)


def signal_shares(betas: Array) -> Array:
    """ᾱ_t (T,): the share of the signal's variance that is left after t steps."""
    return (1 - betas).cumprod()


def noised(x0: Array, signal_share: Array | float, noise: Array) -> Array:
    """x_t in one jump, for ᾱ_t that broadcasts to x0 (…, d)."""
    return np.sqrt(signal_share) * x0 + np.sqrt(1 - signal_share) * noise


# --8<-- [end:forward_process]


# --8<-- [start:samplers]
def ddpm_step(
    x: Array, predicted: Array, beta: float, signal_share: float, noise: Array
) -> Array:
    """x_{t−1} from x_t and the noise predicted in it; `noise` is new, 0 at last."""
    mean = (x - beta / np.sqrt(1 - signal_share) * predicted) / np.sqrt(1 - beta)
    return np.asarray(mean + np.sqrt(beta) * noise)


def ddim_step(
    x: Array, predicted: Array, signal_share: float, next_share: float
) -> Array:
    """x at a lower noise level, any number of steps away, without new noise."""
    x0 = (x - np.sqrt(1 - signal_share) * predicted) / np.sqrt(signal_share)
    return noised(x0, next_share, predicted)


# --8<-- [end:samplers]


# --8<-- [start:guided]
def guided(conditional: Array, unconditional: Array, w: float) -> Array:
    """Classifier-free guidance: noise ε̃ = (1 + w) ε_θ(x_t, c) − w ε_θ(x_t)."""
    return np.asarray((1 + w) * conditional - w * unconditional)


# --8<-- [end:guided]


# --8<-- [start:sample]
def sample_ddpm(
    denoise: Denoiser, x: Array, betas: Array, rng: np.random.Generator
) -> Array:
    """Data from standard normal x by all T steps, each with new noise but the last."""
    shares = signal_shares(betas)
    for t in range(len(betas), 0, -1):
        noise = rng.standard_normal(x.shape) * (t > 1)
        x = ddpm_step(x, denoise(x, t), betas[t - 1], shares[t - 1], noise)
    return x


def sample_ddim(denoise: Denoiser, x: Array, betas: Array, steps: int) -> Array:
    """Data from standard normal x by `steps` calls, evenly spaced from T down."""
    shares = np.concatenate([[1.0], signal_shares(betas)])
    times = np.linspace(len(betas), 0, steps + 1).round().astype(int)
    for t, following in pairwise(times):
        x = ddim_step(x, denoise(x, int(t)), shares[t], shares[following])
    return x


# --8<-- [end:sample]


def mixture_noise(
    x: Array, signal_share: float, means: Array, std: float, weights: Array
) -> Array:
    """E[ε | x_t] for x0 (N,) or (N, d) from normals at `means` (K,) or (K, d)."""
    variance = signal_share * std**2 + 1 - signal_share
    centers = np.sqrt(signal_share) * means.reshape(len(means), -1)
    away = x.reshape(len(x), 1, -1) - centers
    logs = np.log(weights) - np.sum(away**2, axis=2) / (2 * variance)
    shares = np.exp(logs - logs.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    mean = np.sum(shares[:, :, None] * away, axis=1).reshape(x.shape)
    return np.asarray(np.sqrt(1 - signal_share) / variance * mean)


def network_input(x: Array, signal_share: Array | float) -> Array:
    """x (…, N, d) with √ᾱ_t and √(1 − ᾱ_t) beside it."""
    level = np.broadcast_to(signal_share, (*x.shape[:-1], 1))
    return np.concatenate([x, np.sqrt(level), np.sqrt(1 - level)], axis=-1)


# --8<-- [start:loss_and_gradients]
def loss_and_gradients(
    network: gan.Layers, x0: Array, signal_share: Array, noise: Array
) -> tuple[Array, gan.Layers]:
    """Mean of ‖ε − ε_θ(x_t, t)‖² over examples x0 (…, B, d), and its gradients.

    signal_share (…, B, 1) is ᾱ_t of the one step t that was drawn for each example.
    """
    inputs = network_input(noised(x0, signal_share, noise), signal_share)
    outputs = gan.forward(network, inputs)
    errors = outputs[-1] - noise
    B = x0.shape[-2]
    gradients, _ = gan.backward(network, outputs, 2 * errors / B)
    return np.sum(errors**2, axis=(-2, -1)) / B, gradients


# --8<-- [end:loss_and_gradients]


def train(
    betas: Array, rng: np.random.Generator, runs: int, steps: int = 2000, B: int = 128
) -> Denoiser:
    """Denoisers of the ring, `runs` networks with two hidden layers of 48 units."""
    shares, player = signal_shares(betas), gan.Player([4, 48, 48, 2], rng, runs)
    for step in range(steps):
        x0, t = ring(B, rng, runs), rng.integers(len(betas), size=(runs, B, 1))
        _, gradients = loss_and_gradients(
            player.layers, x0, shares[t], rng.standard_normal(x0.shape)
        )
        player.step(gradients, 6e-3 * (1 - step / steps))

    def denoise(x: Array, t: int) -> Array:
        return gan.forward(player.layers, network_input(x, shares[t - 1]))[-1]

    return denoise
