"""Figures of docs/training/vanishing-exploding-gradients.md."""

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, RED, label, new_figure
from snippets.training.vanishing_exploding_gradients import (
    Array,
    activation,
    adam_steps,
    depth_profile,
    transition_norms,
)


def activation_slopes() -> Figure:
    """φ'(z) of sigmoid, tanh and ReLU."""
    figure, axes = new_figure(height=3.2)
    z = np.linspace(-6, 6, 121)
    sigmoid, tanh, relu = (activation(name, z)[1] for name in ("sigmoid", "tanh", "relu"))
    assert sigmoid.max() == sigmoid[60] == 0.25, "sigmoid passes at most a quarter, at zero"
    assert tanh[60] == 1, "tanh passes all of the signal at zero"
    assert (np.delete(tanh, 60) < 1).all(), "and only there"
    assert (relu == (z > 0)).all(), "ReLU passes all or nothing, and changes at zero"
    assert np.sum(tanh > 0.5) < np.sum(sigmoid > 0.125), "the bell of tanh is the narrower one"
    axes.plot(z, sigmoid, "-", color=BLUE)
    axes.plot(z, tanh, "--", color=ORANGE)
    axes.plot([-6, 0], relu[[0, 59]], "-.", color=GREEN)
    axes.plot([0, 6], relu[[61, 120]], "-.", color=GREEN)
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
        ("tanh", 1.0, RED, "v", "tanh, std 1", 0, 9),
        ("relu", he, GREEN, "o", "ReLU, He", 7, 0),
        ("tanh", xavier, ORANGE, "s", "tanh, Xavier", -8, -0.7),
        ("relu", xavier, PURPLE, "^", "ReLU, Xavier", -5, -3),
        ("sigmoid", xavier, BLUE, "D", "sigmoid, Xavier", 0, -13),
        ("tanh", 0.01, INK, "x", "tanh, std 0.01", 0, -16),
    ]
    for name, std, color, marker, text, shift, exponent in curves:
        gains = [depth_profile(name, std, np.random.default_rng(seed))[1] for seed in range(10)]
        norms = np.exp(np.mean(np.log(gains), axis=0))[::-1]
        factors = norms[1:] / norms[:-1]
        assert factors.max() < 1.7 * factors.min(), f"{text}: similar factors, a nearly straight line"
        assert abs(np.log10(norms[-1]) - exponent) < 0.5, f"{text}: it ends near 10 to the {exponent}"
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
    _check_growth([transition_norms(matrix, 100) for matrix, *_ in curves])
    for matrix, color, marker, text in curves:
        norms = np.r_[1.0, transition_norms(matrix, 60)]
        axes.semilogy(time, norms, marker=marker, markevery=10, color=color)
        axes.annotate(text, (60, norms[-1]), (8, 0), textcoords="offset points", color=color, va="center")
    axes.axhline(1, color=INK, linewidth=1, linestyle=":")
    axes.set(xlabel="time steps t", ylabel="largest singular value of Wᵗ", xlim=(0, 80), xticks=time[::10])
    return figure


def _check_growth(norms: list[Array]) -> None:
    """What the three curves show over 100 steps: a rotation times 1.1, the shear, a rotation times 0.9."""
    large, shear, small = norms
    assert (np.diff(large) > 0).all(), "one rotation rises steadily"
    assert (np.diff(small) < 0).all(), "the other falls steadily"
    assert 250 < large[59] < 350, "to about 300 after 60 steps"
    assert 0.001 < small[59] < 0.003, "to 0.002"
    peak = int(shear.argmax())
    assert shear[0] > 2, "the shear's largest singular value is above 1"
    assert 7 < shear[peak] < 9, "it rises to 8"
    assert (np.diff(shear[: peak + 1]) > 0).all(), "it rises to its peak"
    assert (np.diff(shear[peak:]) < 0).all(), "and falls from there"
    assert shear[35] > 1, "it amplifies for dozens of steps"
    assert shear[-1] < 0.01, "and vanishes in the end"


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
        if limit == 1.0:
            assert np.allclose(steps, 1e-3), "clipped, the spike leaves no trace"
        else:
            _check_stall(after, steps)
        axes.loglog(after, steps, style, color=color)
        label(axes, text, 60 if limit == 1.0 else 110, height, color, va="center")
    axes.set_ylim(1.5e-6, 5e-3)
    axes.set(xlabel="iteration, counted from the spike", ylabel="step size (learning rate 0.001)")
    return figure


def _check_stall(after: NDArray[np.int_], steps: Array) -> None:
    """What the curve without clipping shows: `steps` (T,) at the iterations `after` (T,) the spike."""
    lowest = int(steps.argmin())
    assert steps[0] == steps.max() > 2e-3, "the first step after the spike is the longest"
    assert steps[lowest] < 3.5e-6, "the shortest is 0.000003"
    assert 60 < after[lowest] < 200, "after about 100 iterations"
    assert (np.diff(steps[: lowest + 1]) < 0).all(), "it falls"
    assert (np.diff(steps[lowest:]) > 0).all(), "then it recovers"
    assert (steps[(after > 60) & (after < 5000)] < 1e-4).all(), "for thousands of iterations it hardly moves"
    assert (steps[(after > 60) & (after < 10_000)] < 5e-4).all(), "and is at half its size after more than 10,000"
