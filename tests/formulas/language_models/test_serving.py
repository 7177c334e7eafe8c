"""The formulas of docs/language-models/serving.md."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import each
from snippets.language_models.serving import acceptance, speed_up, step_seconds, tokens_per_pass, verified
from tests.snippets.language_models.test_serving import verified_distribution


@executed("language_models.serving.step_seconds")
def test_step_seconds(rng: Generator) -> Cases:
    P, m, peak, bandwidth, b = rng.uniform(1, 10, 5)
    for B in (1, 3, 400):
        for rate in (peak, 1000 * peak):  # on both sides of the ridge
            yield {
                "t": lambda B, rate=rate: step_seconds(int(B), P, m, rate, bandwidth, b),
                "B": B,
                "P": P,
                "m": m,
                r"\pi": rate,
                r"\beta": bandwidth,
                "b": b,
            }


@executed("language_models.serving.verified")
def test_verified(rng: Generator) -> Cases:
    q = np.array([0.3, 0.2, 0.25, 0.25])
    for p in (np.array([0.5, 0.3, 0.1, 0.1]), np.array([0.75, 0.1, 0.1, 0.05])):
        yield {
            r"\hat p": verified_distribution(verified, p, q),
            "p": p,
            "q": q,
            r"\alpha": acceptance(p, q),
            "i": each(range(1, 5)),
            "j": each(range(1, 5)),
        }


@executed("language_models.serving.acceptance")
def test_acceptance(rng: Generator) -> Cases:
    for _ in range(3):
        p, q = rng.dirichlet(np.ones(4), size=2)
        yield {r"\alpha": acceptance(p, q), "p": p, "q": q, "i": each(range(1, 5))}


@executed("language_models.serving.tokens_per_pass")
def test_tokens_per_pass(rng: Generator) -> Cases:
    for gamma in (1, 4):
        alpha = rng.uniform(0.1, 0.9)
        yield {
            r"n_{\text{pass}}": tokens_per_pass(alpha, gamma),
            r"\alpha": alpha,
            r"\gamma": gamma,
            "k": each(range(gamma + 1)),
        }


@executed("language_models.serving.speed_up")
def test_speed_up(rng: Generator) -> Cases:
    for gamma in (1, 4):
        alpha, cost = rng.uniform(0.1, 0.9, 2)
        yield {
            r"\text{speed-up}": speed_up(alpha, gamma, cost),
            r"\alpha": alpha,
            r"\gamma": gamma,
            "c": cost,
        }
