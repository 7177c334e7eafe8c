"""The formulas of the page on early stopping."""

from itertools import product
from math import comb

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import Indexed, Outcomes, each
from snippets.regularization.early_stopping import expected_maximum, paired_standard_error


@executed("regularization.early_stopping.expected_maximum", approx=0.003, seeds=1)
def test_expected_maximum(rng: Generator) -> Cases:
    """All accuracies that two or three models can have on n examples, with their probabilities."""
    for k, n, a in ((2, 60, 0.5), (2, 50, 0.7), (3, 14, 0.55)):
        chances = [comb(n, right) * a**right * (1 - a) ** (n - right) for right in range(n + 1)]
        rights = list(product(range(n + 1), repeat=k))
        yield {
            r"\hat a": Outcomes(
                [np.array(each) / n for each in rights],
                [float(np.prod([chances[right] for right in each])) for each in rights],
            ),
            "i": each(range(1, k + 1)),
            "k": k,
            "a": a,
            "n": n,
            "c": Indexed(expected_maximum),
        }


@executed("regularization.early_stopping.paired_standard_error")
def test_paired_standard_error(rng: Generator) -> Cases:
    """Three examples, on each of which the models are both right, or one of them, or none."""
    for one, two in ((0.3, 0.05), (0.1, 0.7), rng.dirichlet(np.ones(3))[:2]):
        chances = {0: 1 - one - two, 1: one, -1: two}
        outcomes = list(product(chances, repeat=3))
        weights = np.array([np.prod([chances[difference] for difference in each]) for each in outcomes])
        differences = np.array([np.mean(each) for each in outcomes])
        mean = weights @ differences
        yield {
            r"\operatorname{SE}(\hat a_1-\hat a_2)": np.sqrt(weights @ (differences - mean) ** 2),
            "d": one + two,
            r"\Delta": one - two,
            "n": 3,
            "result": paired_standard_error(one + two, one - two, 3),
        }
