"""Figures of docs/foundations/representation-power.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, INK, ORANGE, label, new_figure, new_row
from snippets.foundations.representation_power import (
    Array,
    linear_pieces,
    one_hidden_layer,
    sawtooth,
)


def interpolation() -> Figure:
    """One period of a sine and the network of eight ReLUs through nine of its points, also beyond the interval."""
    knots = np.linspace(0, 1, 9)
    x = np.linspace(-0.3, 1.4, 120)
    figure, axes = new_figure(height=3.2)
    axes.plot(x, np.sin(2 * np.pi * x), "--", color=INK)
    bends = np.array([-0.3, *knots, 1.4])
    values = np.sin(2 * np.pi * knots)
    _check_reach(knots, values)
    axes.plot(bends, one_hidden_layer(bends, knots, values), color=BLUE)
    axes.plot(knots, values, "o", color=BLUE)
    axes.axvspan(0, 1, color=INK, alpha=0.1, linewidth=0)
    label(axes, "sine", 1.25, 0.6, INK, ha="center")
    label(axes, "eight ReLUs", 1.17, 1.45, BLUE, ha="right")
    label(axes, "where the theorem holds", 0.5, -1.4, INK, ha="center")
    axes.set(xlabel="input $x$", ylabel="output", xlim=(-0.3, 1.4), ylim=(-1.6, 1.8))
    return figure


def _check_reach(knots: Array, values: Array) -> None:
    """What picture and caption say of the network through the points (`knots`, `values`) of a sine, both (9,)."""
    assert np.allclose(one_hidden_layer(knots, knots, values), values), "it passes through nine points of the sine"
    halfway = one_hidden_layer((knots[1:] + knots[:-1]) / 2, knots, values)
    assert np.allclose(halfway, (values[1:] + values[:-1]) / 2), "which it joins by lines"
    inside, left, right = np.linspace(0, 1, 801), np.linspace(-0.3, 0, 31), np.linspace(1, 1.4, 41)
    error = np.abs(one_hidden_layer(inside, knots, values) - np.sin(2 * np.pi * inside))
    assert error.max() < 0.08, "inside the interval it follows the sine closely"
    after = one_hidden_layer(right, knots, values)
    assert np.allclose(np.diff(after) / 0.01, (values[-1] - values[-2]) * 8), "right of it the last slope goes on"
    assert after[-1] > 1.8, "straight up and out of the picture"
    assert np.allclose(one_hidden_layer(left, knots, values), values[0]), "left of it, where no unit is on, it is flat"
    turning = np.sin(2 * np.pi * right)
    assert 1 < right[turning.argmax()] < 1.4, "while the sine turns back down"


def sawteeth() -> Figure:
    """The tent map applied once, twice and five times."""
    figure, panels = new_row(3, height=2.6)
    for axes, depth, color in zip(panels, (1, 2, 5), (BLUE, BLUE, ORANGE), strict=True):
        x = np.linspace(0, 1, 2**depth + 1)
        _check_teeth(depth)
        axes.plot(x, sawtooth(x, depth), color=color, linewidth=1.5)
        axes.set(xlabel="$x$", xticks=[0, 0.5, 1], yticks=[0, 1], ylim=(-0.05, 1.1))
        axes.set_title(f"{2 * depth} ReLUs in {depth} layer{'s' * (depth > 1)}", fontsize=10)
    panels[0].set_ylabel("output")
    return figure


def _check_teeth(depth: int) -> None:
    """What a panel and the caption say, on a grid eight times as fine as the drawn one."""
    x = np.linspace(0, 1, 2 ** (depth + 3) + 1)
    y = sawtooth(x, depth)
    teeth = np.flatnonzero((y[1:-1] > y[:-2]) & (y[1:-1] > y[2:])) + 1
    assert len(teeth) == 2 ** (depth - 1), "each layer doubles the number of teeth"
    assert (y[teeth] == 1).all(), "all are as high as the first"
    assert y.min() == 0, "and begin at 0"
    assert linear_pieces(x, y) == 2**depth, "each layer doubles the number of straight pieces"
