"""Figures of docs/foundations/automatic-differentiation.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.evidence.records import recorded
from scripts.figures.style import BLUE, INK, label, new_figure


def digits() -> Figure:
    """Correct digits of a central difference against the step."""
    values = recorded("foundations/automatic-differentiation")
    powers = list(range(1, 14))
    figure, axes = new_figure(height=3.0)
    found = np.array([values[f"digits.{k}"].mean for k in powers])
    gains = np.diff(found)
    assert np.allclose(gains[:4], 2, atol=0.2), "each tenfold smaller step wins two digits up to k = 5"
    assert (gains[4:] < 0).all(), "then each loses"
    assert -1.2 < gains[5:].mean() < -0.8, "about one, to the right end"
    axes.plot(powers, found, "o-", color=BLUE)
    label(axes, "truncation", 2.2, 1.6, INK)
    label(axes, "rounding", 10.2, 8.3, INK)
    axes.set(xlabel="$k$ of the step $h=10^{-k}$", ylabel="correct digits", xticks=powers, ylim=(0, 12))
    return figure
