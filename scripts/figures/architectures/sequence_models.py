"""Figures of docs/architectures/sequence-models.md."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scripts.figures.diagrams import arrow, box, canvas, line, operation
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, RED, label, new_figure
from snippets.architectures.sequence_models import Array, expected_errors, generate, gru_step, gru_weights, shift_right

TRUTH = ("the", "cat", "sat")
WORDS = ("⟨s⟩", *TRUTH, "dog", "barks")


def gru_cell() -> Figure:
    """Data flow through one GRU step: the state runs along the top, and there is no other memory."""
    slopes, update = _state_path()
    assert np.allclose(slopes, np.diag(update)), "the state passes one multiplication and one addition"
    figure, axes = canvas(12, 7, 4.0)
    for start, end in ((0.4, 5.0), (5.6, 8.5), (9.1, 11.4)):
        arrow(axes, (start, 6), (end, 6), ORANGE)
    label(axes, "$h_{t-1}$", 0.4, 6.25, ORANGE)
    label(axes, "$h_t$", 11.4, 6.25, ORANGE, ha="right")
    for center, sign in (((3, 4), "×"), ((5.3, 6), "×"), ((8.8, 5), "×"), ((8.8, 6), "+")):
        operation(axes, center, sign)
    gates = ((3.0, "σ", "reset $r_t$", BLUE), (5.3, "σ", "update $z_t$", BLUE), (8.5, "tanh", "candidate", PURPLE))
    for x, text, name, color in gates:
        box(axes, (x, 2.2), text, color, 1.1, 0.7)
        arrow(axes, (x, 1.0), (x, 1.85), INK)
        inputs = "$x_t$" if text == "tanh" else "$x_t$, $h_{t-1}$"
        label(axes, inputs, x, 0.5, INK, ha="center")
        label(axes, name, x + 0.12, 1.3, color, fontsize=9.5)
    line(axes, [(1.4, 6), (1.4, 4)], ORANGE)
    arrow(axes, (1.4, 4), (2.7, 4), ORANGE)
    arrow(axes, (3, 2.55), (3, 3.67), BLUE)
    line(axes, [(3.3, 4), (5.1, 4)], GREEN)
    line(axes, [(5.5, 4), (8.2, 4)], GREEN)
    arrow(axes, (8.2, 4), (8.2, 2.55), GREEN)
    label(axes, r"$r_t\odot h_{t-1}$", 6.6, 4.15, GREEN, ha="center")
    arrow(axes, (5.3, 2.55), (5.3, 5.67), BLUE)
    arrow(axes, (5.3, 5), (8.5, 5), BLUE)
    label(axes, "$1-z_t$", 7.3, 5.15, BLUE, ha="center")
    label(axes, "$z_t$", 5.2, 5.3, BLUE, ha="right")
    arrow(axes, (8.8, 2.55), (8.8, 4.67), PURPLE)
    arrow(axes, (8.8, 5.33), (8.8, 5.67), PURPLE)
    label(axes, r"$\tilde h_t$", 8.95, 3.3, PURPLE)
    return figure


def _state_path() -> tuple[Array, Array]:
    """How the new state answers to each number of the old one along the top; and the update gate, of a random step."""
    rng = np.random.default_rng(0)
    (x, h), weights = rng.standard_normal((2, 4)), gru_weights(4, 4, rng)
    new_h, r, z, candidate = gru_step(x, h, weights)
    assert np.allclose(new_h, z * h + (1 - z) * candidate), "keeping and writing share one gate"
    U = weights.states[8:]
    fresh = weights.inputs[8:] @ x + U @ (r * h) + weights.bias[8:]
    assert np.allclose(candidate, np.tanh(fresh)), "the candidate reads the input, and the state behind the reset gate"
    constant = weights._replace(states=np.zeros_like(weights.states))  # gates and candidate stay as they are
    new_h, _, z, _ = gru_step(x, h, constant)
    slopes = [gru_step(x, h + unit, constant)[0] - new_h for unit in np.eye(4)]
    return np.array(slopes), z


def training_and_generation() -> Figure:
    """A decoder at three steps, twice: reading the true tokens, and reading what it has written itself."""
    targets = np.array([WORDS.index(word) for word in TRUTH])
    training = [_next_word(targets[:step].tolist()) for step in range(3)]
    generated = generate(_next_word, end=-1, limit=3)
    given, own = shift_right(targets, WORDS.index("⟨s⟩")), shift_right(np.array(generated), WORDS.index("⟨s⟩"))
    assert training[1] != targets[1] == given[2], "after a wrong word in training, the next input is the truth"
    assert training[2] == targets[2], "so that the next word is right again"
    assert (own[1:] == generated[:-1]).all(), "in generation every output is the next input"
    assert generated[:2] == training[:2], "the same wrong word there"
    assert generated[2] != targets[2], "leads to another"
    figure, axes = canvas(14, 6.4, 3.5)
    _decoder(axes, 0.0, given.tolist(), training, GREEN)
    _decoder(axes, 7.3, own.tolist(), generated, RED)
    for x in (9.65, 11.75):
        line(axes, [(x, 5.1), (x + 0.5, 5.1), (x + 0.5, 0.75)], RED, "--")
        arrow(axes, (x + 0.5, 0.75), (x + 0.95, 0.75), RED, "--")
    label(axes, "training: inputs are the truth", 0.0, 6.0, INK)
    label(axes, "generation: inputs are outputs", 7.3, 6.0, INK)
    return figure


def _next_word(read: list[int]) -> int:
    """A model that writes one wrong word, and goes on from whatever it has read."""
    after = {(): "the", ("the",): "dog", ("the", "cat"): "sat", ("the", "dog"): "barks"}
    return WORDS.index(after[tuple(WORDS[token] for token in read)])


def _decoder(axes: Axes, left: float, inputs: list[int], outputs: list[int], color: str) -> None:
    arrow(axes, (left, 2.9), (left + 1.15, 2.9), ORANGE)
    label(axes, "source", left, 3.1, ORANGE, fontsize=9.5)
    for step, (read, written) in enumerate(zip(inputs, outputs, strict=True)):
        x = left + 1.8 + 2.1 * step
        box(axes, (x, 2.9), "GRU", INK, width=1.3)
        arrow(axes, (x, 1.2), (x, 2.5), color if step else INK)
        arrow(axes, (x, 3.3), (x, 4.6), BLUE)
        label(axes, WORDS[read], x, 0.6, color if step else INK, ha="center")
        label(axes, WORDS[written], x, 4.95, BLUE if WORDS[written] == TRUTH[step] else RED, ha="center")
        if step < 2:
            arrow(axes, (x + 0.65, 2.9), (x + 1.45, 2.9), ORANGE)


def errors_that_compound() -> Figure:
    """Expected wrong tokens against length, for three chances of coming back after a wrong one."""
    figure, axes = new_figure(height=3.4)
    lengths = np.arange(0, 101, 10)
    curves = (
        (0.0, RED, "o", "never recovers"),
        (0.1, ORANGE, "s", "recovers with 10 %"),
        (0.5, BLUE, "^", "with 50 %"),
    )
    counts: dict[float, Array] = {}
    for (recovery, color, marker, text), (x, y) in zip(curves, ((52, 20), (72, 9), (90, 3)), strict=True):
        wrong = np.array([expected_errors(0.01, recovery, int(length)) for length in lengths])
        counts[recovery] = wrong
        axes.plot(lengths, wrong, marker=marker, color=color)
        label(axes, text, x, y, color, ha="right" if recovery == 0 else "left")
    forced = np.array([expected_errors(0.01, 0.99, int(length)) for length in lengths])
    assert (np.diff(counts[0.0], 2) > 0).all(), "without recovery errors compound"
    assert counts[0.0][-1] > 30 * forced[-1], "to many times what teacher forcing counts"
    assert (counts[0.5] <= 2 * forced).all(), "with recovery one time in two it is at most twice what is counted"
    assert (np.diff([counts[recovery][1:] for recovery, *_ in curves], axis=0) < 0).all(), "recovery decides"
    axes.plot(lengths, forced, "--", color=INK)
    label(axes, "teacher forcing counts", 46, -2.6, INK, fontsize=10)
    axes.set_ylim(-4, 40)
    axes.set_xlabel("generated tokens")
    axes.set_ylabel("expected wrong tokens")
    return figure
