"""Figures of docs/training/weight-initialization.md."""

from collections.abc import Callable
from functools import partial

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, RED, label, new_figure
from snippets.training.weight_initialization import (
    activation_scales,
    draw_weights,
    relu,
    uniform_bound,
    weight_variance,
)

SHAPE = (256, 256)
Activation = Callable[[NDArray[np.float64]], NDArray[np.float64]]


def _gaussian(std: float, rng: np.random.Generator) -> NDArray[np.float64]:
    return std * rng.standard_normal(SHAPE)


def activation_scale() -> Figure:
    """Root mean square of the activations through 20 layers for five initializations."""
    figure, axes = new_figure(height=4.4)
    curves: list[tuple[Activation, float, str, str, str, float]] = [
        (relu, 1.0, RED, "v", "ReLU, std 1", 0),
        (relu, np.sqrt(2 / 256), GREEN, "o", "ReLU, He", 9),
        (np.tanh, np.sqrt(1 / 256), BLUE, "D", "tanh, Xavier", -4),
        (relu, np.sqrt(1 / 256), PURPLE, "^", "ReLU, Xavier", -9),
        (np.tanh, 0.01, INK, "x", "tanh, std 0.01", 0),
    ]
    slopes: dict[str, float] = {}
    ends: dict[str, float] = {}
    for function, std, color, marker, text, shift in curves:
        profiles = []
        for seed in range(10):
            rng = np.random.default_rng(seed)
            profiles.append(activation_scales(function, partial(_gaussian, std, rng), rng))
        scales = np.exp(np.mean(np.log(profiles), axis=0))
        steps = np.diff(np.log10(scales[3:]))  # what one layer does, once the input is forgotten
        assert steps.std() < 0.02, f"{text}: the error compounds by one factor a layer"
        slopes[text] = float(steps.mean())
        ends[text] = float(np.log10(scales[-1]))
        axes.semilogy(np.arange(1, 21), scales, marker=marker, markevery=slice(3, None, 4), color=color)
        axes.annotate(text, (20, scales[-1]), (8, shift), textcoords="offset points", color=color, va="center")
    assert abs(slopes["ReLU, He"]) < 0.02, "a scale that fits the activation keeps the signal"
    assert -0.05 < slopes["tanh, Xavier"] < 0, "tanh with Xavier falls slowly"
    wanted = {"ReLU, std 1": 21, "ReLU, He": 0, "tanh, Xavier": -0.8, "ReLU, Xavier": -3, "tanh, std 0.01": -16}
    assert all(abs(ends[text] - power) < 0.3 for text, power in wanted.items()), "they end at these powers of ten"
    assert slopes["ReLU, std 1"] > 0.9, "a fixed standard deviation misses"
    assert slopes["tanh, std 0.01"] < -0.7, "whether it is too large or too small"
    axes.set(
        xlabel="layer (1 is next to the input)",
        ylabel="root mean square of the activations",
        xlim=(1, 24.5),
        xticks=[1, 5, 10, 15, 20],
    )
    return figure


def _final_scale(kind: str) -> float:
    """Root mean square behind 20 ReLU layers with He weights of either shape, geometric mean of 10 draws."""
    scales = []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        scales.append(activation_scales(relu, partial(draw_weights, SHAPE, "he", kind, rng), rng)[-1])
    return float(np.exp(np.mean(np.log(scales))))


def uniform_and_normal() -> Figure:
    """Densities of He-normal and He-uniform weights for a fan-in of 256."""
    figure, axes = new_figure(height=3.2)
    variance = weight_variance("he", 256, 256)
    bound, std = uniform_bound(variance), np.sqrt(variance)
    weights = np.linspace(-0.3, 0.3, 121)
    axes.plot(weights, np.exp(-(weights**2) / (2 * variance)) / (std * np.sqrt(2 * np.pi)), color=BLUE)
    edges = np.array([-0.3, -bound, -bound, bound, bound, 0.3])
    axes.plot(edges, np.array([0, 0, 1, 1, 0, 0]) / (2 * bound), "--", color=ORANGE)
    drawn = draw_weights(SHAPE, "he", "uniform", np.random.default_rng(0))
    assert abs(drawn.std() - std) < 0.005 * std, "two shapes, one variance"
    assert 0.99 * bound < drawn.max() <= bound, "the weights fill the rectangle on the right"
    assert -bound <= drawn.min() < -0.99 * bound, "and on the left"
    normal, uniform = (_final_scale(kind) for kind in ("normal", "uniform"))
    assert abs(np.log(uniform / normal)) < 0.2, "and so the same signal through depth"
    label(axes, f"normal, std {std:.3f}", 0.085, 3.75, BLUE)
    label(axes, f"uniform on ±{bound:.3f},\nstd {drawn.std():.3f}", 0.165, 1.4, ORANGE)
    axes.set(xlabel="weight", ylabel="density", ylim=(0, 5))
    return figure
