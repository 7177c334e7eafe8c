"""The formulas of the page on convolutional networks."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import Indexed, each
from snippets.architectures.convolutional_networks import (
    convolution_parameters,
    convolve,
    receptive_field,
)

Array = NDArray[np.float64]


def with_zeros_around(x: Array) -> Indexed:
    """x[c, row, column]; channels count from 1, pixels from 0, and outside of the image there are zeros."""

    def pixel(c: int, row: int, column: int) -> float:
        inside = 0 <= row < x.shape[1] and 0 <= column < x.shape[2]
        return float(x[c - 1, row, column]) if inside else 0.0

    return Indexed(pixel)


@executed("architectures.convolutional_networks.convolve", seeds=2)
def test_convolve(rng: Generator) -> Cases:
    for k, s, p, d in ((2, 1, 0, 1), (3, 2, 1, 1), (2, 1, 2, 2)):
        x, w, b = rng.standard_normal((2, 4, 5)), rng.standard_normal((2, 2, k, k)), rng.standard_normal(2)
        y = convolve(x, w, b, s, p, d)
        yield {
            "y": Indexed(lambda o, i, j, y=y: y[o - 1, i, j]),
            "b": b,
            "w": Indexed(lambda o, c, u, v, w=w: w[o - 1, c - 1, u, v]),
            "x": with_zeros_around(x),
            r"c_{\text{in}}": 2,
            "k": k,
            "s": s,
            "p": p,
            "d": d,
            "o": each([1, 2]),
            "i": each(range(y.shape[1])),
            "j": each(range(y.shape[2])),
        }


@executed("architectures.convolutional_networks.convolution_parameters")
def test_convolution_parameters(rng: Generator) -> Cases:
    """The parameters are counted in arrays of the shapes that a convolution takes."""
    for k, c_in, c_out in ((1, 1, 1), (3, 64, 64), tuple(map(int, rng.integers(2, 20, 3)))):
        weight, bias = np.zeros((c_out, c_in, k, k)), np.zeros(c_out)
        yield {
            r"\text{parameters}": weight.size + bias.size,
            "k": k,
            r"c_{\text{in}}": c_in,
            r"c_{\text{out}}": c_out,
            "result": convolution_parameters(k, c_in, c_out),
        }


@executed("architectures.convolutional_networks.receptive_field")
def test_receptive_field(rng: Generator) -> Cases:
    for depth in (0, 1, 2, 4):
        layers = [(int(k), int(s)) for k, s in rng.integers(1, 6, (depth, 2))]
        yield {
            "r": receptive_field(layers),
            "k": [k for k, _ in layers],
            "s": [s for _, s in layers],
            "l": each(range(1, depth + 1)),
            "m": each(range(1, depth + 1)),
        }
