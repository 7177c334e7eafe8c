"""Figures of docs/foundations/cross-entropy.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, INK, ORANGE, label, new_figure, new_row
from snippets.foundations.cross_entropy import log_softmax, softmax_twice_loss, sparse_cross_entropy


def price_and_shares() -> Figure:
    """Left: minus the logarithm of a probability, and one minus it. Right: three logits as classes and as labels."""
    figure, (price, shares) = new_row(2, height=3.2)
    p = np.linspace(0.006, 1, 200)
    price.plot(p, -np.log(p), color=BLUE)
    price.plot(p, 1 - p, "--", color=ORANGE)
    for marked in (0.01, 0.5):
        price.plot(marked, -np.log(marked), "o", color=BLUE)
    label(price, "cross-entropy, $-\\ln p$", 0.12, 2.5, BLUE)
    label(price, "$1-p$", 0.1, 0.35, ORANGE)
    price.set(xlabel="probability $p$ of what happened", ylabel="cost", ylim=(-0.1, 5.2), yticks=range(6))
    logits, places = np.array([2.0, 1.0, -1.0]), np.arange(3)
    for shift, values, color, hatch in (
        (-0.2, np.exp(log_softmax(logits[None]))[0], BLUE, ""),
        (0.2, 1 / (1 + np.exp(-logits)), ORANGE, "//"),
    ):
        bars = shares.bar(
            places + shift, values, 0.36, facecolor="none" if hatch else color, edgecolor=color, hatch=hatch
        )
        for bar, value in zip(bars, values, strict=True):
            label(shares, f"{value:.2f}", bar.get_x() + 0.18, value + 0.02, color, ha="center")
    label(shares, "softmax: together 1", 1.0, 0.98, BLUE)
    label(shares, "three sigmoids", 1.0, 0.87, ORANGE)
    shares.set(xticks=places, xticklabels=["dog", "grass", "snow"], ylabel="probability", ylim=(0, 1.1))
    return figure


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
