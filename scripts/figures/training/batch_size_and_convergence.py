"""Figures of the page on batch size and convergence."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, label, new_figure, new_row
from snippets.training.batch_size_and_convergence import (
    gaussian_stable_rate,
    largest_stable_rate,
    minibatch_covariance,
    scaled_rate,
    steps_and_examples,
)


def gradient_cloud() -> Figure:
    """Thirty mini-batch gradients at B = 4 and at B = 64, around the same full gradient."""
    rng = np.random.default_rng(1)
    X = rng.standard_normal((2000, 2))
    example_gradients = X * (X @ np.array([1.5, 1.0]) + rng.standard_normal(2000))[:, None]
    mean = example_gradients.mean(axis=0)
    figure, row = new_row(2, height=3.4)
    for axes, batch_size, color, marker in zip(row, (4, 64), (BLUE, ORANGE), ("o", "s"), strict=True):
        draws = example_gradients[rng.integers(2000, size=(30, batch_size))].mean(axis=1)
        axes.plot(*draws.T, marker, color=color, markersize=4, alpha=0.8)
        values, vectors = np.linalg.eigh(minibatch_covariance(example_gradients, batch_size))
        angles = np.linspace(0, 2 * np.pi, 37)
        circle = 2 * np.sqrt(values)[:, None] * np.array([np.cos(angles), np.sin(angles)])
        axes.plot(*(mean[:, None] + vectors @ circle), color=color, linestyle="--", linewidth=1.5)
        axes.plot(*mean, "+", color=INK, markersize=14, markeredgewidth=2.5)
        axes.set(xlim=(-3.5, 6.5), ylim=(-3.5, 5.5), xlabel="gradient, parameter 1", aspect="equal")
        label(axes, f"B = {batch_size}", -3.1, 4.6, color)
    row[0].set_ylabel("gradient, parameter 2")
    return figure


def steps_against_examples() -> Figure:
    """The hyperbola of steps and examples, with three batch sizes marked."""
    curve = np.array([steps_and_examples(B, 1000, 1e6) for B in np.geomspace(40, 40_000, 40)])
    figure, axes = new_figure()
    axes.loglog(curve[:, 1], curve[:, 0], color=BLUE)
    axes.axvline(1e6, color=INK, linestyle=":", linewidth=1.5)
    axes.axhline(1000, color=INK, linestyle=":", linewidth=1.5)
    notes = {100: "B = 100: many steps", 1000: "B = 1000: the knee", 10_000: "B = 10,000: many examples"}
    for batch_size, text in notes.items():
        steps, examples = steps_and_examples(batch_size, 1000, 1e6)
        axes.plot(examples, steps, "o", color=ORANGE)
        label(axes, text, examples * 1.1, steps * 1.15, ORANGE)
    label(axes, "$E_{min}$", 1.03e6, 750, INK)
    label(axes, "$S_{min}$", 3.5e7, 840, INK)
    axes.set(xlabel="examples processed to the target, $E$", ylabel="steps to the target, $S$", ylim=(680, 30_000))
    axes.set_xlim(8e5, 5e7)
    return figure


def stable_rate() -> Figure:
    """The largest stable learning rate of least-squares SGD against batch size, with the linear rule."""
    sizes = 4.0 ** np.arange(7)
    X = np.random.default_rng(7).standard_normal((4096, 20))
    figure, axes = new_figure()
    axes.loglog(sizes, [largest_stable_rate(X, int(B)) for B in sizes], "o", color=BLUE)
    smooth = np.geomspace(1, 4096, 30)
    axes.loglog(smooth, [gaussian_stable_rate(20, B) for B in smooth], color=BLUE)
    linear = np.array([1.0, 40.0])
    start = gaussian_stable_rate(20, 1)
    axes.loglog(linear, [scaled_rate(start, 1, int(B)) for B in linear], "--", color=ORANGE)
    axes.axhline(2 / np.linalg.eigvalsh(X.T @ X / len(X))[-1], color=GREEN, linestyle=":")
    label(axes, "linear rule", 10, 1.35, ORANGE, ha="right")
    label(axes, "$2/\\lambda_{max}$, full batch", 1.0, 1.95, GREEN)
    label(axes, "largest stable rate", 60, 0.95, BLUE)
    axes.set(xlabel="batch size $B$ (examples)", ylabel="learning rate $\\eta$", ylim=(0.06, 4))
    axes.set_xticks(sizes, [f"{int(B)}" for B in sizes])
    axes.set_yticks([0.1, 0.3, 1, 3], ["0.1", "0.3", "1", "3"])
    axes.minorticks_off()
    return figure
