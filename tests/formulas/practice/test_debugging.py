"""The formulas of the page on debugging."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from snippets.practice.debugging import sqrt_gradient


@executed("practice.debugging.sqrt_gradient")
def test_sqrt_gradient(rng: Generator) -> Cases:
    for x, epsilon in ((0.0, 0.5), (4.0, 1e-8), tuple(rng.uniform(0.5, 2.0, 2))):
        yield {"x": x, r"\epsilon": epsilon, "result": sqrt_gradient(np.array(x), epsilon)}
