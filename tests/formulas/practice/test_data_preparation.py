"""The formulas of the page on data preparation."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import each
from snippets.practice.data_preparation import (
    correct_prior,
    cost_threshold,
    curvatures,
    standardize,
    weighted_cross_entropy,
)


@executed("practice.data_preparation.standardize")
def test_standardize(rng: Generator) -> Cases:
    x, mean, scale = rng.standard_normal(3), rng.standard_normal(3), rng.uniform(0.5, 20.0, 3)
    yield {
        "x'": standardize(x[None], mean, scale)[0],
        "x": x,
        r"\mu": mean,
        r"\sigma": scale,
        "j": each([1, 2, 3]),
    }


@executed("practice.data_preparation.curvatures")
def test_curvatures(rng: Generator) -> Cases:
    for N, d in ((7, 2), (4, 3)):
        X = rng.standard_normal((N, d)) + 1
        A = np.column_stack([X, np.ones(N)])
        eigenvalues = curvatures(X)
        yield {
            r"\kappa": np.linalg.cond(A) ** 2,
            r"\lambda": eigenvalues,
            r"\lambda_{\max}": eigenvalues.max(),
            r"\lambda_{\min}": eigenvalues.min(),
            r"\text{eigenvalues of}": np.linalg.eigvalsh,
            "A": A,
            "X": X,
            "N": N,
            "d": d,
        }


@executed("practice.data_preparation.cost_threshold", words=("predict positive if",))
def test_cost_threshold(rng: Generator) -> Cases:
    """At the threshold both decisions cost the same: (1 − p) of an alarm, p of a miss."""
    for alarm, miss in ((1.0, 19.0), (3.0, 1.0), tuple(rng.uniform(0.1, 10.0, 2))):
        even = 1 / (1 + miss / alarm)
        for p in (0.999 * even, even, 1.001 * even):
            assert p == even or (p * miss > (1 - p) * alarm) == (p > even)
            yield {
                "p": p,
                r"c_{\mathrm{FP}}": alarm,
                r"c_{\mathrm{FN}}": miss,
                "tight": p == even,
                "fails": p < even,
                "last": cost_threshold(alarm, miss),
            }


@executed("practice.data_preparation.weighted_cross_entropy")
def test_weighted_cross_entropy(rng: Generator) -> Cases:
    z, weights, labels = rng.standard_normal((4, 3)), rng.uniform(0.5, 20.0, 3), np.array([0, 1, 2, 1])
    exponentials = np.exp(z)
    yield {
        r"\mathcal L": weighted_cross_entropy(z, labels, weights),
        "w": weights,
        "y": labels + 1,
        "p": exponentials / exponentials.sum(axis=1, keepdims=True),
        "i": each([1, 2, 3, 4]),
    }


@executed("practice.data_preparation.correct_prior")
def test_correct_prior(rng: Generator) -> Cases:
    z, trained, actual = rng.standard_normal(3), rng.dirichlet(np.ones(3)), rng.dirichlet(np.ones(3))
    moved = correct_prior(z[None], trained, actual)[0]
    for k in range(3):
        yield {"z": z, r"\pi": actual, r"\pi'": trained, "k": k + 1, r"z_k\leftarrow": moved[k]}
