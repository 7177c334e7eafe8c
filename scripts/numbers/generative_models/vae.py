"""Numbers of `docs/generative-models/vae.md`."""

from functools import cache

import numpy as np

from snippets.architectures.autoencoders import gaussian_kl
from snippets.generative_models import vae

RUNS, NOISE_STD, BETAS = 8, 0.2, (0, 1, 16)
EDGES = np.linspace(0, 1.3, 14)


def variances() -> dict[str, float]:
    """Variance of one estimate of the slope of E[z²] in μ, z ~ N(2, 1): exact, by a Gauss–Hermite rule; their ratio."""
    points, weights = np.polynomial.hermite_e.hermegauss(12)
    through = vae.reparameterized_gradients(lambda z: 2 * z, 2.0, 1.0, points)[0]
    score = vae.score_gradients(np.square, 2.0, 1.0, points)[0]
    found = [
        float(np.average((each - np.average(each, weights=weights)) ** 2, weights=weights)) for each in (through, score)
    ]
    return {"through": found[0], "score": found[1], "ratio": found[1] / found[0]}


def most_nats() -> dict[str, float]:
    """What the code of 784 pixels between 0 and 1 can save: squares averaged over pixels, and summed."""
    return {
        "mean": vae.most_nats(np.full(784, 0.25), 784 / 2),
        "sum": vae.most_nats(np.full(784, 0.25), 1 / 2),
    }


def threshold() -> dict[str, float]:
    """Variance of the ring along an axis, and β s² of the largest β."""
    return {"variance": (1 + 0.1**2) / 2, "noise": BETAS[-1] * NOISE_STD**2}


def off(first: int = 0) -> dict[int, vae.Array]:
    """Share of generated points off the ring, by β."""
    return {beta: vae.off_the_ring(_results(first)[beta][0]) for beta in BETAS}


def error(first: int = 0) -> dict[int, vae.Array]:
    """Squared error of the reconstruction of new points from a sampled code, by β."""
    return {beta: _results(first)[beta][1] for beta in BETAS}


def nats(first: int = 0) -> dict[int, vae.Array]:
    """KL term on new points, by β."""
    return {beta: _results(first)[beta][2] for beta in BETAS}


def radius(first: int = 0) -> dict[str, vae.Array]:
    """Share of generated points in each tenth of the distance from the center, by β and index."""
    found = {}
    for beta in BETAS:
        radii = np.linalg.norm(_results(first)[beta][0], axis=-1)
        for index in range(len(EDGES) - 1):
            found[f"{beta}.{index}"] = np.mean((radii >= EDGES[index]) & (radii < EDGES[index + 1]), axis=1)
    return found


@cache
def _results(first: int) -> dict[int, tuple[vae.Array, vae.Array, vae.Array]]:
    """Generated points, errors and KL terms of eight networks for each β."""
    found = {}
    for beta in BETAS:
        rng = np.random.default_rng([first, beta])
        p = vae.train(NOISE_STD, beta, rng, RUNS)
        X = vae.ring(2000, rng, RUNS)
        _, mean, log_variance = vae.encode(p, X)
        z = mean + np.exp(log_variance / 2) * rng.standard_normal(mean.shape)
        errors = np.sum((vae.decode(p, z)[1] - X) ** 2, axis=-1).mean(axis=1)
        found[beta] = vae.generate(p, 2000, rng), errors, gaussian_kl(mean, log_variance).mean(axis=1)
    return found
