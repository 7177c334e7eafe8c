"""Figures of docs/language-models/context-and-retrieval.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.evidence.records import recorded
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, label, new_figure
from snippets.language_models.context_and_retrieval import fused, vote_accuracy

SAMPLES = np.arange(1, 42, 2)


def votes() -> Figure:
    """Accuracy of a vote against the number of samples, by the answers that one sample gives."""
    figure, axes = new_figure(height=3.6)
    kinds = (
        ((0.8, 0.2), GREEN, "-", "80 % right", 5, 1.0, "bottom"),
        ((0.6, 0.4), BLUE, "-", "60 % right", 12, 0.84, "bottom"),
        ((0.4, 0.2, 0.2, 0.2), PURPLE, "--", "40 % right,\nwrong answers scatter", 20, 0.68, "top"),
        ((0.4, 0.6), ORANGE, "-", "40 % right,\nwrong answers agree", 14, 0.26, "bottom"),
    )
    for shares, color, style, text, x, y, side in kinds:
        accuracy = np.array([vote_accuracy(shares, int(samples)) for samples in SAMPLES])
        rising = shares[0] == max(shares)
        steps = np.diff(accuracy)
        assert (steps >= 0).all() if rising else (steps < 0).all(), "a vote amplifies the most frequent answer"
        assert (accuracy[-1] > 0.85) if rising else (accuracy[-1] < 0.15), "right or wrong"
        axes.plot(SAMPLES, accuracy, style, color=color)
        label(axes, text, x, y, color, va=side, size=10)
    values = recorded("language-models/context-and-retrieval")
    assert values["vote.4.3.41"].mean > 0.85, "the end of the dashed line"
    assert values["vote.4.1.41"].mean < 0.15, "the end of the falling line"
    axes.set(xlabel="samples, one vote each", ylabel="probability that the vote is right", ylim=(0, 1.09))
    axes.set_xticks([1, 11, 21, 31, 41])
    return figure


def agreement() -> Figure:
    """Fused score of a chunk at the same rank in both lists, against that of a lone first place."""
    figure, axes = new_figure(height=3.4)
    ranks = np.arange(1, 121)
    for constant, color, style, x, y in (
        (0, ORANGE, ":", 1.18, 0.62),
        (10, BLUE, "--", 11, 1.14),
        (60, GREEN, "-", 40, 1.36),
    ):
        relative = np.array([_relative(int(rank), constant) for rank in ranks])
        beats = ranks[relative > 1 + 1e-9]
        assert beats.max() == constant + 1, "agreement beats a lone first place down to the constant plus one"
        axes.semilogx(ranks, relative, style, color=color)
        label(axes, f"constant {constant}", x, y, color, size=10)
    assert recorded("language-models/context-and-retrieval")["agreement"].mean == 61, "as the text says"
    axes.axhline(1, color=INK, linewidth=1)
    label(axes, "first in one list,\nabsent from the other", 2.2, 1.03, INK, va="bottom", size=10)
    axes.set(xlabel="rank in both lists", ylabel="fused score, relative", ylim=(0, 2.1))
    axes.set_xticks([1, 2, 5, 12, 30, 62, 120], ["1", "2", "5", "12", "30", "62", "120"])
    axes.minorticks_off()
    return figure


def _relative(rank: int, constant: int) -> float:
    """Score of a chunk at this rank in both lists, in units of that of a chunk that is first in one list alone."""
    ranking = list(range(1, rank + 1))
    return fused((ranking, ranking), constant)[rank] / fused(([1],), constant)[1]
