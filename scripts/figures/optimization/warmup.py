"""Figures of docs/optimization/warmup.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, INK, ORANGE, label, new_figure, new_row
from snippets.optimization.warmup import linear_warmup, settled_size, transformer_rate, update_sizes


def early_steps() -> Figure:
    """Size of Adam's steps when gradients are noise, at a constant rate and with a warmup of 100 steps."""
    sizes = update_sizes(np.random.default_rng(0).standard_normal((300, 2000)))
    steps = np.arange(1, 301)
    shown = np.unique(np.geomspace(1, 300, 40).astype(int)) - 1
    warmed = sizes * np.array([linear_warmup(int(step), 100, 1.0) for step in steps])
    settled = settled_size()
    assert np.isclose(sizes[0], 1), "at the full rate the first step has the full size"
    assert sizes[0] == sizes.max() > 4 * settled, "the longest step comes when Adam knows least"
    assert np.allclose(sizes[30:], settled, rtol=0.12), "the final size is reached after about 30 steps"
    assert sizes[9] > 1.3 * settled, "and not after ten"
    assert warmed[0] == warmed.min() < settled / 20, "with warmup the first step is the shortest, almost zero"
    assert warmed.max() < 1.12 * settled, "and no later one is longer than in the end"
    assert np.allclose(warmed[100:], settled, rtol=0.12), "which is the same"
    figure, axes = new_figure(height=3.3)
    axes.semilogx(steps[shown], sizes[shown], "-", color=BLUE)
    axes.semilogx(steps[shown], warmed[shown], "--", color=ORANGE)
    axes.axhline(settled, color=INK, linestyle=":", linewidth=1)
    label(axes, "full rate at once", 3, 0.65, BLUE)
    label(axes, "with warmup over 100 steps", 1.2, 0.07, ORANGE)
    label(axes, "in the end", 1.1, 0.25, INK)
    axes.set_ylim(0, 1.05)
    axes.set_xlabel("step")
    axes.set_ylabel("step of a weight,\nin units of the peak rate")
    return figure


def schedules() -> Figure:
    """The schedule of the first Transformer, and its two branches."""
    steps = np.arange(200, 20_001, 200)
    rates = np.array([1e4 * transformer_rate(int(step), 512, 4000) for step in steps])
    end = int(rates.argmax())
    assert steps[end] == 4000, "the peak is at the end of the warmup"
    assert np.isclose(rates[end], 1e4 / np.sqrt(512 * 4000)), "where both branches meet"
    assert np.allclose(np.diff(rates[: end + 1]), rates[0]), "linear up, from zero"
    assert np.allclose(rates[end:], rates[end] * np.sqrt(4000 / steps[end:])), "then with the inverse square root"
    assert (np.diff(rates[end:]) < 0).all(), "down"
    assert (np.diff(rates[end:], 2) > 0).all(), "more and more slowly"
    figure, (axes,) = new_row(1, height=3.0)
    axes.plot(steps, rates, "-", color=BLUE)
    axes.axvline(4000, color=INK, linestyle=":", linewidth=1)
    label(axes, "end of the warmup", 4200, 0.4, INK)
    axes.set_ylim(0, 7.8)
    axes.set_xlabel("update")
    axes.set_ylabel("learning rate ($10^{-4}$)")
    return figure
