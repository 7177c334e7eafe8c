"""Figures of docs/foundations/maximum-likelihood.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, INK, ORANGE, RED, label, new_figure
from snippets.foundations.maximum_likelihood import (
    cross_entropy,
    fit,
    mean_negative_log_likelihood,
    normal,
    two_modes,
)


def two_directions() -> Figure:
    """A density with two bumps, and the closest normal in each direction of the divergence."""
    x = np.linspace(-5, 5, 101)
    figure, axes = new_figure(height=3.3)
    axes.fill_between(x, two_modes(x), color=INK, alpha=0.25, linewidth=0)
    axes.plot(x, normal(x, *fit(forward=True)), "-", color=BLUE)
    axes.plot(x, normal(x, *fit(forward=False)), "--", color=ORANGE)
    label(axes, "data", -2.0, 0.04, INK, ha="center")
    label(axes, "KL(data ‖ model):\ncovers both", 0.0, 0.24, BLUE, ha="center")
    label(axes, "KL(model ‖ data):\ntakes one", 2.7, 0.65, ORANGE)
    axes.set_xlabel("x")
    axes.set_ylabel("density")
    axes.set_ylim(0, 0.85)
    return figure


def likelihood() -> Figure:
    """Mean negative log-likelihood of seven heads in ten throws against the model's probability of heads."""
    throws, frequencies = np.array([1] * 7 + [0] * 3), np.array([0.3, 0.7])
    heads = np.linspace(0.1, 0.97, 59)
    costs = [mean_negative_log_likelihood(throws, np.array([1 - q, q])) for q in heads]
    floor = cross_entropy(frequencies, frequencies)
    figure, axes = new_figure(height=3.0)
    axes.plot(heads, costs, "-", color=BLUE)
    axes.axhline(floor, color=RED, linestyle=":")
    axes.plot([0.3, 0.3], [floor, costs[int(np.argmin(np.abs(heads - 0.3)))]], "-", color=INK, linewidth=1)
    label(axes, "KL(frequencies\n‖ model)", 0.29, 0.7, INK, ha="right")
    label(axes, "entropy of the frequencies", 0.12, floor - 0.09, RED)
    axes.plot([0.7], [floor], "o", color=BLUE)
    axes.set_ylim(0.4, 1.4)
    axes.set_xlabel("probability of heads in the model")
    axes.set_ylabel("cost per throw (nats)")
    return figure
