"""Figures of docs/training/batch-size.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.evidence.records import recorded
from scripts.figures.style import BLUE, INK, ORANGE, label, new_figure, new_row
from snippets.training.batch_size import (
    example_gradients,
    gradient_variance,
    minibatch_gradient,
)


def gradient_variance_and_batch_size() -> Figure:
    """Measured and predicted squared error of the mini-batch gradient, with and without replacement."""
    rng = np.random.default_rng(0)
    N = 512
    X = rng.standard_normal((N, 5))
    y, theta = X @ np.arange(5.0) + rng.standard_normal(N), np.ones(5)
    gradients = example_gradients(X, y, theta)
    full, one = gradients.mean(axis=0), gradient_variance(gradients, 1)
    figure, axes = new_figure()
    for replace, color, marker, style in ((True, BLUE, "o", "-"), (False, ORANGE, "s", "--")):
        last = N if replace else N - 8
        sizes = np.unique(np.append(np.geomspace(1, 256, 9).astype(int), np.arange(288, last + 1, 24)))
        sizes = np.append(sizes, last)
        predicted = [gradient_variance(gradients, B, replace) / one for B in sizes]
        axes.loglog(sizes, predicted, style, color=color)
        measured_sizes = (1, 2, 4, 8, 16, 32, 64, 128, 256, 448, last)
        measured = []
        for B in measured_sizes:
            draws = [minibatch_gradient(X, y, theta, rng.choice(N, B, replace)) for _ in range(2000)]
            measured.append(np.sum((np.array(draws) - full) ** 2) / 2000 / one)
        wanted = [gradient_variance(gradients, B, replace) / one for B in measured_sizes]
        assert np.allclose(measured, wanted, rtol=0.2), "the measured points lie on the curve"
        axes.loglog(measured_sizes, measured, marker, color=color, markerfacecolor="none")
    assert np.allclose([gradient_variance(gradients, B, True) * B for B in sizes], one), (
        "with replacement it falls as 1/B"
    )
    assert gradient_variance(gradients, N, replace=False) < 1e-9 * one, "without, it vanishes at the full batch"
    label(axes, "with replacement\n" + r"$1/B$", 100, 0.022, BLUE)
    label(axes, "without: falls to 0\nat the full batch", 40, 0.0008, ORANGE)
    axes.set_xlabel("batch size $B$ (examples)")
    axes.set_ylabel("squared error of the gradient\n(1 = one example)")
    axes.set_xticks([1, 4, 16, 64, 256, 512], ["1", "4", "16", "64", "256", "512"])
    axes.minorticks_off()
    return figure


def epochs_and_updates() -> Figure:
    """Epochs and updates to one loss target against the batch size, at a fixed and at the best rate, as recorded."""
    sizes = np.array([16, 64, 256, 1024, 4096])
    measured = recorded("training/batch-size")
    fixed = np.array([measured[f"updates.small.{B}"].mean for B in sizes])
    best = np.array([measured[f"updates.best.{B}"].mean for B in sizes])
    rates = [measured[f"best_rate.{B}"].mean for B in sizes]
    assert (np.diff(sizes * fixed) > 0).all(), "larger batches need more epochs at a fixed rate"
    assert (np.diff(sizes * best) > 0).all(), "and at the best rate"
    assert (fixed[1:] < 1.1 * fixed[:-1]).all(), "they do not need more updates"
    assert (np.diff(best) < 0).all(), "they need fewer updates once the rate is retuned"
    figure, (left, right) = new_row(2, height=3.4)
    for axes, factor in ((left, sizes / 4096), (right, np.ones(5))):
        axes.loglog(sizes, fixed * factor, "o-", color=BLUE)
        axes.loglog(sizes, best * factor, "s--", color=ORANGE)
        axes.set_xlabel("batch size $B$ (examples)")
        axes.set_xticks(sizes, [str(size) for size in sizes])
        axes.minorticks_off()
    left.set_ylabel("epochs to the target")
    right.set_ylabel("updates to the target")
    label(left, r"$\eta=0.3$", 150, 22, BLUE, ha="right")
    label(left, r"best $\eta$", 1100, 0.9, ORANGE)
    label(right, r"$\eta=0.3$", 700, 260, BLUE)
    label(right, r"best $\eta$", 300, 22, ORANGE)
    for rate, B, count in zip(rates, sizes, best, strict=True):
        label(right, f"{rate:.2g}", B, count / 1.55, INK, ha="center", fontsize=9)
    left.set_ylim(0.3, 400)
    right.set_ylim(2.5, 500)
    return figure
