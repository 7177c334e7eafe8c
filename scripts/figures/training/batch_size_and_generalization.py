"""Figures of docs/training/batch-size-and-generalization.md."""

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from scripts.evidence.records import recorded
from scripts.evidence.values import Value
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, label, new_figure, new_row
from snippets.training.batch_size_and_generalization import (
    Array,
    hessian_traces,
    network_output,
    rescale_layers,
    rescaled_trace,
    teacher_data,
    train_network,
)


def accuracy_under_three_protocols() -> Figure:
    """Test accuracy against batch size: equal epochs, equal epochs with scaled rate, equal updates; as recorded."""
    measured = recorded("training/batch-size-and-generalization")
    sizes = np.array([4, 16, 64, 256, 512])
    _check_protocols(measured, sizes)
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


def _check_protocols(measured: Mapping[str, Value], sizes: NDArray[np.int_]) -> None:
    """What picture and caption say of the recorded accuracies in percent, at batch sizes `sizes`."""
    true, flipped = (
        {
            protocol: np.array([measured[f"accuracy.{labels}.{protocol}.{B}"].mean for B in sizes])
            for protocol in ("epochs", "scaled", "updates")
        }
        for labels in ("true", "flipped")
    )
    assert (np.diff(true["epochs"]) < 0).all(), "true labels, one rate: it falls"
    assert np.ptp(true["epochs"]) > 10, "and far"
    for protocol in ("scaled", "updates"):
        assert np.ptp(true[protocol]) < 0.1 * np.ptp(true["epochs"]), f"true labels, {protocol}: it almost stays"
        assert np.ptp(flipped[protocol]) < 0.5 * np.ptp(flipped["epochs"]), f"flipped labels, {protocol}: nearly flat"
    rise, fall = flipped["epochs"][2] - flipped["epochs"][[0, -1]]
    assert min(rise, fall) > 4, "flipped labels, one rate: up, then down"
    assert sizes[flipped["epochs"].argmax()] == 64, "with the peak at 64"
    before, last = np.split(flipped["scaled"], [-1])
    assert last + 1 < before.min(), "flipped labels, scaled rate: it drops at 512"
    assert np.ptp(before) < 1, "after having been flat"


def sharpness_under_rescaling() -> Figure:
    """Hessian trace of one trained network against the factor that moves weight between its layers."""
    rng = np.random.default_rng(0)
    X, y, true = teacher_data(2512, 20, 0.0, rng)
    W, v = train_network(X[:512], y[:512], 16, 0.1, 960, rng)
    traces = hessian_traces(X[:512], W, v)
    alphas = np.geomspace(1 / 16, 32, 60)
    sharpness = np.array([rescaled_trace(*traces, alpha) for alpha in alphas])
    _check_rescaling(X, W, v, alphas, sharpness)
    right = (network_output(X[512:], W, v) > 0) == (true[512:] > 0)
    figure, axes = new_figure(height=3.4)
    axes.loglog(alphas, sharpness, color=BLUE)
    for alpha, text, digits in ((1.0, "as trained: ", 1), (16.0, r"$\alpha=16$: ", 0)):
        trace = rescaled_trace(*traces, alpha)
        axes.loglog([alpha], [trace], "o", color=ORANGE)
        label(
            axes,
            f"{text}{trace:.{digits}f}",
            alpha * 0.8,
            trace * 0.85,
            ORANGE,
            ha="right",
            va="top" if alpha == 1 else "bottom",
        )
    axes.set_ylim(5, 3000)
    label(
        axes,
        f"the same function, and {right.mean():.0%}\ntest accuracy, at every point".replace("%", " %"),
        0.22,
        700,
        INK,
    )
    axes.set_xlabel(r"factor $\alpha$: first layer $\times\,\alpha$, second layer $/\,\alpha$")
    axes.set_ylabel("trace of the Hessian")
    axes.set_xticks([1 / 16, 1 / 4, 1, 4, 16], ["1/16", "1/4", "1", "4", "16"])
    axes.minorticks_off()
    return figure


def _check_rescaling(X: Array, W: Array, v: Array, alphas: Array, sharpness: Array) -> None:
    """What the curve says, computed at the rescaled networks themselves; `sharpness` (A,) belongs to `alphas` (A,)."""
    networks = [rescale_layers(W, v, float(alpha)) for alpha in alphas]
    outputs = [network_output(X, *network) for network in networks]
    assert np.allclose(outputs, network_output(X, W, v)), "the function is the same at every point"
    measured = [sum(hessian_traces(X[:512], *network)) for network in networks]
    assert np.allclose(sharpness, measured), "the sharpness of the function's other points is that of the curve"
    lowest = int(sharpness.argmin())
    falls, rises = np.diff(sharpness[: lowest + 1]), np.diff(sharpness[lowest:])
    assert (falls < 0).all(), "it falls to the lowest point"
    assert (rises > 0).all(), "and rises from there"
    assert 1 < alphas[lowest] < 2, "which is near 1.4"
    assert sharpness[[0, -1]].min() > 100 * sharpness[lowest] > 0, "it is large at both ends, and never below a minimum"
