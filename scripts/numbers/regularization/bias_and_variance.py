"""Numbers of `docs/regularization/bias-and-variance.md`."""

import numpy as np
from numpy.typing import NDArray

from snippets.regularization import bias_and_variance as page

Runs = NDArray[np.float64]


def exact() -> dict[int, dict[str, float]]:
    """Squared bias, variance and their sum with the noise at the training inputs, by degree."""
    truth = page.truth(page.inputs())
    found = {}
    for degree in (2, 6, 20):
        bias, variance = page.exact_bias_variance(page.basis(page.inputs(), degree), truth, page.NOISE)
        found[degree] = {"bias": bias, "variance": variance, "error": bias + variance + page.NOISE**2}
    return found


def polynomials(first: int = 0) -> dict[int, dict[str, Runs]]:
    """Error on new targets, measured over 8 × 250 training sets, by degree."""
    found = {}
    for degree in (2, 6, 20):
        errors = []
        for seed in range(first, first + 8):
            predictions, targets = page.fits(degree, 250, np.random.default_rng(seed))
            errors.append(float(np.mean((targets - predictions) ** 2)))
        found[degree] = {"error": np.array(errors)}
    return found


def best() -> float:
    """The degree with the lowest expected error."""
    truth = page.truth(page.inputs())
    sums = [sum(page.exact_bias_variance(page.basis(page.inputs(), d), truth, page.NOISE)) for d in range(21)]
    return float(np.argmin(sums))


def ensemble() -> dict[str, float]:
    """Variance of the mean of ten models, as a share of one's, by their correlation."""
    return {f"{correlation:g}": page.ensemble_variance(1.0, correlation, 10) for correlation in (0.0, 0.5)}
