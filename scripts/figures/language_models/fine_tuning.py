"""Figures of docs/language-models/fine-tuning.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.evidence.records import recorded
from scripts.figures.boxes import rectangles
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, RED, label, new_figure
from scripts.numbers.language_models.fine_tuning import (
    BETA,
    PAIR,
    REFERENCE,
    REWARD,
    _displacement,
    _learned,
    _updates,
)
from snippets.language_models.fine_tuning import (
    Array,
    dpo_loss,
    dpo_margin,
    low_rank_error,
    objective,
    optimal_policy,
)

TRAINED = (1, 2, 4)
"""Ranks at which adapters were trained."""


def _best_errors() -> dict[str, Array]:
    """What no update of rank 0 to 12 can express, for two kinds of updates."""
    bounds = {
        kind: np.array([low_rank_error(update, rank) for rank in range(13)]) for kind, update in _updates(0).items()
    }
    spread = bounds["spread"]
    assert np.allclose(np.diff(spread), spread[1] - spread[0]), "it falls along a straight line"
    assert (np.diff(spread) < 0).all(), "with each rank"
    return bounds


def _trained_errors(bounds: dict[str, Array]) -> dict[str, list[float]]:
    """What trained adapters miss, recorded means over seeds."""
    values = recorded("language-models/fine-tuning")
    trained = {kind: [values[f"errors.{kind}.{rank}"].mean for rank in TRAINED] for kind in bounds}
    for kind, bound in bounds.items():
        assert np.allclose(trained[kind], bound[list(TRAINED)], atol=0.01), (
            "an adapter gets as close as its rank allows"
        )
    return trained


def ranks() -> Figure:
    """The error that remains at each rank, at best and trained, for two kinds of updates."""
    bounds = _best_errors()
    trained = _trained_errors(bounds)
    assert bounds["concentrated"][4] < 0.05, "a change in few directions: nearly nothing is missed at rank 4"
    assert bounds["spread"][4] > 0.7, "a change in all directions: rank 4 is far too little"
    figure, axes = new_figure(height=3.4)
    for kind, color, style in (("spread", ORANGE, "--"), ("concentrated", BLUE, "-")):
        axes.plot(range(13), bounds[kind], style, color=color)
        axes.plot(TRAINED, trained[kind], "o", color=color, markersize=7)
    label(axes, "change spread over all directions", 5.2, 0.83, ORANGE)
    label(axes, "change in few directions", 2.4, 0.16, BLUE)
    label(axes, "lines: best possible (SVD)\ncircles: adapters, trained", 8.4, 0.22, INK)
    axes.set_ylim(0, 1.05)
    axes.set_xlim(0, 12.3)
    axes.set_xlabel("rank of the update")
    axes.set_ylabel("share of the change\nthat is missed")
    return figure


def _optimum() -> tuple[Array, Array]:
    """Probabilities of five answers in the optimum of reward with a penalty, and after DPO on preferences alone."""
    best, learned = optimal_policy(REFERENCE, REWARD, BETA), _learned(3000)
    highest = objective(best, REFERENCE, REWARD, BETA)
    others = np.random.default_rng(0).dirichlet(np.ones(5), 500)
    assert all(objective(other, REFERENCE, REWARD, BETA) < highest for other in others), "no other policy is better"
    order = np.argsort(REWARD)
    assert (np.diff((best / REFERENCE)[order]) > 0).all(), "it is the reference, reweighted by reward"
    rises = [float(reward) for reward in np.sort(REWARD[best > REFERENCE])]
    assert rises == [1, 2], "the answers with rewards 2 and 1 rise, the others fall"
    return best, learned


def optimum() -> Figure:
    """Probabilities of five answers: the reference, the optimum of the penalized reward, and DPO."""
    figure, axes = new_figure(height=3.2)
    (best, learned), answers = _optimum(), np.arange(5)
    assert np.allclose(learned, best, atol=0.005), "from preferences alone, DPO learns the optimum"
    for shift, heights, color in ((-0.22, REFERENCE, INK), (0.22, best, BLUE)):
        for answer, height in zip(answers, heights, strict=True):
            corner = [(float(answer + shift - 0.2), 0.0)]
            rectangles(axes, corner, [0.4], float(height), facecolor=color, edgecolor="none")
    axes.plot(answers + 0.22, learned, "D", color=ORANGE, markersize=7)
    label(axes, "left bars: reference", 2.6, 0.5, INK)
    label(axes, "right bars: optimum for β = 1", 2.6, 0.455, BLUE)
    label(axes, "diamonds: DPO", 2.6, 0.41, ORANGE)
    axes.set_xlim(-0.6, 4.6)
    axes.set_ylim(0, 0.55)
    axes.set_xticks(answers)
    axes.set_xticklabels([f"r = {reward:g}" for reward in REWARD])
    axes.set_xlabel("answer, by its reward")
    axes.set_ylabel("probability")
    return figure


def _displaced() -> Array:
    """Log-probabilities of four answers before and behind each of ten steps of DPO, shape (11, 4)."""
    path = _displacement(10)
    chosen, rejected, other = path[:, PAIR[0]], path[:, PAIR[1]], path[:, 2]
    assert chosen[0] == rejected[0] == other[0], "all start together"
    assert (np.diff(rejected - chosen) < 0).all(), "the rejected one falls faster"
    assert (np.diff(other) > 0).all(), "what is not in the pair takes over"
    assert np.exp(other[-1]) > 0.5, "it ends with most of the probability"
    pairs = path[:, None, list(PAIR)]
    margins = [dpo_margin(pair, pairs[0], BETA).item() for pair in pairs]
    assert (np.diff(margins) > 0).all(), "the margin grows"
    assert (np.diff([dpo_loss(pair, pairs[0], BETA) for pair in pairs]) < 0).all(), "the loss falls"
    return path


def displaced() -> Figure:
    """Log-probabilities of the chosen, the rejected and another answer while DPO learns one pair."""
    path = _displaced()
    assert (np.diff(path[:, PAIR[0]]) < 0).all(), "the chosen answer becomes less probable"
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
