"""Figures of docs/foundations/relu.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.evidence.records import recorded
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, RED, label, new_figure
from snippets.foundations.relu import activation


def plateaus_and_ramp() -> Figure:
    """Sigmoid and tanh flatten on both sides, ReLU on one."""
    figure, axes = new_figure(height=3.4)
    z = np.linspace(-6, 6, 121)
    for name, color, style in [("sigmoid", BLUE, "-"), ("tanh", ORANGE, "--")]:
        axes.plot(z, activation(name, z)[0], style, color=color)
    axes.plot([-6, 0, 2.2], [0, 0, 2.2], "-.", color=GREEN)
    label(axes, "ReLU: a ramp, slope 1", 2.3, 1.95, GREEN)
    label(axes, "tanh: plateaus at −1 and 1", 2.3, 1.1, ORANGE)
    label(axes, "sigmoid: plateaus at 0 and 1", 2.3, 0.68, BLUE)
    label(axes, "kink", 0.3, -0.25, GREEN)
    axes.set(xlabel="pre-activation z", ylabel="activation φ(z)", ylim=(-1.15, 2.3))
    return figure


def dead_units() -> Figure:
    """Recorded share of dead units after training against the learning rate, for two kinds of inputs."""
    figure, axes = new_figure(height=3.4)
    rates = [0.1, 0.3, 1.0, 3.0, 10.0]
    values = recorded("foundations/relu")
    for inputs, color, style, text, x, y in [
        ("raw", RED, "o-", "inputs in [0, 1]", 0.78, 62),
        ("centered", BLUE, "s--", "standardized inputs", 4.0, 5),
    ]:
        shares = [100 * values[f"dead.{inputs}.{rate:g}"].mean for rate in rates]
        axes.semilogx(rates, shares, style, color=color)
        label(axes, text, x, y, color)
    axes.axhline(0, color=INK, linewidth=1)
    axes.set(xlabel="learning rate", ylabel="dead units after 300 updates (%)")
    axes.set(xticks=rates, xticklabels=["0.1", "0.3", "1", "3", "10"])
    axes.minorticks_off()
    return figure
