"""The formulas of the page on autoencoders."""

from functools import partial

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import Outcomes
from snippets.architectures.autoencoders import (
    denoising_map,
    evidence_lower_bound,
    gaussian_kl,
    pca_error,
    reconstruction_error,
)

Array = NDArray[np.float64]


@executed("architectures.autoencoders.reconstruction_error")
def test_reconstruction_error(rng: Generator) -> Cases:
    """Row by row; an autoencoder that is not linear."""
    for N in (1, 5):
        X, E, D = rng.standard_normal((N, 3)), rng.standard_normal((3, 2)), rng.standard_normal((2, 3))
        codes = np.tanh(X @ E)
        yield {
            "x": X,
            "z": codes,
            r"\hat x": codes @ D,
            "f": lambda x, E=E: np.tanh(x @ E),
            "g": lambda z, D=D: z @ D,
            "N": N,
            r"\mathcal L": np.linalg.norm(X - codes @ D) ** 2 / N,
            "result": (None, None, reconstruction_error(X, codes @ D)),
        }


@executed("architectures.autoencoders.pca_error", seeds=2)
def test_pca_error(rng: Generator) -> Cases:
    """The least error is found by alternating least squares for decoder and codes, which knows of no eigenvalue."""
    X = rng.standard_normal((12, 4)) * [3.0, 2.0, 1.0, 0.5] @ rng.standard_normal((4, 4))
    X -= X.mean(axis=0)
    for k in (1, 2, 3):
        decoder = rng.standard_normal((k, 4))
        for _ in range(3000):
            codes = np.linalg.lstsq(decoder.T, X.T, rcond=None)[0].T
            decoder = np.linalg.lstsq(codes, X, rcond=None)[0]
        yield {
            r"\min\mathcal L": reconstruction_error(X, codes @ decoder),
            r"\lambda": np.linalg.svd(X, compute_uv=False) ** 2 / 12,
            "k": k,
            "d": 4,
            "result": pca_error(X, k),
        }


@executed("architectures.autoencoders.denoising_map", seeds=2)
def test_denoising_map(rng: Generator) -> Cases:
    """Two features; x and ε take eight values, which have the mean and the covariance that the page asks for."""
    factor, s = rng.standard_normal((2, 2)), rng.uniform(0.5, 2.0)
    drawn = np.vstack([2 * np.eye(4), -2 * np.eye(4)])  # mean 0, covariance I
    covariance = factor @ factor.T
    yield {
        "W": denoising_map(covariance, s**2),
        "x": Outcomes(list(drawn[:, :2] @ factor.T)),
        r"\varepsilon": Outcomes(list(s * drawn[:, 2:])),
        r"\Sigma": covariance,
        "s": s,
        "I": np.eye(2),
    }


@executed("architectures.autoencoders.evidence_lower_bound")
def test_evidence_lower_bound(rng: Generator) -> Cases:
    """One code, p(x|z) normal around a line, so that p(x) is known. The noise is that of a Gauss–Hermite rule.

    The bound is tight at the exact posterior, and only there.
    """
    points, weights = np.polynomial.hermite_e.hermegauss(8)
    for away in (0.0, 0.5, -2.0):
        slope, x, s = rng.standard_normal(2), rng.standard_normal(2), rng.uniform(0.5, 1.5)
        covariance = np.outer(slope, slope) + s**2 * np.eye(2)
        evidence = -0.5 * (x @ np.linalg.solve(covariance, x) + np.log(np.linalg.det(2 * np.pi * covariance)))
        precision = 1 + slope @ slope / s**2
        mean, variance = np.array([x @ slope / s**2 / precision + away]), 1 / precision * (1 + abs(away))
        z = mean + np.sqrt(variance) * points[:, None]
        likelihood = -0.5 * ((x - z * slope) ** 2 / s**2 + np.log(2 * np.pi * s**2)).sum(axis=1)
        log_variance = np.log([variance])
        estimates = evidence_lower_bound(x, mean, log_variance, partial(np.multiply, slope), s, points[:, None])
        yield {
            r"\log p(x)": evidence,
            r"\mathbb E_{q(z\mid x)}[\log p(x\mid z)]": np.average(likelihood, weights=weights),
            r"\mathrm{KL}(q(z\mid x)\,\Vert\,p(z))": float(gaussian_kl(mean, log_variance)),
            "tight": away == 0,
            "last": np.average(estimates, weights=weights),
        }


@executed("architectures.autoencoders.gaussian_kl")
def test_gaussian_kl(rng: Generator) -> Cases:
    """The divergence is the mean of log q − log p under q, by a Gauss–Hermite rule, which is exact here."""
    points, weights = np.polynomial.hermite_e.hermegauss(4)
    for k in (1, 3):
        mean, std = rng.standard_normal(k), rng.uniform(0.2, 2.0, k)
        z = mean + std * points[:, None]
        logs = 0.5 * (z**2 - points[:, None] ** 2) - np.log(std)
        yield {
            r"\mathrm{KL}": np.average(logs, axis=0, weights=weights).sum(),
            r"\mu": mean,
            r"\sigma": std,
            "k": k,
            "result": gaussian_kl(mean, 2 * np.log(std)),
        }
