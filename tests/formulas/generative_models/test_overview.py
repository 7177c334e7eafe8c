"""The formulas of docs/generative-models/overview.md."""

from typing import Any

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import sigmoid
from snippets.generative_models.overview import gaussian_log_density, line, posterior, sequence_probability


@executed("generative_models.overview.posterior")
def test_posterior(rng: Generator) -> Cases:
    """Two normal classes in two dimensions, of one covariance."""
    means, M, priors = rng.standard_normal((2, 2)), rng.standard_normal((2, 2)), rng.dirichlet(np.ones(2))
    covariance, x = M @ M.T + np.eye(2), rng.standard_normal(2)
    w, b = line(means, covariance, priors)

    def p(first: Any, given: Any = None) -> float:
        """p(x | y), p(y) or p(1 | x), by what stands in the brackets."""
        if np.ndim(first):
            return float(np.exp(gaussian_log_density(first, means[int(given)], covariance)))
        return float(priors[int(first)] if given is None else posterior(given, means, covariance, priors)[int(first)])

    yield {"p": p, r"\sigma": sigmoid, "w": w, "x": x, "b": b}


@executed("generative_models.overview.sequence_probability")
def test_sequence_probability(rng: Generator) -> Cases:
    """Four tokens of three kinds; what stands before is the token before, and nothing (−1) before the first."""
    first, following = rng.dirichlet(np.ones(3)), rng.dirichlet(np.ones(3), size=3)
    tokens = [int(token) for token in rng.integers(0, 3, 4)]

    def p(x: Any, h: Any = None) -> float:
        """Of a token after another, or of all of them."""
        if h is None:
            return sequence_probability([int(token) for token in x], first, following)
        return float(first[int(x)] if h < 0 else following[int(h), int(x)])

    yield {"n": 4, "x": tokens, "h": [-1, *tokens[:-1]], "p": p}
