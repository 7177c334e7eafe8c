"""The formulas of docs/architectures/convolution-variants.md."""

from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from snippets.architectures.convolution_arithmetic import layer_cost
from snippets.architectures.convolution_variants import (
    convolution_matrix,
    cost_ratio,
    transposed_convolve,
    transposed_size,
)


@executed("architectures.convolution_variants.cost_ratio")
def test_cost_ratio(rng: Generator) -> Cases:
    for k, c_in, c_out in ((3, 128, 256), tuple(map(int, rng.integers(1, 20, 3)))):
        assert layer_cost(k, c_in, c_out, 1)[1] == c_in * c_out * k**2
        yield {
            r"c_{\text{in}}": c_in,
            r"c_{\text{out}}": c_out,
            "k": k,
            "last": cost_ratio(k, c_out),
        }


@executed("architectures.convolution_variants.transposed_convolve")
def test_transposed_convolve(rng: Generator) -> Cases:
    for size, kernel, stride, padding in ((4, 3, 2, 0), (3, 4, 2, 1)):
        weights, y = rng.standard_normal(kernel), rng.standard_normal(size)
        painted = transposed_convolve(y, weights, stride, padding)
        yield {r"\hat x": painted, "C": convolution_matrix(weights, len(painted), stride, padding), "y": y}


@executed("architectures.convolution_variants.transposed_size")
def test_transposed_size(rng: Generator) -> Cases:
    for n, k, s, p, o, d in ((7, 4, 2, 1, 0, 1), tuple(map(int, rng.integers(1, 9, 6)))):
        yield {
            r"n_{\text{out}}": transposed_size(n, k, s, p, o, d),
            "n": n,
            "k": k,
            "s": s,
            "p": p,
            "o": o,
            "d": d,
        }
