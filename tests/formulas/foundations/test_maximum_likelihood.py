"""The formulas of the page on maximum likelihood."""

from typing import Any

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import each
from snippets.foundations.maximum_likelihood import (
    cross_entropy,
    gaussian_kl,
    jensen_shannon,
    kl_divergence,
    mean_negative_log_likelihood,
)


def _entropy(p: Any, q: Any = None) -> float:
    """H(p), or H(p, q)."""
    return cross_entropy(p, p if q is None else q)


@executed("foundations.maximum_likelihood.kl_divergence")
def test_kl_divergence(rng: Generator) -> Cases:
    p, q = rng.dirichlet(np.ones(4), 2)
    for other in (q, p):
        yield {
            r"\mathrm{KL}": kl_divergence,
            "p": p,
            "q": other,
            "k": each(range(1, 5)),
            "tight": other is p,
        }


@executed("foundations.maximum_likelihood.cross_entropy")
def test_cross_entropy(rng: Generator) -> Cases:
    p, q = rng.dirichlet(np.ones(4), 2)
    yield {"H": _entropy, r"\mathrm{KL}": kl_divergence, "p": p, "q": q, "k": each(range(1, 5))}


@executed("foundations.maximum_likelihood.mean_negative_log_likelihood")
def test_mean_negative_log_likelihood(rng: Generator) -> Cases:
    examples, q = np.concatenate([np.arange(3), rng.integers(0, 3, 5)]), rng.dirichlet(np.ones(3))
    yield {
        "N": 8,
        "n": each(range(1, 9)),
        "x": examples,
        r"q_\theta": lambda x: q[int(x)],
        r"\hat p": np.bincount(examples) / 8,
        "H": lambda p, model=None: cross_entropy(p, p if model is None else q),
        r"\mathrm{KL}": lambda p, model: kl_divergence(p, q),
        "result": mean_negative_log_likelihood(examples, q),
    }


@executed("foundations.maximum_likelihood.gaussian_kl")
def test_gaussian_kl(rng: Generator) -> Cases:
    """The divergence is the mean of the difference of log-densities under the first, by a rule that is exact here."""
    points, weights = np.polynomial.hermite_e.hermegauss(4)
    (mean, other), (std, other_std) = rng.standard_normal(2), rng.uniform(0.2, 2.0, 2)
    x = mean + std * points
    logs = np.log(other_std / std) + ((x - other) / other_std) ** 2 / 2 - points**2 / 2
    yield {
        r"\mathrm{KL}": np.average(logs, weights=weights),
        r"\mu_1": mean,
        r"\mu_2": other,
        r"\sigma_1": std,
        r"\sigma_2": other_std,
        "result": gaussian_kl(mean, std, other, other_std),
    }


@executed("foundations.maximum_likelihood.jensen_shannon")
def test_jensen_shannon(rng: Generator) -> Cases:
    p, q = rng.dirichlet(np.ones(4), 2)
    yield {
        r"\mathrm{JS}": jensen_shannon,
        r"\mathrm{KL}": kl_divergence,
        "p": p,
        "q": q,
        "m": (p + q) / 2,
    }
