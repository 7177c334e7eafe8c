"""Numbers of `docs/generative-models/diffusion.md`."""

from functools import cache
from statistics import NormalDist

import numpy as np

from snippets.generative_models import diffusion
from snippets.generative_models.vae import off_the_ring

RUNS, POINTS, CALLS = 6, 500, (2, 5, 10, 20, 50)
BETAS = diffusion.linear_betas()
SHARES = diffusion.signal_shares(BETAS)


def schedule() -> dict[str, float]:
    """Share of the signal that is left at the end, and the first step with less than half."""
    return {"end": float(SHARES[-1]), "half": float(np.argmax(SHARES < 0.5) + 1)}


def removed() -> float:
    """Share of the predicted noise that the step at t = 500 takes away, of the standard deviation of that noise."""
    return float(BETAS[499] / (1 - SHARES[499]))


def guidance() -> dict[int, dict[str, float]]:
    """Mean and deviation of guided samples of a class at 1 with deviation 0.5 beside one at −1, exact noise, by w."""
    quantiles = np.array([NormalDist().inv_cdf((place + 0.5) / 1000) for place in range(1000)])
    found = {}
    for w in (0, 1, 3, 7):
        samples = diffusion.sample_ddim(_guided(w), quantiles, BETAS, 100)
        found[w] = {"mean": float(samples.mean()), "std": float(samples.std())}
    return found


def ddim(first: int = 0) -> dict[int, diffusion.Array]:
    """Share of DDIM's points off the ring, by calls of the network."""
    return _results(first)[0]


def ddpm(first: int = 0) -> diffusion.Array:
    """Share of DDPM's points off the ring, 100 calls."""
    return _results(first)[1]


def _guided(w: float) -> diffusion.Denoiser:
    def denoise(x: diffusion.Array, t: int) -> diffusion.Array:
        share = float(SHARES[t - 1])
        alone = diffusion.mixture_noise(x, share, np.array([1.0]), 0.5, np.array([1.0]))
        both = diffusion.mixture_noise(x, share, np.array([-1.0, 1.0]), 0.5, np.array([0.5, 0.5]))
        return diffusion.guided(alone, both, w)

    return denoise


@cache
def _results(first: int) -> tuple[dict[int, diffusion.Array], diffusion.Array]:
    rng = np.random.default_rng([first, 0])
    betas = diffusion.linear_betas(100, 1e-3, 0.2)
    denoise = diffusion.train(betas, rng, RUNS)
    start = rng.standard_normal((RUNS, POINTS, 2))
    straight = {calls: off_the_ring(diffusion.sample_ddim(denoise, start, betas, calls)) for calls in CALLS}
    return straight, off_the_ring(diffusion.sample_ddpm(denoise, start, betas, rng))
