"""The formulas of the page on activation functions."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import Indexed, depends, each
from snippets.foundations.activation_functions import (
    XOR_INPUTS,
    affine_gap,
    collapse,
    cross_entropy,
    cross_entropy_gradient,
    softmax,
    softmax_jacobian,
    swiglu,
    xor_network,
)


@executed("foundations.activation_functions.collapse")
def test_collapse(rng: Generator) -> Cases:
    weights, biases = [rng.standard_normal((3, 2)), rng.standard_normal((4, 3))], [rng.random(3), rng.random(4)]
    weight, bias = collapse(weights, biases)
    x = rng.standard_normal(2)
    yield {"W": weights, "b": biases, "x": x, "result": weight @ x + bias}


@executed("foundations.activation_functions.affine_gap")
def test_affine_gap(rng: Generator) -> Cases:
    """The left side is the right one and the gap that the snippet finds, which is 0 up to rounding."""
    for weight, bias in ((rng.standard_normal(2), rng.standard_normal()), (np.array([1.0, -3.0]), 0.0)):
        right = weight.sum() + 2 * bias
        yield {"f": lambda a, b, w=weight, c=bias: w @ [a, b] + c, "result": right + affine_gap(weight, bias)}


@executed("foundations.activation_functions.xor_network")
def test_xor_network(rng: Generator) -> Cases:
    for x in (*XOR_INPUTS, *rng.standard_normal((3, 2)), *rng.uniform(1, 2, (3, 2))):
        yield {
            "f": lambda x: xor_network(x[None])[0],
            "x": x,
            r"\operatorname{ReLU}": lambda z: max(z, 0.0),
        }


@executed("foundations.activation_functions.swiglu")
def test_swiglu(rng: Generator) -> Cases:
    X, gate, value, output = (rng.standard_normal(shape) for shape in ((4, 2), (2, 3), (2, 3), (3, 2)))
    yield {
        r"\operatorname{FFN}": lambda X: swiglu(X, gate, value, output),
        r"\operatorname{SiLU}": lambda z: z / (1 + np.exp(-z)),
        "X": X,
        "G": gate,
        "V": value,
        "O": output,
    }


@executed("foundations.activation_functions.softmax")
def test_softmax(rng: Generator) -> Cases:
    for T, offset in ((1.0, 0.0), (0.3, 0.0), (7.0, 0.0), (1.0, 700.0), (1.0, -700.0)):
        z = rng.standard_normal(3) + offset
        yield {"p": softmax(z, T), "z": z, "T": T, "K": 3, "i": each([1, 2, 3])}


@executed("foundations.activation_functions.softmax_jacobian")
def test_softmax_jacobian(rng: Generator) -> Cases:
    z = rng.standard_normal(3)
    jacobian = softmax_jacobian(softmax(z))
    for i, j in np.ndindex(3, 3):
        yield {
            "p": depends(softmax, "z", "T"),
            "z": z,
            "T": 1.0,
            r"\delta": Indexed(lambda i, j: float(i == j)),
            "i": i + 1,
            "j": j + 1,
            "result": jacobian[i, j],
        }


@executed("foundations.activation_functions.cross_entropy_gradient")
def test_cross_entropy_gradient(rng: Generator) -> Cases:
    z = rng.standard_normal(3)
    for target in (rng.dirichlet(np.ones(3)), np.array([0.0, 1.0, 0.0])):
        yield {
            r"\mathcal L": depends(lambda z, target=target: cross_entropy(z, target), "z"),
            "p": depends(softmax, "z"),
            "y": target,
            "z": z,
            "i": each([1, 2, 3]),
            "result": (None, cross_entropy_gradient(z, target)),
        }
