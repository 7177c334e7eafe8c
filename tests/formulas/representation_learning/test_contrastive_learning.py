"""The formulas of the page on contrastive learning."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import depends, each
from snippets.representation_learning.contrastive_learning import (
    gaussian_information,
    info_nce,
    log_softmax,
    push,
    triplet_loss,
)


@executed("representation_learning.contrastive_learning.info_nce")
def test_info_nce(rng: Generator) -> Cases:
    cosines = rng.uniform(-1, 1, (4, 4))
    for tau in (0.1, 1.0):
        yield {
            r"\mathcal L": info_nce(cosines / tau),
            "N": 4,
            "s": cosines,
            r"\tau": tau,
            "i": each(range(1, 5)),
            "j": each(range(1, 5)),
        }


@executed("representation_learning.contrastive_learning.push", tolerance=1e-6)  # a slope by differences
def test_push(rng: Generator) -> Cases:
    cosines, tau = rng.uniform(-1, 1, (4, 4)), 0.3
    slopes = push(cosines / tau, tau)
    p = np.exp(log_softmax(cosines / tau))
    for i in range(4):
        for j in set(range(4)) - {i}:
            yield {
                r"\mathcal L_i": depends(lambda value, i=i, j=j: _row_loss(cosines, i, j, value, tau), "s_{ij}"),
                "s_{ij}": float(cosines[i, j]),
                "p_{ij}": float(p[i, j]),
                r"\tau": tau,
                "last": float(slopes[i, j]),
            }


def _row_loss(cosines: NDArray[np.float64], i: int, j: int, value: float, tau: float) -> float:
    """Loss of row i with another similarity in column j."""
    changed = cosines.copy()
    changed[i, j] = value
    return float(-log_softmax(changed / tau)[i, i])


@executed("representation_learning.contrastive_learning.gaussian_information")
def test_gaussian_information(rng: Generator) -> Cases:
    for d in (1, 4):
        rho = rng.uniform(0, 0.9)
        yield {"I": gaussian_information(rho, d), "d": d, r"\rho": rho}


@executed("representation_learning.contrastive_learning.triplet_loss")
def test_triplet_loss(rng: Generator) -> Cases:
    for scale in (1.0, 10.0):
        a, p, n = rng.standard_normal((3, 1, 2))
        n = scale * n
        yield {
            r"\ell": float(triplet_loss(a, p, n, 0.2)[0]),
            "a": a[0],
            "p": p[0],
            "n": n[0],
            "m": 0.2,
        }
