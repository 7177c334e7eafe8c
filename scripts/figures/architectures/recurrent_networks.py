"""Figures of docs/architectures/recurrent-networks.md."""

from collections.abc import Callable

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from scripts.figures.diagrams import arrow, box, canvas, line, operation
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, RED, label, new_figure
from snippets.architectures.choosing_an_architecture import influence
from snippets.architectures.recurrent_networks import (
    Array,
    bidirectional,
    gradient_profiles,
    lstm_step,
    parameter_count,
    random_weights,
    retention,
    rnn_forward,
)

HALF_BOX = np.array([-0.5, 0.5])


def unrolled_network() -> Figure:
    """One cell with a loop, and the same cell drawn once per time step."""
    rng = np.random.default_rng(0)
    X, weights = rng.standard_normal((3, 2)), random_weights(2, 4, 1, rng)
    states = [np.zeros(4)]
    for x_t in X:
        states.append(np.tanh(weights.inputs @ x_t + weights.states @ states[-1] + weights.bias))
    assert np.allclose(states[1:], rnn_forward(X, weights)), "unrolled, the loop is one layer per step"
    assert sum(part.size for part in weights) == parameter_count(2, 4, 1), "whose weights are there once"
    figure, axes = canvas(12, 5, 2.9)
    box(axes, (1.3, 2.5), "cell", INK)
    arrow(axes, (1.3, 1.2), (1.3, 2.1), BLUE)
    label(axes, "$x_t$", 1.3, 0.7, BLUE, ha="center")
    arrow(axes, (1.3, 2.9), (1.3, 3.9), GREEN)
    label(axes, "$h_t$", 1.3, 4.1, GREEN, ha="center")
    line(axes, [(1.9, 2.5), (2.4, 2.5), (2.4, 1.7), (0.2, 1.7), (0.2, 2.5)], ORANGE)
    arrow(axes, (0.2, 2.5), (0.7, 2.5), ORANGE)
    label(axes, "$=$", 3.1, 2.4, INK, ha="center", fontsize=14)
    label(axes, "$h_0$", 3.9, 2.4, ORANGE, ha="center")
    for step, x in enumerate((5.3, 7.7, 10.1), start=1):
        box(axes, (x, 2.5), "cell", INK)
        arrow(axes, (x, 1.2), (x, 2.1), BLUE)
        label(axes, f"$x_{step}$", x, 0.7, BLUE, ha="center")
        arrow(axes, (x, 2.9), (x, 3.9), GREEN)
        label(axes, f"$h_{step}$", x, 4.1, GREEN, ha="center")
        arrow(axes, (x - 1.2 if step == 1 else x - 1.8, 2.5), (x - 0.6, 2.5), ORANGE)
        if step > 1:
            label(axes, "$W_h$", x - 1.2, 2.75, ORANGE, ha="center")
        label(axes, "$W_x$", x + 0.15, 1.45, BLUE)
    arrow(axes, (10.7, 2.5), (11.8, 2.5), ORANGE)
    label(axes, "same weights at every step", 7.7, 0.0, INK, ha="center")
    return figure


