"""The formulas of the page on ImageNet."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import Indexed, each
from snippets.practice.imagenet import top_k_error


@executed("practice.imagenet.top_k_error")
def test_top_k_error(rng: Generator) -> Cases:
    scores, labels = rng.standard_normal((6, 4)), rng.integers(0, 4, 6)
    yield {
        "E": Indexed(lambda k: top_k_error(scores, labels, k)),
        "T": Indexed(lambda k: lambda z: {1 + int(each) for each in np.argsort(-z)[:k]}),
        "k": each([1, 2, 3, 4]),
        "N": 6,
        "y": labels + 1,
        "z": scores,
    }
