"""Figures of docs/practice/deployment.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, ORANGE, label, new_figure
from snippets.practice.deployment import dequantize, quantize


def quantization_error_and_bits() -> Figure:
    """Relative output error of a linear layer whose first channel has 20 times the range."""
    rng = np.random.default_rng(0)
    W = rng.standard_normal((64, 256)) / 16
    W[0] *= 20
    X = rng.standard_normal((256, 200))
    bits = np.arange(2, 13)
    figure, axes = new_figure(height=3.6)
    for per_row, color, style in ((False, ORANGE, "s--"), (True, BLUE, "o-")):
        errors = []
        for count in bits:
            difference = (dequantize(quantize(W, int(count), per_row)) - W) @ X
            errors.append(np.sqrt(np.mean(difference[1:] ** 2) / np.mean((W @ X)[1:] ** 2)))
        axes.semilogy(bits, errors, style, color=color)
    label(axes, "one scale per tensor", 8.2, 0.2, ORANGE)
    label(axes, "one scale per output channel", 6.6, 0.0035, BLUE, ha="right")
    axes.set_xlabel("bits per weight")
    axes.set_ylabel("output error of the 63\nordinary channels (relative, rms)")
    axes.set_xticks(bits)
    axes.minorticks_off()
    return figure
