"""The formulas of the page on the number of epochs."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import Indexed, each
from snippets.training.number_of_epochs import gradient_descent_at, gradient_descent_shrinkage, ridge_shrinkage


@executed("training.number_of_epochs.gradient_descent_shrinkage")
def test_gradient_descent_shrinkage(rng: Generator) -> Cases:
    eigenvalues, minimizer = rng.uniform(0.1, 2.0, 3), rng.standard_normal(3)
    X = np.diag(np.sqrt(3 * eigenvalues))  # the Hessian XᵀX/3 has these eigenvalues, along the axes
    for t in (0, 1, 7):
        theta = gradient_descent_at(X, X @ minimizer, 0.3, t)  # which calls gradient_descent_shrinkage
        assert np.allclose(theta, gradient_descent_shrinkage(eigenvalues, 0.3, t) * minimizer)
        yield {
            r"\theta": Indexed(lambda t, i, theta=theta: theta[i - 1]),
            "t": t,
            "i": each([1, 2, 3]),
            r"\eta": 0.3,
            r"\lambda": eigenvalues,
            r"\theta^*": minimizer,
        }


@executed("training.number_of_epochs.ridge_shrinkage")
def test_ridge_shrinkage(rng: Generator) -> Cases:
    eigenvalues, minimizer = rng.uniform(0.1, 2.0, 3), rng.standard_normal(3)
    for alpha in (0.0, 0.5, 20.0):
        yield {
            r"\tilde\theta": ridge_shrinkage(eigenvalues, alpha) * minimizer,
            "i": each([1, 2, 3]),
            r"\lambda": eigenvalues,
            r"\alpha": alpha,
            r"\theta^*": minimizer,
        }
