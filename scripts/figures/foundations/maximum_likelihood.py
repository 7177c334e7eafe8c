"""Figures of docs/foundations/maximum-likelihood.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, INK, ORANGE, RED, label, new_figure
from snippets.foundations.maximum_likelihood import (
    cross_entropy,
    fit,
    kl_divergence,
    mean_negative_log_likelihood,
    normal,
    two_modes,
)


def two_directions() -> Figure:
    """A density with two bumps, and the closest normal in each direction of the divergence."""
    x = np.linspace(-5, 5, 101)
    data, covering, taking = two_modes(x), normal(x, *fit(forward=True)), normal(x, *fit(forward=False))
    middle, (left, right) = 50, (30, 70)  # where x is 0, and −2 and 2
    assert data[middle] < 0.01 * data[left], "data lie at −2 and 2, hardly any between"
    assert data[left] == data[right], "data lie at −2 and 2, hardly any between"
    assert covering.argmax() == middle, "data first is highest where there are hardly any data"
    assert covering[[left, right]].min() > 0.5 * covering.max(), "and covers both bumps"
    assert taking.argmax() == right, "model first takes one bump"
    assert taking[left] < 1e-6 * taking[right], "only"
    assert np.allclose(taking[60:], 2 * data[60:], atol=0.02), "which it fits"
    figure, axes = new_figure(height=3.3)
    axes.fill_between(x, data, color=INK, alpha=0.25, linewidth=0)
    axes.plot(x, covering, "-", color=BLUE)
    axes.plot(x, taking, "--", color=ORANGE)
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
    costs = np.array([mean_negative_log_likelihood(throws, np.array([1 - q, q])) for q in heads])
    floor = cross_entropy(frequencies, frequencies)
    divergences = np.array([kl_divergence(frequencies, np.array([1 - q, q])) for q in heads])
    assert np.allclose(costs, floor + divergences), "the cost is the entropy plus the divergence"
    lowest = int(costs.argmin())
    assert abs(heads[lowest] - 0.7) < 0.01, "lowest at 0.7"
    assert (costs >= floor).all(), "never below the entropy"
    assert np.isclose(mean_negative_log_likelihood(throws, frequencies), floor), "at 0.7 it touches the entropy"
    assert (np.diff(costs[: lowest + 1]) < 0).all(), "a bowl falls"
    assert (np.diff(costs[lowest:]) > 0).all(), "and rises"
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
