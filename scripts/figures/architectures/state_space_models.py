"""Figures of docs/architectures/state-space-models.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, label, new_figure
from snippets.architectures import state_space_models as ssm
from snippets.architectures.state_space_models import Array

LENGTH, MARKED, VALUE, SEEDS = 60, 10, 3.0, range(8)


def _states(seed: int) -> tuple[Array, Array, Array]:
    """Noise with one marked value in it, and the state at each token with a selective and with a constant gate."""
    x = np.random.default_rng(seed).standard_normal(LENGTH)
    x[MARKED - 1] = VALUE
    open_at = np.where(np.arange(1, LENGTH + 1) == MARKED, 8.0, -8.0)[:, None]
    constant = np.full((LENGTH, 1), np.log(0.2 / 0.8))
    selective, forgetful = (ssm.scan(a, b * x[:, None]).ravel() for a, b in (ssm.gate(open_at), ssm.gate(constant)))
    return x, selective, forgetful


def selection() -> Figure:
    """What is in one number of state after each token: one token is marked, all others are noise."""
    states = [_states(seed) for seed in SEEDS]
    for _, selective, forgetful in states:
        assert np.abs(selective[MARKED - 1 :] - VALUE).max() < 0.15, "the selective state holds the marked value"
        assert np.abs(selective[: MARKED - 1]).max() < 0.05, "and was empty before"
        assert np.abs(forgetful[MARKED + 20 :]).max() < VALUE / 2, "the other does not"
    apart = [forgetful[MARKED - 1 :] - selective[MARKED - 1 :] for _, selective, forgetful in states]
    peaks = [forgetful[MARKED - 1] for _, _, forgetful in states]
    assert max(peaks) < 0.6 * VALUE, "at the marked token it rises only in part"
    assert np.abs(np.mean(apart, axis=0)[20:] + VALUE).max() < 0.8, "its mean over noises is that of the noise"
    x, selective, forgetful = states[0]
    assert 0 < forgetful[MARKED - 1] < 1, "in the one that is drawn, to less than 1"
    figure, axes = new_figure(height=3.4)
    tokens = np.arange(1, LENGTH + 1)
    axes.plot(tokens, x, "o", color=INK, markersize=3, alpha=0.7)
    axes.plot([MARKED], [VALUE], "D", color=ORANGE, markersize=8)
    axes.plot(tokens, selective, color=BLUE)
    axes.plot(tokens, forgetful, "--", color=GREEN)
    label(axes, "marked token", MARKED, VALUE + 0.35, ORANGE, ha="center")
    label(axes, "state, each token sets its gate", 30, VALUE + 0.2, BLUE)
    label(axes, "state, one gate for all tokens", 18, 1.75, GREEN)
    label(axes, "inputs", 47, -2.2, INK)
    axes.set(xlabel="token", ylabel="value", ylim=(-3, 4), xlim=(0, LENGTH + 1))
    return figure


def recall() -> Figure:
    """Share of key-value pairs found again, by states of three sizes and by attention."""
    figure, axes = new_figure(height=3.5)
    pairs = 2 ** np.arange(3, 11)
    found: dict[str, Array] = {}
    for name, size, read in (
        ("attention", 64, ssm.recall_by_attention),
        ("128", 128, ssm.recall_from_state),
        ("64", 64, ssm.recall_from_state),
        ("32", 32, ssm.recall_from_state),
    ):
        by_seed = []
        for seed in SEEDS:
            keys, values = np.random.default_rng(seed).standard_normal((2, 1024, size))
            by_seed.append([read(keys[:count], values[:count]) for count in pairs])
        found[name] = np.mean(by_seed, axis=0)
    assert found["attention"].min() > 0.99, "attention finds every pair again"
    for size in (32, 64, 128):
        shares = found[str(size)]
        assert shares[pairs <= size // 4].min() > 0.95, "a state finds few pairs again"
        assert (np.diff(shares) < 0.02).all(), "and fewer the more there are"
    assert found["32"][-1] < 0.05 < found["64"][-1] < 0.25 < found["128"][-1] < 0.9, "a larger one loses them later"
    lines = (
        ("attention", ORANGE, "o", "-", "attention", (300, 103, "left")),
        ("128", BLUE, "s", "--", "state of\n128 × 128", (1100, 46, "right")),
        ("64", GREEN, "^", "-.", "state of\n64 × 64", (300, 71, "left")),
        ("32", PURPLE, "v", ":", "state of\n32 × 32", (62, 47, "right")),
    )
    for name, color, marker, style, text, (x, y, side) in lines:
        axes.semilogx(pairs, 100 * found[name], style, marker=marker, color=color)
        label(axes, text, x, y, color, ha=side)
    axes.set_xticks(pairs, [str(count) for count in pairs])
    axes.minorticks_off()
    axes.set(xlabel="key-value pairs", ylabel="pairs found again (%)", ylim=(0, 112), xlim=(7, 1400))
    return figure
