"""Figures of docs/foundations/representation-power.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, INK, ORANGE, label, new_figure, new_row
from snippets.foundations.representation_power import one_hidden_layer, sawtooth


def interpolation() -> Figure:
    """One period of a sine and the network of eight ReLUs through nine of its points, also beyond the interval."""
    knots = np.linspace(0, 1, 9)
    x = np.linspace(-0.3, 1.4, 120)
    figure, axes = new_figure(height=3.2)
    axes.plot(x, np.sin(2 * np.pi * x), "--", color=INK)
    bends = np.array([-0.3, *knots, 1.4])
    axes.plot(bends, one_hidden_layer(bends, knots, np.sin(2 * np.pi * knots)), color=BLUE)
    axes.plot(knots, np.sin(2 * np.pi * knots), "o", color=BLUE)
    axes.axvspan(0, 1, color=INK, alpha=0.1, linewidth=0)
    label(axes, "sine", 1.25, 0.6, INK, ha="center")
    label(axes, "eight ReLUs", 1.17, 1.45, BLUE, ha="right")
    label(axes, "where the theorem holds", 0.5, -1.4, INK, ha="center")
    axes.set(xlabel="input $x$", ylabel="output", xlim=(-0.3, 1.4), ylim=(-1.6, 1.8))
    return figure


def sawteeth() -> Figure:
    """The tent map applied once, twice and five times."""
    figure, panels = new_row(3, height=2.6)
    for axes, depth, color in zip(panels, (1, 2, 5), (BLUE, BLUE, ORANGE), strict=True):
        x = np.linspace(0, 1, 2**depth + 1)
        axes.plot(x, sawtooth(x, depth), color=color, linewidth=1.5)
        axes.set(xlabel="$x$", xticks=[0, 0.5, 1], yticks=[0, 1], ylim=(-0.05, 1.1))
        axes.set_title(f"{2 * depth} ReLUs in {depth} layer{'s' * (depth > 1)}", fontsize=10)
    panels[0].set_ylabel("output")
    return figure
