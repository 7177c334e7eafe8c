"""Figures of docs/representation-learning/contrastive-learning.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.evidence.records import recorded
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, RED, label, new_figure
from snippets.representation_learning.contrastive_learning import info_nce, push, similarities


def pairs() -> Figure:
    """Table of similarities between two views of four images: partners on the diagonal, all others negatives."""
    figure, axes = new_figure(width=5.6, height=3.6)
    first, second = np.random.default_rng(0).standard_normal((2, 4, 8))
    slopes = push(similarities(first, second, 0.5), 0.5)
    pulled = slopes < 0  # descent raises this similarity
    assert (np.sort(pulled, axis=1) == [False, False, False, True]).all(), "one partner in each row, all others pushed"
    assert pulled.diagonal().all(), "the partners stand on the diagonal"
    losses = [info_nce(np.zeros((size, size))) for size in (4, 64, 1024)]
    assert (np.diff(losses) > 2).all(), "a larger mini-batch makes it harder"
    for row, column in np.ndindex(4, 4):
        mark, color, size = ("s", BLUE, 16) if pulled[row, column] else ("x", RED, 9)
        axes.plot(column, row, mark, color=color, markersize=size)
    axes.annotate("", xy=(3.55, 1), xytext=(-0.4, 1), arrowprops={"arrowstyle": "-", "color": INK, "linestyle": ":"})
    label(axes, "one row: which of four\nis my partner?", 3.7, 1.12, INK, size=10)
    label(axes, "partner: pulled", 3.7, 3.08, BLUE, size=10)
    label(axes, "others: pushed", 3.7, 2.08, RED, size=10)
    axes.set_xticks(range(4), [f"b{index}" for index in "₁₂₃₄"])
    axes.set_yticks(range(4), [f"a{index}" for index in "₁₂₃₄"])
    axes.set_xlim(-0.6, 5.9)
    axes.set_ylim(3.6, -0.6)
    axes.set_xlabel("second view of image 1 to 4", loc="left")
    axes.set_ylabel("first view")
    axes.grid(False)
    return figure


def bound() -> Figure:
    """Estimated against true mutual information for mini-batches of 8, 64 and 512: each stops at its logarithm."""
    record = recorded("representation-learning/contrastive-learning")
    names = ("0.3", "0.5", "0.7", "0.8", "0.9", "0.95", "0.98")
    truth = [record[f"truth.{name}"].mean for name in names]
    figure, axes = new_figure(height=3.6)
    axes.plot([0, 10], [0, 10], color=INK, linewidth=1, linestyle=":")
    label(axes, "truth", 7.0, 7.6, INK, ha="right")
    for size, color, style in ((8, ORANGE, "o-"), (64, BLUE, "s--"), (512, PURPLE, "^-.")):
        estimates = [record[f"bound.n{size}.{name}"].mean for name in names]
        assert abs(estimates[0] - truth[0]) < 0.15, "all begin on the diagonal"
        assert (np.diff(estimates) > 0).all(), "rise with the information"
        assert 0 <= np.log(size) - estimates[-1] < 0.01, "and end at ln N"
        assert truth[-2] - estimates[-2] > 5 > 20 * (estimates[-1] - estimates[-2]), "flat, while the truth goes on"
        axes.plot(truth, estimates, style, color=color, linewidth=1.5)
        label(axes, f"N = {size}", 16.4, estimates[-1] - 0.15, color)
        axes.axhline(float(np.log(size)), color=GREEN, linewidth=0.8, linestyle=":")
    label(axes, "dotted: ln N", 13.0, 7.0, GREEN)
    axes.set_xlim(0, 18.5)
    axes.set_ylim(0, 8.5)
    axes.set_xlabel("true mutual information (nats)")
    axes.set_ylabel("ln N − InfoNCE, best scores")
    return figure
