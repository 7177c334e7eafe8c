"""The formulas of the page on gradient descent."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scripts.evidence.formulas.binding import Cases, checked_instead, executed
from scripts.evidence.formulas.values import from_zero
from snippets.optimization.gradient_descent import descend, expected_losses

Array = NDArray[np.float64]


def losses(X: Array, y: Array) -> object:
    """ℓ_i(θ) = ½(x_i·θ − y_i)², counted from 0 as the snippet's indices."""
    return from_zero([lambda theta, x=x, t=t: 0.5 * (x @ theta - t) ** 2 for x, t in zip(X, y, strict=True)])


@executed("optimization.gradient_descent.descend")
def test_descend_on_any_set(rng: Generator) -> Cases:
    """The second update of two, so that the first counts; all examples, one, and some."""
    X, y, start = rng.standard_normal((6, 3)), rng.standard_normal(6), rng.standard_normal(3)
    for S, eta in ((range(6), 0.3), ([4], 0.05), ([0, 5, 2], rng.uniform(0.1, 1.0))):
        _, theta, after = descend(X, y, start, [np.array([1, 2]), np.array(S)], [0.2, eta])
        yield {r"\theta": theta, r"\theta\leftarrow": after, r"\eta": eta, "S": S, r"\ell": losses(X, y)}


@executed("optimization.gradient_descent.descend", 2)
def test_descend_on_a_mini_batch(rng: Generator) -> Cases:
    X, y, start = rng.standard_normal((6, 3)), rng.standard_normal(6), rng.standard_normal(3)
    for batch, eta in (([3], 0.3), ([1, 5], 0.05), ([0, 5, 2], rng.uniform(0.1, 1.0))):
        _, after = descend(X, y, start, [np.array(batch)], [eta])
        yield {
            r"\theta": start,
            r"\theta\leftarrow": after,
            r"\eta": eta,
            "B": len(batch),
            r"\mathcal B": batch,
            r"\ell": losses(X, y),
        }


@executed("optimization.gradient_descent.expected_losses")
def test_mean_square_error_of_sgd(rng: Generator) -> Cases:
    """M is twice the expected loss over λ; the first rate is that of step 0. With 1/λ the past is forgotten."""
    curvature, start, variance = rng.uniform(0.5, 2.0), rng.uniform(1.0, 3.0), rng.uniform(0.1, 1.0)
    for rates, noise in ((rng.uniform(0.1, 1.0, 3), variance), (np.full(3, 1 / curvature), variance), ([0.3] * 3, 0.0)):
        M = 2 * expected_losses(list(rates), [curvature], noise, start) / curvature
        for k in range(3):
            yield {
                "M": from_zero(M),
                "k": k,
                r"\eta": from_zero(list(rates)),
                r"\lambda": curvature,
                r"\sigma": np.sqrt(noise),
            }


@checked_instead(
    "optimization.gradient_descent.expected_losses",
    "the mean loss goes to 0 with rates 1/k, which meet both sums, but not with a constant rate, nor with 1/k²",
    tex=r"\sum_k \eta_k = \infty, \qquad \sum_k \eta_k^2 < \infty",
    nth=2,
)
def test_robbins_monro(rng: Generator) -> None:
    """Ten times as many steps: 1/k gains a tenth, as both sums demand. The others have stopped, each for its reason."""
    k = np.arange(1, 20_001)
    curvature, start, variance = rng.uniform(0.8, 1.2), 2.0, 1.0

    def after(rates: NDArray[np.float64], noise: float) -> tuple[float, float]:
        found = expected_losses(list(rates), [curvature], noise, start)
        return float(found[2000]), float(found[20_000])

    early, late = after(1 / k, variance)
    assert late < 0.2 * early < 1e-3
    early, late = after(np.full(len(k), 0.1), variance)  # the sum of squares grows: noise remains
    assert late > 0.999 * early
    assert after(np.full(len(k), 0.1), 0.0)[1] < 1e-12
    early, late = after(0.5 / k**2, 0.0)  # the sum is finite: without any noise it stops short
    assert late > 0.99 * early > 0.1
    assert np.sum(1 / k[2000:]) > 2  # the sum of the first kind has not stopped, its squares have
    assert np.sum(1 / k[2000:] ** 2) < 1e-3
