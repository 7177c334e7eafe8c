"""Figures of docs/foundations/backpropagation.md."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scripts.evidence.records import recorded
from scripts.figures.style import BLUE, INK, ORANGE, PURPLE, label, new_figure


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float], color: str, style: str) -> None:
    options = {"arrowstyle": "-|>", "color": color, "linestyle": style, "linewidth": 1.8, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", xy=end, xytext=start, arrowprops=options)


def two_layers() -> Figure:
    """Forward pass, cached activations and backward pass of a network of two layers."""
    figure, axes = new_figure(height=3.5)
    axes.set_axis_off()
    axes.set_xlim(0, 10)
    axes.set_ylim(-0.1, 4.1)
    boxes = ((1.9, "layer 1\n$W_1,\\ b_1$"), (5.2, "layer 2\n$W_2,\\ b_2$"), (8.4, "loss"))
    for x, text in boxes:
        axes.plot([x - 0.75, x + 0.75, x + 0.75, x - 0.75, x - 0.75], [1.5, 1.5, 3, 3, 1.5], color=INK)
        label(axes, text, x, 2.25, INK, ha="center", va="center")
    for start, end, text in ((0.1, 1.15, "$a_0=x$"), (2.65, 4.45, "$z_1,\\ a_1$"), (5.95, 7.65, "$z_2$")):
        _arrow(axes, (start, 2.75), (end, 2.75), BLUE, "-")
        label(axes, text, (start + end) / 2, 3.0, BLUE, ha="center")
    for start, end, text in ((7.65, 5.95, "$\\delta_2$"), (4.45, 2.65, "$\\delta_1$")):
        _arrow(axes, (start, 1.8), (end, 1.8), ORANGE, "--")
        label(axes, text, (start + end) / 2, 1.3, ORANGE, ha="center")
    for x, text in ((1.9, "$\\delta_1 a_0^{T},\\ \\delta_1$"), (5.2, "$\\delta_2 a_1^{T},\\ \\delta_2$")):
        _arrow(axes, (x, 1.5), (x, 0.65), PURPLE, "-")
        label(axes, text, x, 0.15, PURPLE, ha="center")
    label(axes, "forward: compute and keep", 0.1, 3.75, BLUE)
    label(axes, "backward: chain rule, from the loss", 9.9, 3.75, ORANGE, ha="right")
    label(axes, "gradients for\nthe optimizer", 7.2, 0.05, PURPLE)
    return figure


def by_hand() -> Figure:
    """The worked example: values of the forward pass in the units, signals of the backward pass below them."""
    figure, axes = new_figure(height=3.6)
    axes.set_axis_off()
    axes.set_xlim(0, 10)
    axes.set_ylim(0, 4.6)
    inputs, hidden, output = ((1.0, 3.4), (1.0, 1.3)), ((4.6, 3.4), (4.6, 1.3)), (8.2, 2.35)
    wires = [(inputs[0], hidden[0], "3", 0.5), (inputs[1], hidden[0], "−1", 0.28), (inputs[0], hidden[1], "−1", 0.28)]
    wires += [(inputs[1], hidden[1], "0.5", 0.5), (hidden[0], output, "2", 0.5), (hidden[1], output, "1", 0.5)]
    for start, end, weight, share in wires:
        way = np.array(end) - np.array(start)
        gap = 0.5 * way / np.linalg.norm(way)
        _arrow(axes, tuple(start + gap), tuple(end - gap), BLUE, "-")
        at = start + share * way
        label(axes, weight, at[0], at[1] + 0.15, BLUE, ha="center")
    values = ((inputs[0], "1"), (inputs[1], "2"), (hidden[0], "0.5"), (hidden[1], "0"), (output, "1"))
    for (x, y), value in values:
        axes.plot([x], [y], "o", markersize=34, markerfacecolor="none", markeredgecolor=INK)
        label(axes, value, x, y, INK, ha="center", va="center")
    for (x, y), signal in ((hidden[0], "−4"), (hidden[1], "0"), (output, "−2")):
        label(axes, "$\\delta$ = " + signal, x, y - 0.85, ORANGE, ha="center")
    for (x, _), text in ((inputs[0], "inputs"), (hidden[0], "hidden, ReLU"), (output, "output")):
        label(axes, text, x, 4.3, INK, ha="center")
    label(axes, "target 3", 9.0, 2.35, INK, va="center")
    return figure


def gradient_check() -> Figure:
    """Recorded difference between central differences and backpropagation against the step, mean of ten networks."""
    values = recorded("foundations/backpropagation")
    exponents = range(1, 14)
    steps = [10.0**-exponent for exponent in exponents]
    errors = [values[f"gradient_check.{exponent}"].mean for exponent in exponents]
    figure, axes = new_figure(height=3.4)
    axes.loglog(steps, errors, "o-", color=BLUE)
    label(axes, "truncation\n" + r"$\propto h^2$", 3e-3, 3e-9, INK)
    label(axes, "rounding\n" + r"$\propto 1/h$", 3e-12, 3e-9, INK)
    axes.set_yticks([1e-10, 1e-8, 1e-6, 1e-4, 1e-2])
    axes.set_xticks([1e-13, 1e-9, 1e-5, 1e-1])
    axes.minorticks_off()
    axes.set_xlabel("step $h$ of the central difference")
    axes.set_ylabel("relative difference\nfrom backpropagation")
    return figure
