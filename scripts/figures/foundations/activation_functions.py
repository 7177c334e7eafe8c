"""Figures of docs/foundations/activation-functions.md."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, RED, label, new_figure, new_row
from snippets.foundations.activation_functions import (
    XOR_INPUTS,
    XOR_TARGETS,
    Array,
    rectifier,
    saturating,
    smooth,
    softmax,
)


def curves() -> Figure:
    """Nine activation functions in three families."""
    figure, panels = new_row(3, height=3.0)
    z = np.linspace(-4, 4, 41)
    for name, color, style in [("sigmoid", BLUE, "-"), ("tanh", ORANGE, "--")]:
        panels[0].plot(z, saturating(name, z)[0], style, color=color)
    panels[0].plot([-4, 0, 0, 4], [0, 0, 1, 1], ":", color=INK)
    label(panels[0], "sigmoid", 1.3, 0.62, BLUE, fontsize=9)
    label(panels[0], "tanh", -1.0, -0.95, ORANGE, fontsize=9)
    label(panels[0], "step", -1.6, 0.84, INK, fontsize=9)
    panels[0].set(ylim=(-1.25, 1.25), ylabel="activation φ(z)")

    panels[1].plot(z, rectifier("elu", z, 1.0)[0], "--", color=PURPLE)
    panels[1].plot(z, rectifier("leaky_relu", z, 0.2)[0], "-.", color=ORANGE)
    panels[1].plot([-4, 0, 4], [0, 0, 4], "-", color=GREEN)
    label(panels[1], "ReLU", -3.8, 0.15, GREEN, fontsize=9)
    label(panels[1], "leaky, α = 0.2", 0.15, -0.55, ORANGE, fontsize=9)
    label(panels[1], "ELU, α = 1", 0.15, -1.1, PURPLE, fontsize=9)

    panels[2].plot(z, smooth("softplus", z)[0], ":", color=RED)
    panels[2].plot(z, smooth("silu", z)[0], "--", color=ORANGE)
    panels[2].plot(z, smooth("gelu", z)[0], "-", color=BLUE)
    label(panels[2], "softplus", -3.4, 0.75, RED, fontsize=9)
    label(panels[2], "SiLU", -3.2, -0.62, ORANGE, fontsize=9)
    label(panels[2], "GELU", 0.1, -0.62, BLUE, fontsize=9)
    for panel in panels[1:]:
        panel.set(ylim=(-1.3, 4.1))
    for panel in panels:
        panel.set(xlabel="pre-activation z", xlim=(-4.4, 4.8), xticks=[-4, -2, 0, 2, 4])
    return figure


def xor() -> Figure:
    """The four XOR points in the input plane and in the plane of the two hidden units."""
    figure, (left, right) = new_row(2, height=3.3)
    total = XOR_INPUTS.sum(axis=1)
    hidden = np.column_stack([np.maximum(0, total), np.maximum(0, total - 1)])
    _points(left, XOR_INPUTS)
    _points(right, hidden)
    right.plot([0, 2.5], [-0.25, 1.0], "--", color=INK)
    label(right, "h₁ − 2h₂ = 1/2", 0.65, 0.52, INK, fontsize=9)
    label(left, "no line separates ● from ▲", -0.15, 0.47, INK, fontsize=9)
    label(right, "(0,1) and (1,0)", 1.06, -0.12, ORANGE, fontsize=9)
    left.set(xlabel="input x₁", ylabel="input x₂", xticks=[0, 1], yticks=[0, 1])
    left.set(xlim=(-0.25, 1.25), ylim=(-0.25, 1.25))
    right.set(xlabel="hidden h₁ = ReLU(x₁ + x₂)", ylabel="hidden h₂ = ReLU(x₁ + x₂ − 1)")
    right.set(xlim=(-0.25, 2.4), ylim=(-0.3, 1.25), xticks=[0, 1, 2], yticks=[0, 1])
    return figure


def _points(axes: Axes, points: Array) -> None:
    for target, color, marker in [(0.0, BLUE, "o"), (1.0, ORANGE, "^")]:
        x, y = points[target == XOR_TARGETS].T
        axes.plot(x, y, marker, color=color, markersize=10)


def temperature() -> Figure:
    """Softmax of the logits 2, 1 and 0 against the temperature."""
    figure, axes = new_figure(height=3.2)
    temperatures = np.geomspace(0.1, 30, 40)
    probabilities = np.array([softmax(np.array([2.0, 1.0, 0.0]), t) for t in temperatures])
    for column, (color, style, x, y) in enumerate(
        [(BLUE, "-", 0.72, 0.80), (ORANGE, "--", 0.3, 0.19), (GREEN, "-.", 1.4, 0.05)]
    ):
        axes.semilogx(temperatures, probabilities[:, column], style, color=color)
        label(axes, f"logit {2 - column}", x, y, color)
    axes.axhline(1 / 3, color=INK, linewidth=1, linestyle=":")
    label(axes, "uniform, 1/3", 0.1, 0.36, INK)
    axes.set(xlabel="temperature T", ylabel="probability", xticks=[0.1, 1, 10], xticklabels=["0.1", "1", "10"])
    return figure
