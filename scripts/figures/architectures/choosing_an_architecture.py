"""Figures of docs/architectures/choosing-an-architecture.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, INK, ORANGE, PURPLE, label, new_row
from snippets.architectures.choosing_an_architecture import influence, layer_costs, sequence_layers


def who_sees_whom() -> Figure:
    """For each kind of layer, the input positions that change each output position."""
    T, d = 6, 4
    X = np.random.default_rng(0).standard_normal((T, d))
    layers = sequence_layers(T, d, np.random.default_rng(1))
    notes = (
        "one matrix\nper cell",
        "3 matrices\nfor all positions",
        "2 matrices,\none step at a time",
        "weights computed\nfrom the input",
    )
    seen = {name: influence(layer, X) for name, layer in layers.items()}
    place = np.arange(T)
    assert seen["dense"].all(), "dense: every input changes every output"
    assert seen["self-attention"].all(), "and so it is with self-attention"
    assert (seen["convolution"] == (abs(place[:, None] - place) <= 1)).all(), "a position and its two neighbors"
    assert (seen["recurrence"] == (place[:, None] >= place)).all(), "a position and those before it"
    matrices = {name: cost.weights // d**2 for name, cost in layer_costs(T, d, kernel=3).items()}
    assert matrices["dense"] == seen["dense"].sum(), "dense: one matrix for each cell of the grid"
    assert (matrices["convolution"], matrices["recurrence"]) == (3, 2), "those that share need no more for T positions"
    figure, panels = new_row(4, height=2.7)
    for axes, (name, changed), note, color in zip(
        panels, seen.items(), notes, (INK, BLUE, ORANGE, PURPLE), strict=True
    ):
        outputs, inputs = np.nonzero(changed)
        axes.plot(inputs + 1, outputs + 1, "s", color=color, markersize=9)
        axes.set_xlim(0.4, T + 0.6)
        axes.set_ylim(T + 0.6, 0.4)
        axes.set_aspect("equal")
        axes.set_xticks([1, T])
        axes.set_yticks([1, T] if axes is panels[0] else [])
        axes.set_xlabel(f"input position\n{note}", fontsize=9)
        axes.grid(False)
        label(axes, name, 3.5, 0.1, color, ha="center", va="bottom", fontsize=10)
    panels[0].set_ylabel("output position", fontsize=10)
    return figure
