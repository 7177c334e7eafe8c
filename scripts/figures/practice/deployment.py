"""Figures of docs/practice/deployment.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, ORANGE, label, new_figure
from snippets.practice.deployment import Array, dequantize, quantize


def _error(W: Array, X: Array, bits: int, per_row: bool) -> float:
    """Relative error of all outputs but the first after the weights were rounded."""
    difference = (dequantize(quantize(W, bits, per_row)) - W) @ X
    return float(np.sqrt(np.mean(difference[1:] ** 2) / np.mean((W @ X)[1:] ** 2)))


def quantization_error_and_bits() -> Figure:
    """Relative output error of a linear layer whose first channel has 20 times the range."""
    rng = np.random.default_rng(0)
    W = rng.standard_normal((64, 256)) / 16
    W[0] *= 20
    X = rng.standard_normal((256, 200))
    bits = np.arange(2, 13)
    tensor, channel = (np.array([_error(W, X, int(count), each) for count in bits]) for each in (False, True))
    halved = channel[:-1] / channel[1:]
    assert np.allclose(halved, 2, rtol=0.2), "with a scale per channel each bit about halves the error"
    assert (np.abs(tensor[bits <= 5] - 1) < 0.2).all(), "a shared scale rounds nearly all to 0 up to 5 bits"
    assert np.allclose(tensor[bits >= 7][:-1] / tensor[bits >= 7][1:], 2, rtol=0.1), "then it falls in parallel"
    assert (tensor[bits >= 7] > channel[(bits >= 3) & (bits <= 8)]).all(), "more than four bits behind"
    figure, axes = new_figure(height=3.6)
    axes.semilogy(bits, tensor, "s--", color=ORANGE)
    axes.semilogy(bits, channel, "o-", color=BLUE)
    label(axes, "one scale per tensor", 8.2, 0.2, ORANGE)
    label(axes, "one scale per output channel", 6.6, 0.0035, BLUE, ha="right")
    axes.set_xlabel("bits per weight")
    axes.set_ylabel("output error of the 63\nordinary channels (relative, rms)")
    axes.set_xticks(bits)
    axes.minorticks_off()
    return figure
