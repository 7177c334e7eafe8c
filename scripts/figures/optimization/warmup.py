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
    figure, axes = new_figure(height=3.3)
    axes.semilogx(steps[shown], sizes[shown], "-", color=BLUE)
    axes.semilogx(steps[shown], warmed[shown], "--", color=ORANGE)
    axes.axhline(settled_size(), color=INK, linestyle=":", linewidth=1)
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
    figure, (axes,) = new_row(1, height=3.0)
    axes.plot(steps, [1e4 * transformer_rate(int(step), 512, 4000) for step in steps], "-", color=BLUE)
    axes.axvline(4000, color=INK, linestyle=":", linewidth=1)
    label(axes, "end of the warmup", 4200, 0.4, INK)
    axes.set_ylim(0, 7.8)
    axes.set_xlabel("update")
    axes.set_ylabel("learning rate ($10^{-4}$)")
    return figure
