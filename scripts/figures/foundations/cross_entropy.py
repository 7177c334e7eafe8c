"""Figures of docs/foundations/cross-entropy.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, INK, ORANGE, label, new_figure, new_row
from snippets.foundations.cross_entropy import (
    Array,
    binary_cross_entropy,
    log_softmax,
    softmax_twice_loss,
    sparse_cross_entropy,
)


def price_and_shares() -> Figure:
    """Left: minus the logarithm of a probability, and one minus it. Right: three logits as classes and as labels."""
    figure, (price, shares) = new_row(2, height=3.2)
    p = np.linspace(0.006, 1, 200)
    _check_price(p)
    price.plot(p, -np.log(p), color=BLUE)
    price.plot(p, 1 - p, "--", color=ORANGE)
    for marked in (0.01, 0.5):
        price.plot(marked, -np.log(marked), "o", color=BLUE)
    label(price, "cross-entropy, $-\\ln p$", 0.12, 2.5, BLUE)
    label(price, "$1-p$", 0.1, 0.35, ORANGE)
    price.set(xlabel="probability $p$ of what happened", ylabel="cost", ylim=(-0.1, 5.2), yticks=range(6))
    logits, places = np.array([2.0, 1.0, -1.0]), np.arange(3)
    classes, labels = np.exp(log_softmax(logits[None]))[0], 1 / (1 + np.exp(-logits))
    _check_shares(logits, classes, labels)
    for shift, values, color, hatch in ((-0.2, classes, BLUE, ""), (0.2, labels, ORANGE, "//")):
        bars = shares.bar(
            places + shift, values, 0.36, facecolor="none" if hatch else color, edgecolor=color, hatch=hatch
        )
        for bar, value in zip(bars, values, strict=True):
            label(shares, f"{value:.2f}", bar.get_x() + 0.18, value + 0.02, color, ha="center")
    label(shares, "softmax: together 1", 1.0, 0.98, BLUE)
    label(shares, "three sigmoids", 1.0, 0.87, ORANGE)
    shares.set(xticks=places, xticklabels=["dog", "grass", "snow"], ylabel="probability", ylim=(0, 1.1))
    return figure


def _check_price(p: Array) -> None:
    """What the left panel says, by the tested loss; `p` (M,) are probabilities of what happened."""
    odds = np.log(p[:-1] / (1 - p[:-1]))
    paid = np.array([binary_cross_entropy(np.array([[z]]), np.ones((1, 1))) for z in odds])
    assert np.allclose(paid, -np.log(p[:-1])), "the curve is the cross-entropy"
    assert (np.diff(paid) < 0).all(), "the less probable, the more it pays"
    assert (paid > 1 - p[:-1]).all(), "always more than the straight line"
    assert binary_cross_entropy(np.array([[-1e6]]), np.ones((1, 1))) == 1e6, "without limit"


def _check_shares(logits: Array, classes: Array, labels: Array) -> None:
    """What the right panel says of the probabilities `classes` (3,) and `labels` (3,) of the same logits (3,)."""
    raised = logits + np.array([1.0, 0.0, 0.0])
    assert np.isclose(classes.sum(), 1), "the classes share one whole"
    assert (np.exp(log_softmax(raised[None]))[0, 1:] < classes[1:]).all(), "what one gains, the others lose"
    assert labels.sum() > 1.5, "the labels need not"
    costs = [binary_cross_entropy(logits[None, [k]], np.ones((1, 1))) for k in range(3)]
    assert np.allclose(costs, -np.log(labels)), "each stands alone, with a binary cross-entropy of its own"


def softmax_twice() -> Figure:
    """Loss of ten classes against the lead of the true logit, with softmax applied once and twice."""
    lead = np.linspace(-6, 12, 37)
    true_class = np.array([0])
    once = [sparse_cross_entropy(np.array([[z] + [0.0] * 9]), true_class) for z in lead]
    twice = [softmax_twice_loss(z, 10) for z in lead]
    best = softmax_twice_loss(100, 10)
    worst = softmax_twice_loss(-100, 10)
    steepness, single = np.abs(np.diff(twice)), np.abs(np.diff(once))
    assert np.isclose(once[12], np.log(10)), "both pass ln 10"
    assert np.isclose(twice[12], np.log(10)), "at equal logits"
    assert (np.diff(once) < 0).all(), "once, the loss falls"
    assert (np.diff(twice) < 0).all(), "twice, it falls, too"
    assert once[0] > 8, "once, it falls from above 8"
    assert once[-1] < 0.001, "to 0"
    assert best < min(twice), "never below 1.46"
    assert max(twice) < worst < 2.47, "nor above 2.46"
    assert best > 1.46, "nor 1.46"
    assert steepness[0] < 0.01 * steepness.max(), "twice, the slope vanishes where the model is most wrong"
    assert single[0] > 0.9 * single.max(), "once, it is largest there"
    figure, axes = new_figure(height=3.4)
    axes.plot(lead, once, color=BLUE)
    axes.plot(lead, twice, "--", color=ORANGE)
    axes.plot(0, np.log(10), "o", color=INK)
    label(axes, "equal logits: ln 10", 0.3, 2.55, INK)
    label(axes, "softmax once", -4.1, 6.6, BLUE)
    label(axes, f"softmax twice: never below {best:.2f}", 4.2, 1.8, ORANGE)
    axes.set(
        xlabel="logit of the true class (the nine others 0)",
        ylabel="loss (nats)",
        ylim=(-0.2, 8.5),
        xticks=range(-6, 13, 3),
    )
    return figure