def two_directions() -> Figure:
    """A bidirectional layer on a sentence of six words: which states the output at the second word joins."""
    figure, axes = canvas(12.6, 6.4, 3.6)
    words = ("the", "bank", "was", "steep", "and", "muddy")
    bank = words.index("bank")
    forward, backward = (half[bank] for half in _read_by_halves(len(words)))
    assert (forward | backward).all(), "the output at “bank” has read every word"
    assert np.flatnonzero(forward).max() == bank, "those up to it through the forward half"
    assert np.flatnonzero(backward).min() == bank, "those from it on through the backward half"
    places = [2.2 + 1.9 * place for place in range(len(words))]
    for place, (x, word) in enumerate(zip(places, words, strict=True)):
        label(axes, word, x, 0.2, INK, ha="center")
        box(axes, (x, 2.0), "", BLUE, width=1.0, height=0.7)
        box(axes, (x, 3.6), "", ORANGE, width=1.0, height=0.7)
        arrow(axes, (x - 0.25, 0.75), (x - 0.25, 1.65), INK)
        line(axes, [(x + 0.7, 0.75), (x + 0.7, 2.7)], INK)
        arrow(axes, (x + 0.7, 2.7), (x + 0.3, 3.25), INK)
        if place:
            arrow(axes, (places[place - 1] + 0.5, 2.0), (x - 0.5, 2.0), BLUE)
            arrow(axes, (x - 0.5, 3.6), (places[place - 1] + 0.5, 3.6), ORANGE, "--")
    for place in np.flatnonzero(forward).tolist():
        axes.fill_between(places[place] + HALF_BOX, 1.65, 2.35, color=BLUE, alpha=0.3, linewidth=0)
    for place in np.flatnonzero(backward).tolist():
        axes.fill_between(places[place] + HALF_BOX, 3.25, 3.95, color=ORANGE, alpha=0.3, linewidth=0)
    x = places[bank]
    line(axes, [(x - 0.3, 2.35), (x - 0.3, 2.85), (x - 0.72, 2.85), (x - 0.72, 4.5)], BLUE)
    arrow(axes, (x - 0.72, 4.5), (x - 0.3, 4.95), BLUE)
    arrow(axes, (x, 3.95), (x, 4.95), ORANGE, "--")
    box(axes, (x, 5.35), "output", INK, width=1.7)
    label(axes, "forward", 0.0, 1.9, BLUE)
    label(axes, "backward", 0.0, 3.5, ORANGE)
    label(axes, "shaded: what the output at “bank” has read", 5.4, 5.25, INK)
    return figure


