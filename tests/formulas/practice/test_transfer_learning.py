"""The formulas of the page on transfer learning."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from snippets.practice.transfer_learning import linear_probe


@executed("practice.transfer_learning.linear_probe")
def test_linear_probe(rng: Generator) -> Cases:
    features, targets = rng.standard_normal((6, 3)), rng.standard_normal((6, 2))
    for penalty in (0.0, 1.0, rng.uniform(1, 100)):
        yield {
            r"\hat a": linear_probe(features, targets, penalty),
            r"\Phi": features,
            r"\lambda": penalty,
            "I": np.eye(3),
            "y": targets,
        }
