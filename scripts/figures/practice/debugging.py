"""Figures of docs/practice/debugging.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, RED, label, new_figure
from snippets.practice.debugging import divergence


def from_growth_to_nan() -> Figure:
    """Weight of float32 descent on a parabola against the step, three learning rates, until NaN."""
    figure, axes = new_figure()
    for rate, color, style, text, place in [
        (0.19, GREEN, "-", "η = 0.19: converges", (330, 1e-13)),
        (0.21, BLUE, "--", "η = 0.21", (215, 1e16)),
        (0.3, ORANGE, "-.", "η = 0.3", (-22, 1e25)),
    ]:
        steps = np.arange(600)
        if rate * 10 > 2:
            infinite, nan = divergence(rate, 10)
            steps = np.arange(nan - 2)
            axes.plot(infinite, abs(1 - rate * 10.0) ** infinite, "o", color=color)
            axes.plot(nan - 2, 3e38, "X", color=RED, markersize=9)
        size = abs(1 - rate * 10) ** steps.astype(float)
        keep = steps[:: max(1, len(steps) // 60)]
        axes.semilogy(keep, size[keep], style, color=color)
        label(axes, text, *place, color)
    axes.axhline(3.4e38, color=INK, linewidth=1, linestyle=":")
    label(axes, "largest float32", 450, 3e40, INK)
    label(axes, "loss Inf", 470, 1e15, BLUE)
    label(axes, "loss Inf", 75, 1e16, ORANGE)
    label(axes, "weight NaN", 140, 1e32, RED)
    label(axes, "weight NaN", 900, 1e28, RED, ha="right", va="top")
    axes.set(
        xlabel="step",
        xlim=(-30, 960),
        ylabel="size of the weight",
        ylim=(1e-30, 1e46),
        yticks=[1e-30, 1e-15, 1, 1e15, 1e30],
    )
    axes.minorticks_off()
    return figure
