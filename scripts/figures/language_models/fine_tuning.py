"""Figures of docs/language-models/fine-tuning.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.evidence.records import recorded
from scripts.figures.boxes import rectangles
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, RED, label, new_figure
from scripts.numbers.language_models.fine_tuning import BETA, REFERENCE, REWARD, _displacement, _learned, _updates
from snippets.language_models.fine_tuning import low_rank_error, optimal_policy


def ranks() -> Figure:
    """The error that remains at each rank, at best and trained, for two kinds of updates."""
    measured = recorded("language-models/fine-tuning")
    figure, axes = new_figure(height=3.4)
    axis = range(13)
    for kind, color, style in (("spread", ORANGE, "--"), ("concentrated", BLUE, "-")):
        axes.plot(axis, [low_rank_error(_updates(0)[kind], rank) for rank in axis], style, color=color)
        trained = [measured[f"errors.{kind}.{rank}"].mean for rank in (1, 2, 4)]
        axes.plot((1, 2, 4), trained, "o", color=color, markersize=7)
    label(axes, "change spread over all directions", 5.2, 0.83, ORANGE)
    label(axes, "change in few directions", 2.4, 0.16, BLUE)
    label(axes, "lines: best possible (SVD)\ncircles: adapters, trained", 8.4, 0.22, INK)
    axes.set_ylim(0, 1.05)
    axes.set_xlim(0, 12.3)
    axes.set_xlabel("rank of the update")
    axes.set_ylabel("share of the change\nthat is missed")
    return figure


def optimum() -> Figure:
    """Probabilities of five answers: the reference, the optimum of the penalized reward, and DPO."""
    figure, axes = new_figure(height=3.2)
    best, answers = optimal_policy(REFERENCE, REWARD, BETA), np.arange(5)
    for shift, heights, color in ((-0.22, REFERENCE, INK), (0.22, best, BLUE)):
        for answer, height in zip(answers, heights, strict=True):
            corner = [(float(answer + shift - 0.2), 0.0)]
            rectangles(axes, corner, [0.4], float(height), facecolor=color, edgecolor="none")
    axes.plot(answers + 0.22, _learned(3000), "D", color=ORANGE, markersize=7)
    label(axes, "left bars: reference", 2.6, 0.5, INK)
    label(axes, "right bars: optimum for β = 1", 2.6, 0.455, BLUE)
    label(axes, "diamonds: DPO", 2.6, 0.41, ORANGE)
    axes.set_xlim(-0.6, 4.6)
    axes.set_ylim(0, 0.55)
    axes.set_xticks(answers)
    axes.set_xticklabels([f"r = {reward:g}" for reward in (0, 1, -1, 2, 0.5)])
    axes.set_xlabel("answer, by its reward")
    axes.set_ylabel("probability")
    return figure


def displaced() -> Figure:
    """Log-probabilities of the chosen, the rejected and another answer while DPO learns one pair."""
    path = _displacement(10)
    figure, axes = new_figure(height=3.2)
    steps = range(len(path))
    for column, name, color, style, shift in (
        (2, "an answer that is in no pair", GREEN, ":", -0.45),
        (0, "chosen", BLUE, "-", 0.2),
        (1, "rejected", RED, "--", 0.2),
    ):
        axes.plot(steps, path[:, column], style, color=color)
        label(axes, name, 5.1, path[5, column] + shift, color)
    axes.set_xlim(0, 10)
    axes.set_ylim(-5, 0.2)
    axes.set_xlabel("steps of DPO on one pair")
    axes.set_ylabel("log-probability, nats")
    return figure
