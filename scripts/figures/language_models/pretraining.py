"""Figures of docs/language-models/pretraining.md."""

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from scripts.figures.boxes import rectangles
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, label, new_figure, new_row
from scripts.numbers.language_models.pretraining import BUDGET, CHINCHILLA, GOPHER, REFITTED
from snippets.language_models.pretraining import Array, compute_optimal, parametric_loss, visible

BUDGETS = (1e20, 1e21, 1e22, 1e23, BUDGET)
"""FLOPs."""


def _seen() -> dict[str, NDArray[np.bool_]]:
    """Which of six positions (columns) each position sees in three families."""
    encoder, decoder, prefix = (visible(6, length) for length in (6, 0, 3))
    assert (decoder.sum(axis=1) == np.arange(1, 7)).all(), "a decoder one position more in each row"
    assert all(row[: own + 1].all() for own, row in enumerate(decoder)), "namely what came before, and itself"
    assert prefix[:, :3].all(), "a prefix model the whole prompt"
    assert (prefix[:, 3:] == decoder[:, 3:]).all(), "and behind it what a decoder sees"
    return {"encoder": encoder, "decoder": decoder, "prefix of 3": prefix}


def masks() -> Figure:
    """Who sees whom in an encoder, a decoder and a prefix language model."""
    figure, panels = new_row(3, height=2.9)
    families = _seen()
    assert families["encoder"].all(), "an encoder sees everything"
    for axes, (name, seen) in zip(panels, families.items(), strict=True):
        for allowed, color, size in ((True, BLUE, 0.6), (False, INK, 0.1)):
            corners = [(column + 1 - size / 2, row + 1 - size / 2) for row, column in np.argwhere(seen == allowed)]
            if corners:
                look = {"facecolor": color, "edgecolor": "none"}
                rectangles(axes, corners, [size] * len(corners), size, **look)
        axes.set_xlabel("position that is seen")
        axes.set_title(name, size=11)
        axes.set_xticks([1, 6])
        axes.set_yticks([1, 6])
        axes.set_xlim(0.4, 6.6)
        axes.set_ylim(6.6, 0.4)
        axes.set_aspect("equal")
        axes.grid(False)
    panels[0].set_ylabel("position that looks")
    return figure


def _loss(parameters: float, budget: float) -> float:
    """Loss of a model of this size behind all tokens that the budget allows."""
    return parametric_loss(parameters, budget / (6 * parameters), REFITTED)


def _valley(budget: float) -> tuple[Array, list[float]]:
    """Sizes around the best one and their losses at equal compute; the best one stands in the middle."""
    best, _ = compute_optimal(budget, REFITTED)
    parameters = best * np.logspace(-1.2, 1.2, 25)
    losses = [_loss(N, budget) for N in parameters]
    assert (np.sign(np.diff(losses)) == [-1] * 12 + [1] * 12).all(), "at equal compute there is a best size"
    return parameters, losses


def _optima() -> tuple[Array, Array]:
    """The best size for each budget, and its loss."""
    sizes = np.array([compute_optimal(budget, REFITTED)[0] for budget in BUDGETS])
    losses = np.array([_loss(size, budget) for size, budget in zip(sizes, BUDGETS, strict=True)])
    chinchilla, gopher = parametric_loss(*CHINCHILLA, REFITTED), parametric_loss(*GOPHER, REFITTED)
    assert abs(CHINCHILLA[0] / sizes[-1] - 1) < 0.1, "Chinchilla has the size of the lowest point"
    assert abs(chinchilla - losses[-1]) < 0.01, "and its loss: it lies at the bottom of the valley"
    assert abs(gopher - _loss(GOPHER[0], BUDGET)) < 0.02, "Gopher lies on the slope of the same curve"
    assert GOPHER[0] > 2 * sizes[-1], "on the right: it was too large"
    assert gopher > chinchilla + 0.02, "which costs loss"
    return sizes, losses


def valleys() -> Figure:
    """Loss against parameters at equal compute, with the lowest point of each curve, Gopher and Chinchilla."""
    figure, axes = new_figure(height=3.8)
    for budget in BUDGETS:
        axes.plot(*_valley(budget), color=BLUE, linewidth=1.4)
    sizes, losses = _optima()
    assert (np.diff(sizes) > 0).all(), "the lowest points move right"
    assert (np.diff(losses) < 0).all(), "and down"
    axes.plot(sizes, losses, "o--", color=GREEN, markersize=5)
    for name, model, color, marker, shift in (
        ("Gopher", GOPHER, ORANGE, "s", (1.15, 0.03)),
        ("Chinchilla", CHINCHILLA, PURPLE, "D", (1.0, -0.06)),
    ):
        axes.plot(model[0], parametric_loss(*model, REFITTED), marker, color=color)
        label(axes, name, model[0] * shift[0], parametric_loss(*model, REFITTED) + shift[1], color)
    label(axes, r"$10^{20}$ FLOPs", 8.5e8, 2.75, BLUE, ha="center")
    label(axes, r"$5.76\cdot10^{23}$ FLOPs", 3.2e9, 1.93, BLUE, ha="right")
    label(axes, "circles: lowest loss\nat equal compute", 1.6e10, 2.7, GREEN)
    axes.set_xscale("log")
    axes.minorticks_off()
    axes.set_ylim(1.85, 3.0)
    axes.set_xlabel("parameters")
    axes.set_ylabel("loss by the refitted law, nats per token")
    return figure
