"""The formulas of the page on weights and biases."""

from itertools import pairwise

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import each, from_zero
from snippets.foundations.weights_and_biases import boundary, collapsed, dense_layer


@executed("foundations.weights_and_biases.dense_layer")
def test_dense_layer(rng: Generator) -> Cases:
    x, W, b = rng.standard_normal(3), rng.standard_normal((2, 3)), rng.standard_normal(2)
    yield {
        "z": dense_layer(x[None], W, b, lambda z: z)[0],
        "a": dense_layer(x[None], W, b, np.tanh)[0],
        "W": W,
        "x": x,
        "b": b,
        r"\varphi": np.tanh,
    }


@executed("foundations.weights_and_biases.boundary", words=("unit normal", "signed distance from the origin"))
def test_boundary(rng: Generator) -> Cases:
    for w, b in ((rng.standard_normal(3), rng.standard_normal()), (np.array([3.0, 4.0]), -10.0), (np.ones(2), 0.0)):
        yield {"w": w, "b": b, "result": boundary(w, b)}


@executed("foundations.weights_and_biases.collapsed")
def test_collapsed(rng: Generator) -> Cases:
    for sizes in ((2, 3, 4), (3, 4, 2, 5), (2, 2, 2, 2, 2)):
        weights = [rng.standard_normal((m, n)) for n, m in pairwise(sizes)]
        biases = [rng.standard_normal(m) for m in sizes[1:]]
        z = [rng.standard_normal(sizes[0])]
        for W, b in zip(weights, biases, strict=True):
            z.append(W @ z[-1] + b)
        total_W, total_b = collapsed(list(zip(weights, biases, strict=True)))
        yield {
            "x": z[0],
            "z": from_zero(z),
            "l": each(range(1, len(sizes))),
            "L": len(weights),
            "W": weights,
            "b": biases,
            "W'": total_W,
            "b'": total_b,
        }
