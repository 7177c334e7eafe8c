"""The formulas of docs/architectures/convolution-arithmetic.md."""

from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import from_zero
from snippets.architectures.convolution_arithmetic import Layer, layer_cost, receptive_fields, same_size


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
