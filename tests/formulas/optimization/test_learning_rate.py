"""The formulas of the page on the learning rate."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import Indexed, each
from snippets.optimization.learning_rate import cosine, quadratic_path, steps_to_factor


@executed("optimization.learning_rate.quadratic_path", words=("converges for",))
def test_quadratic_path(rng: Generator) -> Cases:
    """The condition must hold exactly where the path itself, from anywhere, gets closer in the end."""
    start, curvatures = rng.standard_normal(3), rng.uniform(0.5, 2.0, 3)
    limit = 2 / curvatures.max()
    for eta in (0.3 * limit, 0.99 * limit, 1.01 * limit, 1.5 * limit, 0.0, -0.1):
        path = quadratic_path(start, curvatures, eta, 500)
        converges = bool(np.linalg.norm(path[-1]) < 0.1 * np.linalg.norm(start))
        for t in (0, 1, 5):
            yield {
                r"\theta": Indexed(lambda t, i, path=path: path[t, i - 1]),
                "t": t,
                "i": each([1, 2, 3]),
                r"\eta": eta,
                r"\lambda": curvatures,
                r"\lambda_{\max}": curvatures.max(),
                "fails": not converges,
            }


@executed("optimization.learning_rate.steps_to_factor", approx=0.011)
def test_steps_to_factor(rng: Generator) -> Cases:
    """Small products of either kind, for the approximation: x is −ln(1 − x) up to x/2 ≤ 1 %. One factor does not do."""
    near = [(0.019, 1.0), (5.0, 0.002)]
    for eta, curvature in [*near, (50.0, 0.01), (0.01, 50.0), (0.039, 1.0), (rng.uniform(0.1, 0.9), 1.0), (1.5, 1.2)]:
        factor = rng.uniform(2.0, 1000.0)
        yield {"t": steps_to_factor(eta, curvature, factor), "f": factor, r"\eta": eta, r"\lambda": curvature}


@executed("optimization.learning_rate.cosine")
def test_cosine(rng: Generator) -> Cases:
    first, last = rng.uniform(0.5, 1.0), rng.uniform(0.0, 0.1)
    for t, T in ((0, 100), (100, 100), (25, 100), (int(rng.integers(1, 70)), 71)):
        yield {r"\eta_t": cosine(t, T, first, last), r"\eta_0": first, r"\eta_{\min}": last, "t": t, "T": T}
