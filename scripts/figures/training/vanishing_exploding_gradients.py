"""Figures of docs/training/vanishing-exploding-gradients.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, RED, label, new_figure
from snippets.training.vanishing_exploding_gradients import (
    activation,
    adam_steps,
    depth_profile,
    transition_norms,
)


def activation_slopes() -> Figure:
    """φ'(z) of sigmoid, tanh and ReLU."""
    figure, axes = new_figure(height=3.2)
    z = np.linspace(-6, 6, 121)
    for name, color, style in [("sigmoid", BLUE, "-"), ("tanh", ORANGE, "--")]:
        axes.plot(z, activation(name, z)[1], style, color=color)
    axes.plot([-6, 0], [0, 0], "-.", color=GREEN)
    axes.plot([0, 6], [1, 1], "-.", color=GREEN)
    label(axes, "ReLU: 0 or 1", 2.6, 0.92, GREEN)
    label(axes, "tanh: 1 at z = 0", 1.0, 0.55, ORANGE)
    label(axes, "sigmoid: at most 1/4", 2.3, 0.14, BLUE)
    axes.set(xlabel="pre-activation z", ylabel="slope φ′(z)", ylim=(-0.05, 1.1))
    return figure


def gradient_norms() -> Figure:
    """Gradient norm against the number of layers that the gradient has passed, six initializations."""
    figure, axes = new_figure(height=4.4)
    xavier, he = np.sqrt(1 / 256), np.sqrt(2 / 256)
    curves = [
        ("tanh", 1.0, RED, "v", "tanh, std 1", 0),
        ("relu", he, GREEN, "o", "ReLU, He", 7),
        ("tanh", xavier, ORANGE, "s", "tanh, Xavier", -8),
        ("relu", xavier, PURPLE, "^", "ReLU, Xavier", -5),
        ("sigmoid", xavier, BLUE, "D", "sigmoid, Xavier", 0),
        ("tanh", 0.01, INK, "x", "tanh, std 0.01", 0),
    ]
    for name, std, color, marker, text, shift in curves:
        gains = [depth_profile(name, std, np.random.default_rng(seed))[1] for seed in range(10)]
        norms = np.exp(np.mean(np.log(gains), axis=0))[::-1]
        axes.semilogy(norms, marker=marker, markevery=5, color=color)
        axes.annotate(text, (20, norms[-1]), (8, shift), textcoords="offset points", color=color, va="center")
    axes.set(
        xlabel="layers that the gradient has passed, from the output back",
        ylabel="gradient norm / its norm at the output",
        xlim=(0, 25.5),
        xticks=range(0, 21, 5),
    )
    return figure


def recurrent_growth() -> Figure:
    """‖Wᵗ‖ for scaled rotations and a shear with spectral radius 0.9."""
    figure, axes = new_figure(height=3.6)
    rotation = np.linalg.qr(np.random.default_rng(0).standard_normal((8, 8)))[0]
    shear = np.array([[0.9, 2.0], [0.0, 0.9]])
    curves = [
        (1.1 * rotation, RED, "v", "ρ = 1.1, s = 1.1"),
        (shear, PURPLE, "s", "ρ = 0.9, s = 2.35"),
        (0.9 * rotation, BLUE, "o", "ρ = 0.9, s = 0.9"),
    ]
    time = np.arange(0, 61)
    for matrix, color, marker, text in curves:
        norms = np.r_[1.0, transition_norms(matrix, 60)]
        axes.semilogy(time, norms, marker=marker, markevery=10, color=color)
        axes.annotate(text, (60, norms[-1]), (8, 0), textcoords="offset points", color=color, va="center")
    axes.axhline(1, color=INK, linewidth=1, linestyle=":")
    axes.set(xlabel="time steps t", ylabel="largest singular value of Wᵗ", xlim=(0, 80), xticks=time[::10])
    return figure


def adam_after_a_spike() -> Figure:
    """Step size of Adam after one gradient of 10⁴ among ones, with and without clipping."""
    figure, axes = new_figure(height=3.6)
    gradients = np.ones(31_000)
    gradients[1000] = 1e4
    after = np.unique(np.geomspace(1, 30_000, 60).astype(int))
    for limit, color, style, text, height in [
        (np.inf, RED, "-", "Adam alone", 1e-5),
        (1.0, GREEN, "--", "gradient clipped at norm 1", 1.3e-3),
    ]:
        steps = adam_steps(np.minimum(gradients, limit))[999 + after]
        axes.loglog(after, steps, style, color=color)
        label(axes, text, 60 if limit == 1.0 else 110, height, color, va="center")
    axes.set_ylim(1.5e-6, 5e-3)
    axes.set(xlabel="iteration, counted from the spike", ylabel="step size (learning rate 0.001)")
    return figure
