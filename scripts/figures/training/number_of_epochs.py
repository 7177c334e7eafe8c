"""Figures of the page on the number of epochs."""

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from scripts.figures.style import BLUE, GREEN, ORANGE, PURPLE, RED, label, new_figure, new_row
from snippets.training.number_of_epochs import early_stopping, error_curve, logistic_run


def patience() -> Figure:
    """A noisy validation loss: where patience 0 and patience 10 stop, and which weights they keep."""
    losses = [epoch.validation_loss for epoch in logistic_run(seed=9, epochs=120)]
    figure, axes = new_figure()
    axes.plot(range(1, len(losses) + 1), losses, color=BLUE, linewidth=1.5)
    _, hasty = early_stopping(losses, patience=0)
    best, stopped = early_stopping(losses, patience=10)
    assert losses[hasty - 1] > losses[hasty - 2], "one small rise ends training with patience 0"
    assert (hasty, best, stopped) == (16, 1 + int(np.argmin(losses[:stopped])), best + 10), "patience 10 keeps the best"
    assert losses[hasty - 1] - losses[hasty - 2] < 0.1 * (losses[0] - losses[best - 1]), "the rise is a small one"
    assert min(losses) == losses[best - 1] < losses[-1] - 0.01, "the best is the lowest of all; later it creeps up"
    for epoch, color, marker, text, height, side in (
        (hasty, RED, "X", f"patience 0 stops\nat epoch {hasty}", 0.045, "left"),
        (best, GREEN, "o", f"best weights:\nepoch {best}", -0.028, "center"),
        (stopped, PURPLE, "s", f"patience 10 stops\nat epoch {stopped}", 0.045, "center"),
    ):
        axes.plot(epoch, losses[epoch - 1], marker=marker, color=color, markersize=9)
        at = losses[epoch - 1] + height
        label(axes, text, epoch, at, color, ha=side, va="bottom" if height > 0 else "top", fontsize=10)
        axes.plot([epoch, epoch], [losses[epoch - 1], at], color=color, linewidth=0.8)
    axes.set(xlabel="epoch", ylabel="validation cross-entropy (nats)", ylim=(0.42, 0.74), xlim=(0, 121))
    return figure


def shapes_of_the_error_curve() -> Figure:
    """Excess error on new data against epochs, in three linear problems: means over 20 draws of the data."""
    epochs = np.unique(np.logspace(0, 6, 37).astype(int))

    def mean_curve(slow_signal: float, weight_decay: float = 0.0) -> NDArray[np.float64]:
        curves = [error_curve(epochs.tolist(), slow_signal, weight_decay, seed) for seed in range(20)]
        return np.asarray(np.mean(curves, axis=0))

    rise, plateau, descent = mean_curve(0.0), mean_curve(0.0, weight_decay=0.25), mean_curve(0.06)
    assert rise[-1] > 1.5 * rise.min(), "after the minimum it rises"
    assert 20 < epochs[rise.argmin()] < 60, "the minimum is near epoch 30"
    assert rise[0] > 3 * rise.min(), "down to which it has fallen"
    assert plateau[-1] < 1.1 * plateau.min(), "weight decay turns the rise into a plateau"
    first = int(np.argmin(descent[:19]))
    assert descent[first:].max() > 1.1 * descent[first], "slowly learned inputs: first a rise"
    assert 150 < epochs[first + int(descent[first:].argmax())] < 800, "up to a peak near epoch 350"
    assert descent[-1] < descent[first], "then a second descent"
    figure, panels = new_row(3, height=2.9)
    for axes, color, style, text, curve in (
        (panels[0], ORANGE, "-", "minimum,\nthen rise", rise),
        (panels[1], GREEN, "--", "plateau\n(weight decay)", plateau),
        (panels[2], BLUE, "-.", "second descent\n(slow inputs)", descent),
    ):
        axes.plot(epochs, curve, color=color, linestyle=style)
        label(axes, text, 0.97, 0.97, color, ha="right", va="top", transform=axes.transAxes)
        axes.set(xscale="log", ylim=(0, 2.1), xticks=[1, 1e2, 1e4, 1e6], xlabel="epoch (log scale)")
    panels[0].set_ylabel("excess error on new data")
    for axes in panels[1:]:
        axes.tick_params(labelleft=False)
    return figure
