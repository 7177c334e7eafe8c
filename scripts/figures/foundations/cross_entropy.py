"""Figures of docs/foundations/cross-entropy.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, INK, ORANGE, label, new_figure
from snippets.foundations.cross_entropy import softmax_twice_loss, sparse_cross_entropy


def softmax_twice() -> Figure:
    """Loss of ten classes against the lead of the true logit, with softmax applied once and twice."""
    lead = np.linspace(-6, 12, 37)
    true_class = np.array([0])
    once = [sparse_cross_entropy(np.array([[z] + [0.0] * 9]), true_class) for z in lead]
    twice = [softmax_twice_loss(z, 10) for z in lead]
    figure, axes = new_figure(height=3.4)
    axes.plot(lead, once, color=BLUE)
    axes.plot(lead, twice, "--", color=ORANGE)
    axes.plot(0, np.log(10), "o", color=INK)
    label(axes, "equal logits: ln 10", 0.3, 2.55, INK)
    label(axes, "softmax once", -4.1, 6.6, BLUE)
    label(axes, "softmax twice: never below 1.46", 4.2, 1.8, ORANGE)
    axes.set(
        xlabel="logit of the true class (the nine others 0)",
        ylabel="loss (nats)",
        ylim=(-0.2, 8.5),
        xticks=range(-6, 13, 3),
    )
    return figure
