"""Figures of docs/training/batch-size-and-generalization.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.evidence.records import recorded
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, label, new_figure, new_row
from snippets.training.batch_size_and_generalization import (
    hessian_traces,
    rescaled_trace,
    teacher_data,
    train_network,
)


def accuracy_under_three_protocols() -> Figure:
    """Test accuracy against batch size: equal epochs, equal epochs with scaled rate, equal updates; as recorded."""
    measured = recorded("training/batch-size-and-generalization")
    sizes = np.array([4, 16, 64, 256, 512])
    figure, (left, right) = new_row(2, height=3.6)
    for axes, labels in ((left, "true"), (right, "flipped")):
        for shift, color, style, protocol in (
            (0.95, BLUE, "o-", "epochs"),
            (1.0, ORANGE, "s--", "scaled"),
            (1.05, GREEN, "^:", "updates"),
        ):
            accuracies = [measured[f"accuracy.{labels}.{protocol}.{B}"] for B in sizes]
            mean = np.array([accuracy.mean for accuracy in accuracies])
            spread = np.array([accuracy.spread for accuracy in accuracies])
            axes.plot(sizes * shift, mean, style, color=color)
            bars = np.stack([mean - spread, mean + spread, np.full(len(sizes), np.nan)], axis=1)
            axes.plot(np.repeat(sizes * shift, 3), bars.ravel(), color=color, linewidth=0.8)
        axes.set_xscale("log")
        axes.set_xticks(sizes, [str(size) for size in sizes])
        axes.minorticks_off()
        axes.set_xlabel("batch size B (examples)")
        axes.set_ylim(61, 94)
    left.set_ylabel("test accuracy (%)")
    label(left, "training labels all true", 3.6, 62, INK)
    label(right, "20 % of training labels flipped", 3.6, 62, INK)
    label(left, "equal epochs, η ∝ B", 20, 91.7, ORANGE, fontsize=10)
    label(left, "equal updates", 72, 85.2, GREEN, fontsize=10)
    label(left, "equal epochs,\none η", 20, 75, BLUE, fontsize=10)
    label(right, "equal epochs, one η", 20, 81, BLUE, fontsize=10)
    return figure


def sharpness_under_rescaling() -> Figure:
    """Hessian trace of one trained network against the factor that moves weight between its layers."""
    rng = np.random.default_rng(0)
    X, y, _ = teacher_data(2512, 20, 0.0, rng)
    W, v = train_network(X[:512], y[:512], 16, 0.1, 960, rng)
    traces = hessian_traces(X[:512], W, v)
    alphas = np.geomspace(1 / 16, 32, 60)
    figure, axes = new_figure(height=3.4)
    axes.loglog(alphas, [rescaled_trace(*traces, alpha) for alpha in alphas], color=BLUE)
    for alpha, text in ((1.0, "as trained: 10.8"), (16.0, r"$\alpha=16$: 540")):
        trace = rescaled_trace(*traces, alpha)
        axes.loglog([alpha], [trace], "o", color=ORANGE)
        label(axes, text, alpha * 0.8, trace * 0.85, ORANGE, ha="right", va="top" if alpha == 1 else "bottom")
    axes.set_ylim(5, 3000)
    label(axes, "the same function, and 88 %\ntest accuracy, at every point", 0.22, 700, INK)
    axes.set_xlabel(r"factor $\alpha$: first layer $\times\,\alpha$, second layer $/\,\alpha$")
    axes.set_ylabel("trace of the Hessian")
    axes.set_xticks([1 / 16, 1 / 4, 1, 4, 16], ["1/16", "1/4", "1", "4", "16"])
    axes.minorticks_off()
    return figure
