"""Figures of the page on epochs, mini-batches and iterations."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, label, new_figure
from snippets.training.epochs_batches_iterations import (
    epoch_batches,
    iterations_per_epoch,
    linear_regression,
    sgd,
    smallest_squared_loss,
    step_decay,
)


def one_epoch() -> Figure:
    """Two epochs over ten examples in mini-batches of four: each epoch is a new order cut into 4 + 4 + 2."""
    figure, axes = new_figure(height=2.6)
    rng = np.random.default_rng(4)
    update = 0
    orders: dict[int, list[int]] = {1: [], 2: []}
    for epoch in (1, 2):
        height = -2.3 * epoch
        label(axes, f"epoch {epoch}", -0.4, height + 0.4, INK, ha="right", va="center")
        left = 0.0
        for batch, color in zip(epoch_batches(10, 4, rng), (BLUE, ORANGE, GREEN), strict=True):
            for example in batch:
                axes.add_patch(Rectangle((left, height), 0.9, 0.9, facecolor="none", edgecolor=color, linewidth=1.8))
                label(axes, str(example + 1), left + 0.45, height + 0.42, color, ha="center", va="center")
                left += 1
            orders[epoch] += [int(example) for example in batch]
            update += 1
            middle = left - len(batch) / 2 - 0.05
            label(axes, f"update {update}", middle, height - 0.25, color, ha="center", va="top", fontsize=10)
            left += 0.8
    assert (update, len(batch)) == (6, 2), "three updates an epoch, the last of them from two examples"
    assert orders[1] != orders[2], "the next epoch shuffles anew"
    assert sorted(orders[1]) == sorted(orders[2]) == list(range(10)), "and takes each of the ten examples once"
    axes.set(xlim=(-2.2, 11.9), ylim=(-5.6, -1.1), xticks=[], yticks=[])
    axes.grid(visible=False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return figure


def full_loss_after_each_update() -> Figure:
    """Loss on all 1000 examples after each of 250 SGD updates with B = 8, and its moving average."""
    X, y = linear_regression(0)
    _, losses = sgd(X, y, batch_size=8, learning_rate=0.05, epochs=2, rng=np.random.default_rng(1))
    minimum = smallest_squared_loss(X, y)[1]
    updates = np.arange(len(losses))
    window = 15
    smooth = np.convolve(losses, np.full(window, 1 / window), mode="valid")
    shown = slice(30, None)
    jumps = np.diff(losses[80:])
    assert 0.3 < np.mean(jumps > 0) < 0.7, "in the end the loss goes up as often as down"
    assert np.abs(jumps).mean() > 3 * np.abs(np.diff(smooth[80:])).mean(), "and jumps further than its mean moves"
    assert smooth[30] - smooth[80] > np.ptp(losses[80:]), "until then it has fallen further than it jumps"
    assert 0.99 * losses[80:].min() < minimum < losses.min(), "it comes close to the smallest loss and stays above"

    figure, axes = new_figure()
    axes.plot(updates[shown], losses[shown], color=BLUE, linewidth=1.2)
    axes.plot(updates[window // 2 : -(window // 2)][22:], smooth[22:], color=ORANGE, linewidth=2.2, linestyle="--")
    axes.axhline(minimum, color=INK, linewidth=1, linestyle=":")
    axes.axvline(125, color=INK, linewidth=1)
    label(axes, "end of epoch 1", 127, 0.556, INK)
    label(axes, "after each update", 172, 0.5235, BLUE, ha="center")
    label(axes, "mean of 15 updates", 56, 0.545, ORANGE)
    label(axes, "smallest possible loss", 250, minimum - 0.001, INK, ha="right", va="top")
    axes.set(xlabel="update", ylabel="loss on all 1000 examples", xlim=(43, 252), ylim=(0.491, 0.561))
    return figure


def one_schedule_two_calls() -> Figure:
    """StepLR with step_size 30 over 40 epochs of 32 updates, called after each epoch and, by mistake, each update."""
    per_epoch = iterations_per_epoch(1000, 32)
    updates = np.arange(40 * per_epoch + 1)
    once = [step_decay(0.1, int(update) // per_epoch, step_size=30) for update in updates]
    always = [step_decay(0.1, int(update), step_size=30) for update in updates]

    assert (once[30 * per_epoch - 1], round(once[30 * per_epoch], 9)) == (0.1, 0.01), "the planned drop is at epoch 30"
    assert always[20 * per_epoch] < 1e-20, "called after every update, it has ended long before"
    assert always[12 * per_epoch] < 1e-12 < always[10 * per_epoch], "it leaves the picture soon after epoch ten"

    figure, axes = new_figure(height=3.2)
    axes.plot(updates / per_epoch, once, color=BLUE, linewidth=2.2)
    axes.plot(updates / per_epoch, always, color=ORANGE, linewidth=2.2)
    label(axes, "called once per epoch", 12, 0.16, BLUE, va="bottom")
    label(axes, "called after every update", 9.5, 3e-9, ORANGE)
    axes.set(xlabel="epoch", ylabel="learning rate", yscale="log", xlim=(0, 40), ylim=(1e-12, 3))
    return figure