def _read_by_halves(T: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Entry [t, s] of each half of a bidirectional layer: does its state at t change when word s does?"""
    rng = np.random.default_rng(0)
    X, ahead, back = rng.standard_normal((T, 3)), random_weights(3, 4, 4, rng), random_weights(3, 4, 4, rng)

    def states(half: slice) -> Callable[[Array], Array]:
        return lambda words: bidirectional(words, ahead, back)[:, half]

    return influence(states(slice(4)), X), influence(states(slice(4, 8)), X)


def _cell_path() -> tuple[Array, Array]:
    """How the new cell answers to each number of the old one, as a matrix; and the forget gate, of a random step."""
    rng = np.random.default_rng(0)
    (x, h, c), weights = rng.standard_normal((3, 4)), random_weights(4, 4, 4, rng)
    new_h, new_c, *gates = lstm_step(x, h, c, weights)
    assert np.allclose(new_c, gates[1] * c + gates[0] * gates[2]), "a product with the forget gate, then a sum"
    assert np.allclose(new_h, gates[3] * np.tanh(new_c)), "the new state: the output gate times tanh of the cell"
    changed = [
        np.not_equal(lstm_step(*inputs, weights)[2:], gates) for inputs in ((x + 1, h, c), (x, h + 1, c), (x, h, c + 1))
    ]
    assert changed[0].all(), "all four boxes are fed by the input"
    assert changed[1].all(), "and by the last state"
    assert not changed[2].any(), "but none by the cell"
    slopes = [lstm_step(x, h, c + unit, weights)[1] - new_c for unit in np.eye(4)]
    return np.array(slopes), gates[1]


def lstm_cell() -> Figure:
    """Data flow through one LSTM step: the cell state runs along the top."""
    slopes, forget = _cell_path()
    assert np.allclose(slopes, np.diag(forget)), "a number of the cell is scaled; no weight matrix mixes it with others"
    figure, axes = canvas(12, 7, 4.0)
    arrow(axes, (0.4, 6), (2.7, 6), ORANGE)
    arrow(axes, (3.3, 6), (6.2, 6), ORANGE)
    arrow(axes, (6.8, 6), (11.2, 6), ORANGE)
    label(axes, "$c_{t-1}$", 0.4, 6.25, ORANGE)
    label(axes, "$c_t$", 11.2, 6.25, ORANGE, ha="right")
    for x, y, sign in ((3, 6, r"$\times$"), (6.5, 6, "+"), (6.5, 4.4, r"$\times$"), (10, 3.4, r"$\times$")):
        operation(axes, (x, y), sign)
    gates = (
        (3.0, r"$\sigma$", "$f_t$", BLUE),
        (5.3, r"$\sigma$", "$i_t$", BLUE),
        (7.3, "tanh", "$g_t$", PURPLE),
        (9.0, r"$\sigma$", "$o_t$", BLUE),
    )
    for x, text, _, color in gates:
        box(axes, (x, 2.2), text, color, 1.1, 0.7)
        arrow(axes, (x, 1.0), (x, 1.85), INK)
    line(axes, [(0.4, 1.0), (9, 1.0)])
    label(axes, "$h_{t-1}$", 0.4, 1.2, GREEN)
    label(axes, "$x_t$", 1.6, 0.1, INK, ha="center")
    line(axes, [(1.6, 0.5), (1.6, 1.0)])
    arrow(axes, (3, 2.55), (3, 5.67), BLUE)
    line(axes, [(5.3, 2.55), (5.3, 4.4)], BLUE)
    arrow(axes, (5.3, 4.4), (6.2, 4.4), BLUE)
    line(axes, [(7.3, 2.55), (7.3, 4.4)], PURPLE)
    arrow(axes, (7.3, 4.4), (6.8, 4.4), PURPLE)
    arrow(axes, (6.5, 4.73), (6.5, 5.67), INK)
    line(axes, [(9, 2.55), (9, 3.4)], BLUE)
    arrow(axes, (9, 3.4), (9.7, 3.4), BLUE)
    box(axes, (10, 4.7), "tanh", PURPLE, 1.1, 0.7)
    arrow(axes, (10, 6), (10, 5.05), ORANGE)
    arrow(axes, (10, 4.35), (10, 3.73), INK)
    line(axes, [(10, 3.07), (10, 1.0)], GREEN)
    arrow(axes, (10, 1.0), (11.2, 1.0), GREEN)
    label(axes, "$h_t$", 11.2, 1.2, GREEN, ha="right")
    for (x, _, text, color), dx in zip(gates, (-0.2, -0.2, 0.2, -0.2), strict=True):
        label(axes, text, x + dx, 2.85, color, ha="right" if dx < 0 else "left")
    for (x, _, _, color), text in zip(gates, ("forget", "input", "candidate", "output"), strict=True):
        label(axes, text, x + 0.12, 1.3, color, fontsize=9.5)
    return figure


def gradient_through_time() -> Figure:
    """Gradient norm against the number of steps back: tanh RNN, and LSTMs of three forget biases."""
    figure, axes = new_figure(height=4.0)
    steps = np.arange(0, 101, 10)
    curves = (
        (None, INK, "x", "tanh RNN"),
        (0.0, RED, "o", "LSTM, $b_f=0$"),
        (1.0, ORANGE, "s", "LSTM, $b_f=1$"),
        (3.0, GREEN, "^", "LSTM, $b_f=3$"),
    )
    places = ((42, 1e-15), (62, 9e-13), (45, 2e-3), (72, 4e1))
    reached: dict[float | None, Array] = {}
    for (bias, color, marker, text), (x, y) in zip(curves, places, strict=True):
        profiles = gradient_profiles(100, bias)[:, steps]
        reached[bias] = np.exp(np.mean(np.log(profiles), axis=0))
        axes.semilogy(steps, reached[bias], marker=marker, color=color)
        if bias:
            direct = np.array([retention(bias, int(k)) for k in steps])
            assert (direct[1:] < reached[bias][1:]).all(), "the direct path lies below the whole gradient"
            axes.semilogy(steps, direct, "--", color=color, linewidth=1.2)
        label(axes, text, x, y, color, ha="right" if bias is None else "left", va="bottom")
    assert max(reached[None][-1], reached[0.0][-1]) < 1e-19, "with half-open gates it vanishes in an LSTM too"
    assert 1e-8 < reached[1.0][-1] < 1e-6, "a bias of 1 delays that"
    assert reached[3.0].min() > 0.3, "a bias of 3 keeps the gradient"
    assert 3 < reached[3.0][-1] < 30, "which rises in the end"
    by_bias = [reached[bias][1:] for bias in (0.0, 1.0, 3.0)]
    assert (np.diff(by_bias, axis=0) > 0).all(), "the forget gate sets how far back it reaches"
    label(axes, "direct path\nonly", 82, 2e-10, ORANGE, fontsize=10)
    label(axes, "direct path only", 74, 4e-4, GREEN, fontsize=10)
    axes.set_ylim(1e-20, 1e4)
    axes.set_yticks([1e-20, 1e-15, 1e-10, 1e-5, 1])
    axes.minorticks_off()
    axes.set_xlabel("steps back in time")
    axes.set_ylabel("gradient norm\n(1 = at the last step)")
    return figure
