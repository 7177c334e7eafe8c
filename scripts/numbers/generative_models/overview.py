"""Numbers of `docs/generative-models/overview.md`."""

import numpy as np

from snippets.generative_models import overview
from snippets.generative_models.overview import Array

DRAWS = 40
SIZES = (16, 32, 64, 128, 256, 512, 1024, 2048)


def example() -> dict[str, float]:
    """Posterior of class 1 at 0.5, for means 0 and 2, variance 1, and two priors of class 1."""
    means, x = np.array([[0.0], [2.0]]), np.array([0.5])
    return {
        name: float(overview.posterior(x, means, np.eye(1), np.array([1 - prior, prior]))[1])
        for name, prior in (("even", 0.5), ("nine in ten", 0.9))
    }


def best() -> dict[str, float]:
    """Error rates that the two classifiers approach: the line that ignores correlations, and the best line."""
    return {
        "generative": overview.error_rate(overview.CENTER, 0.0),
        "discriminative": overview.error_rate(np.linalg.solve(overview.COVARIANCE, overview.CENTER), 0.0),
    }


def generative(first: int = 0) -> dict[int, Array]:
    """Error rates of naive Bayes over the draws, by number of examples."""
    return {N: errors[0] for N, errors in _errors(first).items()}


def discriminative(first: int = 0) -> dict[int, Array]:
    """Error rates of logistic regression on the same examples."""
    return {N: errors[1] for N, errors in _errors(first).items()}


def mixture() -> float:
    """What is lost in log-likelihood if 99 of 100 samples become noise."""
    return overview.mixture_loss(0.01)


def blank() -> float:
    """By how much the gray image is likelier than a typical one, with as many normals as CIFAR-10 has numbers."""
    return overview.blank_advantage(3 * 32**2)


def _errors(first: int) -> dict[int, Array]:
    rng = np.random.default_rng([first, 0])
    found = {}
    for N in SIZES:
        data = [overview.draw(N, rng) for _ in range(DRAWS)]
        found[N] = np.array(
            [
                [overview.error_rate(*fit(*each)) for each in data]
                for fit in (overview.naive_bayes, overview.logistic_regression)
            ]
        )
    return found
