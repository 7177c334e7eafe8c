"""Figures of docs/language-models/pretraining.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.boxes import rectangles
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, label, new_figure, new_row
from scripts.numbers.language_models.pretraining import BUDGET, CHINCHILLA, GOPHER, REFITTED
from snippets.language_models.pretraining import compute_optimal, parametric_loss, visible


def masks() -> Figure:
    """Who sees whom in an encoder, a decoder and a prefix language model."""
    figure, panels = new_row(3, height=2.9)
    for axes, name, prefix in zip(panels, ("encoder", "decoder", "prefix of 3"), (6, 0, 3), strict=True):
        seen = visible(6, prefix)
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


def valleys() -> Figure:
    """Loss against parameters at equal compute, with the lowest point of each curve, Gopher and Chinchilla."""
    figure, axes = new_figure(height=3.8)
    budgets = (1e20, 1e21, 1e22, 1e23, BUDGET)
    for budget in budgets:
        best, _ = compute_optimal(budget, REFITTED)
        parameters = best * np.logspace(-1.2, 1.2, 25)
        axes.plot(
            parameters, [parametric_loss(N, budget / (6 * N), REFITTED) for N in parameters], color=BLUE, linewidth=1.4
        )
    optima = [compute_optimal(budget, REFITTED) for budget in budgets]
    axes.plot(
        [N for N, _ in optima], [parametric_loss(*each, REFITTED) for each in optima], "o--", color=GREEN, markersize=5
    )
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
