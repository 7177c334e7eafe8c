"""The formulas of docs/architectures/convolution-arithmetic.md."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import from_zero
from snippets.architectures.convolution_arithmetic import Layer, layer_cost, receptive_fields, same_size
from snippets.architectures.convolutional_networks import output_size, windows


@executed("architectures.convolution_arithmetic.same_size")
def test_same_size(rng: Generator) -> Cases:
    for n, k, s in ((224, 3, 2), (7, 5, 3), map(int, rng.integers(5, 40, 3))):
        yield {r"n_{\text{same}}": same_size(n, k, s), "n": n, "s": s}


@executed("architectures.convolution_arithmetic.layer_cost")
def test_layer_cost(rng: Generator) -> Cases:
    for groups in (1, 2, 4):
        k, in_groups, out_groups, side = map(int, rng.integers(1, 9, 4))
        c_in, c_out = groups * in_groups, groups * out_groups
        parameters, work = layer_cost(k, c_in, c_out, side, groups)
        yield {
            r"\text{parameters}": parameters,
            r"\text{work}": work,
            r"c_{\text{in}}": c_in,
            r"c_{\text{out}}": c_out,
            "k": k,
            "g": groups,
            r"h_{\text{out}}": side,
            r"w_{\text{out}}": side,
        }


@executed("architectures.convolution_arithmetic.receptive_fields")
def test_receptive_fields(rng: Generator) -> Cases:
    layers = [Layer(*map(int, rng.integers(1, 6, 3))) for _ in range(4)]
    fields = [(1, 1), *receptive_fields(layers)]
    kernels, strides, dilations = zip(*layers, strict=True)
    for depth in range(1, 5):
        yield {
            "r": from_zero([field for field, _ in fields]),
            "j": from_zero([jump for _, jump in fields]),
            "k": list(kernels),
            "s": list(strides),
            "d": list(dilations),
            "l": depth,
        }


@executed("architectures.convolutional_networks.output_size")
def test_output_size(rng: Generator) -> Cases:
    """The positions are counted where the kernel is laid, with and without a rest on the right."""
    for n, k, s, p, d in ((7, 3, 2, 0, 1), (8, 3, 2, 0, 1), (5, 5, 1, 0, 1), (6, 3, 3, 2, 2), (224, 7, 2, 3, 1)):
        n = n + int(rng.integers(5))
        laid = windows(np.zeros((1, n + 2 * p, n + 2 * p)), k, s, d)
        yield {
            r"n_{\text{out}}": laid.shape[1],
            "n": n,
            "k": k,
            "s": s,
            "p": p,
            "d": d,
            "result": output_size(n, k, s, p, d),
        }
