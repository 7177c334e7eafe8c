"""Figures of the page on batch size and convergence."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, label, new_figure, new_row
from snippets.training.batch_size_and_convergence import (
    Array,
    examples_for_steps,
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
    _check_scatter(example_gradients)
    figure, row = new_row(2, height=3.4)
    for axes, batch_size, color, marker in zip(row, (4, 64), (BLUE, ORANGE), ("o", "s"), strict=True):
        draws = example_gradients[rng.integers(2000, size=(30, batch_size))].mean(axis=1)
        axes.plot(*draws.T, marker, color=color, markersize=4, alpha=0.8)
        values, vectors = np.linalg.eigh(minibatch_covariance(example_gradients, batch_size))
        angles = np.linspace(0, 2 * np.pi, 37)
        circle = 2 * np.sqrt(values)[:, None] * np.array([np.cos(angles), np.sin(angles)])
        distances = np.linalg.norm((draws - mean) @ vectors / np.sqrt(values), axis=1)
        assert np.sum(distances < 2) >= 20, "most of the thirty dots lie in the ellipse of two standard deviations"
        axes.plot(*(mean[:, None] + vectors @ circle), color=color, linestyle="--", linewidth=1.5)
        axes.plot(*mean, "+", color=INK, markersize=14, markeredgewidth=2.5)
        axes.set(xlim=(-3.5, 6.5), ylim=(-3.5, 5.5), xlabel="gradient, parameter 1", aspect="equal")
        label(axes, f"B = {batch_size}", -3.1, 4.6, color)
    row[0].set_ylabel("gradient, parameter 2")
    return figure


def _check_scatter(example_gradients: Array) -> None:
    """What the picture of two clouds says of many more mini-batches; `example_gradients` (N, 2)."""
    rng = np.random.default_rng(2)
    mean, count = example_gradients.mean(axis=0), len(example_gradients)
    clouds = [example_gradients[rng.integers(count, size=(4000, B))].mean(axis=1) for B in (4, 64)]
    assert np.allclose([cloud.mean(axis=0) for cloud in clouds], mean, atol=0.1), "both clouds center on the cross"
    narrow = clouds[1].std(axis=0) / clouds[0].std(axis=0)
    assert np.allclose(narrow, 1 / 4, rtol=0.1), "sixteen times the batch: a quarter of the spread in both directions"
    for batch_size, cloud in zip((4, 64), clouds, strict=True):
        wanted = minibatch_covariance(example_gradients, batch_size)
        assert np.allclose(np.cov(cloud.T), wanted, atol=0.15 * np.trace(wanted)), "the ellipses are those of the dots"


def steps_against_examples() -> Figure:
    """The hyperbola of steps and examples, with three batch sizes marked."""
    sizes = np.geomspace(40, 40_000, 40)
    curve = np.array([steps_and_examples(B, 1000, 1e6) for B in sizes])
    on_curve = [examples_for_steps(steps, 1000, 1e6) for steps in curve[:, 0]]
    assert np.allclose(curve[:, 1], on_curve), "steps and examples lie on the hyperbola"
    slopes = np.diff(np.log(curve[:, 0])) / np.diff(np.log(curve[:, 1]))
    assert slopes[0] < -10, "steep near the least examples"
    assert slopes[-1] > -0.1, "flat near the least steps"
    assert ((slopes < -1) == (sizes[1:] < 1000))[np.abs(np.log(sizes[1:] / 1000)) > 0.2].all(), "it bends at B = 1000"
    prices = -np.diff(curve[:, 1]) / np.diff(curve[:, 0])
    assert (np.diff(prices) > 0).all(), "each saved step costs more than the last one"
    assert prices[-1] > 1000 * prices[0], "above the bend many examples"
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
    limits = np.array([largest_stable_rate(X, int(B)) for B in sizes])
    axes.loglog(sizes, limits, "o", color=BLUE)
    smooth = np.geomspace(1, 4096, 30)
    axes.loglog(smooth, [gaussian_stable_rate(20, B) for B in smooth], color=BLUE)
    assert np.allclose(limits[:4], [gaussian_stable_rate(20, B) for B in sizes[:4]], rtol=0.05), (
        "the first points lie on the curve of infinitely many examples"
    )
    linear = np.array([1.0, 40.0])
    start = gaussian_stable_rate(20, 1)
    axes.loglog(linear, [scaled_rate(start, 1, int(B)) for B in linear], "--", color=ORANGE)
    full_batch = 2 / np.linalg.eigvalsh(X.T @ X / len(X))[-1]
    axes.axhline(full_batch, color=GREEN, linestyle=":")
    assert (np.diff(limits) > 0).all(), "a larger batch tolerates a larger rate"
    assert (limits < full_batch).all(), "never more than the full batch"
    shares = limits / [scaled_rate(limits[0], 1, int(B)) for B in sizes]
    assert shares[1] > 0.85 > 0.7 > shares[2], "in proportion at first, bending away around B = 16"
    assert np.allclose(limits[5:], full_batch, rtol=0.01), "then not at all: the points level off at 2/λ_max"
    assert scaled_rate(start, 1, 256) > 4, "where they level off, the linear rule has left the plot"
    label(axes, "linear rule", 10, 1.35, ORANGE, ha="right")
    label(axes, "$2/\\lambda_{max}$, full batch", 1.0, 1.95, GREEN)
    label(axes, "largest stable rate", 60, 0.95, BLUE)
    axes.set(xlabel="batch size $B$ (examples)", ylabel="learning rate $\\eta$", ylim=(0.06, 4))
    axes.set_xticks(sizes, [f"{int(B)}" for B in sizes])
    axes.set_yticks([0.1, 0.3, 1, 3], ["0.1", "0.3", "1", "3"])
    axes.minorticks_off()
    return figure
