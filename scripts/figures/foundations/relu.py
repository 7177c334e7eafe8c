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
    for name, color, style, low, high in [("sigmoid", BLUE, "-", 0, 1), ("tanh", ORANGE, "--", -1, 1)]:
        assert np.allclose(activation(name, z)[0][[0, -1]], [low, high], atol=0.01), f"{name} levels off"
        assert (activation(name, z)[1][[0, -1]] < 0.01).all(), f"{name} ends in plateaus on both sides"
        axes.plot(z, activation(name, z)[0], style, color=color)
    bends = np.array([-6, 0, 2.2])
    ramp, slope = activation("relu", z)
    assert (ramp[z <= 0] == 0).all(), "ReLU is 0 on the left"
    assert (slope[z <= 0] == 0).all(), "its one plateau"
    assert (slope[z > 0] == 1).all(), "a kink at 0"
    assert np.allclose(np.diff(ramp[z > 0]), 0.1), "then a ramp of slope 1"
    assert activation("relu", np.array([1e9]))[0] == 1e9, "without end"
    axes.plot(bends, activation("relu", bends)[0], "-.", color=GREEN)
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
    raw, centered = (
        np.array([values[f"dead.{inputs}.{rate:g}"].mean for rate in rates]) for inputs in ("raw", "centered")
    )
    assert (np.diff(raw) > 0).all(), "a higher rate kills more"
    assert (np.diff(centered) >= 0).all(), "or as many"
    assert ((raw[:3] > 0.06) & (raw[:3] < 0.11)).all(), "not centered: 7 to 10 percent up to rate 1"
    assert (raw[3:] > 0.8).all(), "then most"
    assert (centered[:3] == 0).all(), "centered: none up to rate 1"
    assert centered[3] < 0.05, "hardly any at rate 3"
    assert 0.35 < centered[4] < 0.65, "about half at 10"
    assert (raw - centered > 0.05).all(), "inputs that are not centered lose units at lower rates"
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
