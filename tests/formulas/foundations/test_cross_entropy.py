"""The formulas of the page on cross-entropy."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import Indexed, depends, each
from snippets.foundations.cross_entropy import (
    binary_cross_entropy,
    categorical_cross_entropy,
    cross_entropy_gradient,
    log_softmax,
    one_hot,
    sparse_cross_entropy,
)

Array = NDArray[np.float64]


def softmax(z: Array) -> Array:
    """Softmax of each row, without the precautions of the snippet."""
    exponentials = np.exp(z)
    return np.asarray(exponentials / exponentials.sum(axis=1, keepdims=True))


@executed("foundations.cross_entropy.binary_cross_entropy")
def test_binary_cross_entropy(rng: Generator) -> Cases:
    for targets in (np.array([0.0, 1.0, 1.0]), rng.random(3)):
        z = 3 * rng.standard_normal(3)
        yield {
            r"\mathrm{BCE}": binary_cross_entropy(z, targets),
            "y": targets,
            "z": z,
            "p": 0.5 * (1 + np.tanh(z / 2)),
            "N": 3,
            "n": each([1, 2, 3]),
        }


@executed("foundations.cross_entropy.categorical_cross_entropy")
def test_categorical_cross_entropy(rng: Generator) -> Cases:
    for targets in (rng.dirichlet(np.ones(4), 3), np.eye(4)[[2, 0, 2]]):
        z = 3 * rng.standard_normal((3, 4))
        yield {
            r"\mathrm{CCE}": categorical_cross_entropy(z, targets),
            "y": targets,
            "z": z,
            "p": softmax(z),
            "N": 3,
            "K": 4,
            "n": each(range(1, 4)),
            "k": each(range(1, 5)),
            "j": each(range(1, 5)),
        }


@executed("foundations.cross_entropy.cross_entropy_gradient")
def test_cross_entropy_gradient(rng: Generator) -> Cases:
    z, targets = rng.standard_normal((2, 3)), rng.dirichlet(np.ones(3), 2)
    gradient = cross_entropy_gradient(z, targets)
    for n, k in np.ndindex(z.shape):
        yield {
            r"\mathrm{CCE}": depends(lambda z: categorical_cross_entropy(z, targets), "z"),
            "z": z,
            "p": softmax(z),
            "y": targets,
            "N": 2,
            "n": n + 1,
            "k": k + 1,
            "result": gradient[n, k],
        }


@executed("foundations.cross_entropy.log_softmax")
def test_log_softmax(rng: Generator) -> Cases:
    for offset in (0.0, 600.0, -600.0):  # where the exponentials alone come near the ends of their range
        z = 3 * rng.standard_normal((1, 3)) + offset
        for k in range(3):
            yield {
                "z": z[0],
                "p": softmax(z)[0],
                "m": z.max(),
                "k": k + 1,
                "j": each([1, 2, 3]),
                "result": (log_softmax(z)[0, k], None),
            }


@executed("foundations.cross_entropy.sparse_cross_entropy")
def test_sparse_cross_entropy(rng: Generator) -> Cases:
    """With two indices y is the one-hot target, with one the label, which here counts from 1."""
    z, labels = rng.standard_normal((3, 4)), np.array([0, 3, rng.integers(0, 4)])
    targets = one_hot(labels, 4)
    yield {
        "y": Indexed(lambda n, *k: targets[n - 1, k[0] - 1] if k else labels[n - 1] + 1),
        "p": softmax(z),
        "N": 3,
        "K": 4,
        "result": categorical_cross_entropy(z, targets),
        "last": sparse_cross_entropy(z, labels),
    }
