"""Figures of docs/foundations/activation-functions.md."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, RED, label, new_figure, new_row
from snippets.foundations.activation_functions import (
    XOR_INPUTS,
    XOR_TARGETS,
    Array,
    best_affine_fit,
    rectifier,
    saturating,
    smooth,
    softmax,
    xor_network,
)


def curves() -> Figure:
    """Nine activation functions in three families."""
    figure, panels = new_row(3, height=3.0)
    z = np.linspace(-4, 4, 41)
    _check_families(z)
    for name, color, style in [("sigmoid", BLUE, "-"), ("tanh", ORANGE, "--")]:
        panels[0].plot(z, saturating(name, z)[0], style, color=color)
    panels[0].plot([-4, 0, 0, 4], saturating("step", z)[0][[0, 20, -1, -1]], ":", color=INK)
    label(panels[0], "sigmoid", 1.3, 0.62, BLUE, fontsize=9)
    label(panels[0], "tanh", -1.0, -0.95, ORANGE, fontsize=9)
    label(panels[0], "step", -1.6, 0.84, INK, fontsize=9)
    panels[0].set(ylim=(-1.25, 1.25), ylabel="activation φ(z)")

    panels[1].plot(z, rectifier("elu", z, 1.0)[0], "--", color=PURPLE)
    panels[1].plot(z, rectifier("leaky_relu", z, 0.2)[0], "-.", color=ORANGE)
    panels[1].plot([-4, 0, 4], rectifier("relu", z)[0][[0, 20, 40]], "-", color=GREEN)
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


def _check_families(z: Array) -> None:
    """What picture and caption say of the three families, at `z` (41,) and far from zero."""
    far = np.array([-30.0, 30.0])
    for name, low in (("step", 0), ("sigmoid", 0), ("tanh", -1)):
        assert np.allclose(saturating(name, far)[0], [low, 1]), f"{name} goes from {low} to 1"
        assert np.allclose(saturating(name, far)[1], 0, atol=1e-9), f"{name} levels off on both sides"
        assert (np.diff(saturating(name, z)[0]) >= 0).all(), f"{name} never falls"
    relu, leaky, elu = (rectifier(name, z, a)[0] for name, a in (("relu", 0), ("leaky_relu", 0.2), ("elu", 1)))
    assert (np.array([relu, leaky, elu])[:, z > 0] == z[z > 0]).all(), "the rectifiers share the line above zero"
    assert ((elu < leaky) & (leaky < relu))[z < -1e-9].all(), "and differ below"
    for name in ("softplus", "silu", "gelu"):
        assert np.allclose(smooth(name, far)[0][1], far[1]), f"{name} grows like z"
        assert np.abs(np.diff(smooth(name, z)[1])).max() < 0.2, f"{name} bends smoothly"
    for name in ("silu", "gelu"):
        value = smooth(name, z)[0]
        lowest = int(value.argmin())
        assert value[lowest] < -0.1, f"{name} dips below zero"
        assert (np.diff(value[lowest:]) > 0).all(), "then it rises"


def xor() -> Figure:
    """The four XOR points in the input plane and in the plane of the two hidden units."""
    figure, (left, right) = new_row(2, height=3.3)
    total = XOR_INPUTS.sum(axis=1)
    hidden = np.column_stack([np.maximum(0, total), np.maximum(0, total - 1)])
    line = np.array([[0, -0.25], [2.5, 1.0]])
    _check_folding(hidden, line)
    _points(left, XOR_INPUTS)
    _points(right, hidden)
    right.plot(*line.T, "--", color=INK)
    label(right, "h₁ − 2h₂ = 1/2", 0.65, 0.52, INK, fontsize=9)
    label(left, "no line separates ● from ▲", -0.15, 0.47, INK, fontsize=9)
    label(right, "(0,1) and (1,0)", 1.06, -0.12, ORANGE, fontsize=9)
    left.set(xlabel="input x₁", ylabel="input x₂", xticks=[0, 1], yticks=[0, 1])
    left.set(xlim=(-0.25, 1.25), ylim=(-0.25, 1.25))
    right.set(xlabel="hidden h₁ = ReLU(x₁ + x₂)", ylabel="hidden h₂ = ReLU(x₁ + x₂ − 1)")
    right.set(xlim=(-0.25, 2.4), ylim=(-0.3, 1.25), xticks=[0, 1, 2], yticks=[0, 1])
    return figure


def _check_folding(hidden: Array, line: Array) -> None:
    """What the picture says of the points in the hidden plane (4, 2) and of two points of the dashed line (2, 2)."""
    circles, triangles = (XOR_INPUTS[target == XOR_TARGETS].mean(axis=0) for target in (0.0, 1.0))
    assert (circles == triangles).all(), "the classes share their center, so no line separates them"
    assert np.allclose(best_affine_fit(XOR_INPUTS, XOR_TARGETS), 0.5), "the best line cannot tell them apart at all"
    assert (hidden[XOR_TARGETS == 1] == [1, 0]).all(), "both triangles land on one point"
    assert (hidden[XOR_TARGETS == 0] == [[0, 0], [2, 1]]).all(), "the circles are at (0, 0) and (2, 1)"
    readout = np.array([1.0, -2.0])
    assert (hidden @ readout == xor_network(XOR_INPUTS)).all(), "the hidden plane is that of the tested network"
    assert np.allclose(line @ readout, 0.5), "the dashed line is where the output is one half"
    assert ((hidden @ readout > 0.5) == (XOR_TARGETS == 1)).all(), "it separates the classes"


def _points(axes: Axes, points: Array) -> None:
    for target, color, marker in [(0.0, BLUE, "o"), (1.0, ORANGE, "^")]:
        x, y = points[target == XOR_TARGETS].T
        axes.plot(x, y, marker, color=color, markersize=10)


def temperature() -> Figure:
    """Softmax of the logits 2, 1 and 0 against the temperature."""
    figure, axes = new_figure(height=3.2)
    temperatures = np.geomspace(0.1, 30, 40)
    probabilities = np.array([softmax(np.array([2.0, 1.0, 0.0]), t) for t in temperatures])
    assert (np.diff(probabilities, axis=1) < 0).all(), "temperature never changes the order"
    assert (np.diff(probabilities[:, 0]) < 0).all(), "the top probability falls as the temperature rises"
    assert np.allclose(probabilities[0], [1, 0, 0], atol=0.001), "a hard choice at low temperature"
    assert np.allclose(probabilities[-1], 1 / 3, atol=0.03), "near uniform at high temperature"
    middle = probabilities[(temperatures > 0.3) & (temperatures < 3), 0]
    assert middle[0] > 0.9, "still a hard choice below temperature 1"
    assert middle[-1] < 0.5, "spread out above it"
    for column, (color, style, x, y) in enumerate(
        [(BLUE, "-", 0.72, 0.80), (ORANGE, "--", 0.3, 0.19), (GREEN, "-.", 1.4, 0.05)]
    ):
        axes.semilogx(temperatures, probabilities[:, column], style, color=color)
        label(axes, f"logit {2 - column}", x, y, color)
    axes.axhline(1 / 3, color=INK, linewidth=1, linestyle=":")
    label(axes, "uniform, 1/3", 0.1, 0.36, INK)
    axes.set(xlabel="temperature T", ylabel="probability", xticks=[0.1, 1, 10], xticklabels=["0.1", "1", "10"])
    return figure
