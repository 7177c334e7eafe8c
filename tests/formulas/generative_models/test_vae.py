"""The formulas of docs/generative-models/vae.md."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import Outcomes
from snippets.generative_models.vae import linear_code_nats, reparameterized_gradients, score_gradients

POINTS, WEIGHTS = np.polynomial.hermite_e.hermegauss(8)


@executed("generative_models.vae.reparameterized_gradients")
def test_reparameterized_gradients(rng: Generator) -> Cases:
    """A cubic f; noise with a few values, not symmetric: the formula asks nothing of its distribution."""
    noise, weights = rng.standard_normal(5), rng.uniform(0.1, 1, 5)
    f = np.polynomial.Polynomial(rng.standard_normal(4))
    mean, std = rng.standard_normal(), rng.uniform(0.3, 2)
    estimates = reparameterized_gradients(f.deriv(), mean, std, noise)
    yield {
        "f": f,
        "f'": f.deriv(),
        r"\mu": mean,
        r"\sigma": std,
        r"\varepsilon": Outcomes(list(noise), list(weights)),
        "result": tuple(np.average(each, weights=weights) for each in estimates),
    }


@executed("generative_models.vae.score_gradients")
def test_score_gradients(rng: Generator) -> Cases:
    """The same slope from values alone."""
    f = np.polynomial.Polynomial(rng.standard_normal(4))
    mean, std = rng.standard_normal(), rng.uniform(0.3, 2)
    estimates = score_gradients(f, mean, std, POINTS)
    yield {
        "f": f,
        r"\mu": mean,
        r"\sigma": std,
        r"\varepsilon": Outcomes(list(POINTS), list(WEIGHTS)),
        "result": tuple(np.average(each, weights=WEIGHTS) for each in estimates),
    }


@executed("generative_models.vae.linear_code_nats")
def test_linear_code_nats(rng: Generator) -> Cases:
    """Against the posterior of the best linear model, w² = λ − s², if the direction is used."""
    for variance in (rng.uniform(1, 9), rng.uniform(0.1, 1)):
        s, beta = rng.uniform(0.3, 1.5), rng.uniform(0.5, 4)
        noise = beta * s**2
        w = np.sqrt(max(variance - noise, 0))
        mean_square, spread = w**2 * variance / (w**2 + noise) ** 2, noise / (w**2 + noise)
        yield {
            r"\mathrm{KL}": 0.5 * (mean_square + spread - 1 - np.log(spread)),
            r"\lambda": variance,
            r"\beta": beta,
            "s": s,
            "result": linear_code_nats(np.array([variance]), noise)[0],
        }
