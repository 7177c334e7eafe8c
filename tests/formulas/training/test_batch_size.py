"""The formulas of the page on the batch size."""

from itertools import combinations

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import Outcomes, depends, each, from_zero
from snippets.training.batch_size import chunked_gradient, gradient_variance, minibatch_gradient


def losses(X: np.ndarray, y: np.ndarray) -> object:
    """ℓ_i(θ) = ½(x_i·θ − y_i)², counted from 0 as the snippet's indices."""
    return from_zero([lambda theta, x=x, t=t: 0.5 * (x @ theta - t) ** 2 for x, t in zip(X, y, strict=True)])


@executed("training.batch_size.minibatch_gradient")
def test_minibatch_gradient(rng: Generator) -> Cases:
    X, y, theta = rng.standard_normal((6, 3)), rng.standard_normal(6), rng.standard_normal(3)
    for batch in ([4], [0, 5, 2], [1, 1, 3], list(range(6))):
        gradient = minibatch_gradient(X, y, theta, np.array(batch))
        yield {
            "g_B": gradient,
            "B": len(batch),
            r"\mathcal B": batch,
            r"\ell": losses(X, y),
            r"\theta": theta,
            r"\eta": 0.3,
            r"\theta\leftarrow": theta - 0.3 * gradient,
        }


@executed("training.batch_size.gradient_variance")
def test_gradient_variance(rng: Generator) -> Cases:
    gradients = rng.standard_normal((5, 2)) + 1
    for size in (1, 2, 3, 5):
        means = [gradients[list(chosen)].mean(axis=0) for chosen in combinations(range(5), size)]
        yield {
            "g_B": Outcomes(means),
            r"\nabla\mathcal L": gradients.mean(axis=0),
            r"\sigma": np.sqrt(gradients.var(axis=0).sum()),
            "N": 5,
            "B": size,
            "result": gradient_variance(gradients, size),
        }


@executed("training.batch_size.chunked_gradient")
def test_chunked_gradient(rng: Generator) -> Cases:
    X, y, theta = rng.standard_normal((7, 3)), rng.standard_normal(7), rng.standard_normal(3)
    ell = losses(X, y)
    for size in (1, 3, 7, 10):
        yield {
            r"\mathcal L": depends(lambda theta: 0.5 * np.mean((X @ theta - y) ** 2), r"\theta"),
            "N": 7,
            "c": each(range(start, min(start + size, 7)) for start in range(0, 7, size)),
            r"\ell": ell,
            r"\theta": theta,
            "result": chunked_gradient(X, y, theta, size),
        }
