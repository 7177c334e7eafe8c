"""The formulas of the page on deep learning and machine learning."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from snippets.foundations.deep_learning_vs_machine_learning import bands


@executed("foundations.deep_learning_vs_machine_learning.bands")
def test_bands(rng: Generator) -> Cases:
    u = rng.standard_normal(3)
    u /= np.linalg.norm(u)
    for x in (*rng.standard_normal((10, 3)), np.zeros(3), 0.5 * u, -0.55 * u):  # the last two beside an edge, π/6
        yield {"y": bands(x[None], u)[0], "x": x, "u": u}
