"""Figures of docs/foundations/softmax-gradient.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, RED, label, new_figure, new_row
from scripts.numbers.foundations.softmax_gradient import LOGITS
from snippets.foundations.activation_functions import softmax
from snippets.foundations.softmax_gradient import log_softmax_in_two_steps, log_sum_exp, softmax_cross_entropy


def difference() -> Figure:
    """Probabilities, target and gradient of three classes, of which the second is true."""
    figure, panels = new_row(3, height=2.5)
    target = np.array([0.0, 1.0, 0.0])
    _, gradient = softmax_cross_entropy(LOGITS[None], target[None])
    bars = (("probability $p$", softmax(LOGITS), BLUE), ("target $y$", target, GREEN), ("$p-y$", gradient[0], ORANGE))
    for axes, (name, values, color) in zip(panels, bars, strict=True):
        axes.bar([1, 2, 3], values, width=0.6, color=color)
        axes.axhline(0, color=INK, linewidth=0.8)
        axes.set_title(name, fontsize=11)
        axes.set_xlabel("class")
        axes.set_ylim(-1, 1.05)
        axes.set_xticks([1, 2, 3])
        axes.set_yticks([-1, 0, 1])
    return figure


def two_steps() -> Figure:
    """Log-probability of the worse of two classes in float32, in one step and in two."""
    gaps = np.arange(0, 151, 2.0)
    with np.errstate(divide="ignore", under="ignore"):
        found = [log_softmax_in_two_steps(np.array([0, -gap], dtype=np.float32))[1] for gap in gaps]
    finite = np.isfinite(found)
    figure, axes = new_figure(height=3.0)
    axes.plot(gaps, [-gap - float(log_sum_exp(np.array([0.0, -gap]))) for gap in gaps], "-", color=BLUE)
    axes.plot(gaps[finite], np.array(found)[finite], "--", color=RED)
    axes.plot(gaps[finite][-1], np.array(found)[finite][-1], "x", color=RED, markersize=9)
    label(axes, "one step", 125, -115, BLUE)
    label(axes, "softmax, then log:\nminus infinity beyond", 92, -140, RED, ha="right")
    axes.set_xlabel("distance of the two logits")
    axes.set_ylabel("log-probability")
    return figure
