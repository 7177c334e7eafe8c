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
    p = softmax(LOGITS)
    assert np.allclose(gradient[0], p - target), "the gradient is the difference of the two distributions"
    nudges = 1e-6 * np.eye(3)
    differences = [softmax_cross_entropy(LOGITS[None] + nudge, target[None])[0] for nudge in (*nudges, *-nudges)]
    assert np.allclose(np.subtract(*np.split(np.array(differences), 2)) / 2e-6, gradient[0]), "it is that of the loss"
    assert np.isclose(-gradient[0, 1], gradient[0, [0, 2]].sum()), "what the true class lacks, the others hold too much"
    assert gradient[0, 1] < 0 < gradient[0, [0, 2]].min(), "the true class has too little | each other one too much"
    bars = (("probability $p$", p, BLUE), ("target $y$", target, GREEN), ("$p-y$", gradient[0], ORANGE))
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
    exact = np.array([-gap - float(log_sum_exp(np.array([0.0, -gap]))) for gap in gaps])
    assert np.allclose(np.diff(exact[5:]), -2, atol=1e-4), "in one step it falls in a straight line"
    assert np.allclose(np.array(found)[finite], exact[finite], atol=0.4), "both ways agree"
    assert finite[gaps < 102].all(), "up to a distance of 104"
    assert not finite[gaps >= 104].any(), "where two steps end"
    assert np.isfinite(exact).all(), "only the one-step formula has an answer beyond"
    figure, axes = new_figure(height=3.0)
    axes.plot(gaps, exact, "-", color=BLUE)
    axes.plot(gaps[finite], np.array(found)[finite], "--", color=RED)
    axes.plot(gaps[finite][-1], np.array(found)[finite][-1], "x", color=RED, markersize=9)
    label(axes, "one step", 125, -115, BLUE)
    label(axes, "softmax, then log:\nminus infinity beyond", 92, -140, RED, ha="right")
    axes.set_xlabel("distance of the two logits")
    axes.set_ylabel("log-probability")
    return figure
