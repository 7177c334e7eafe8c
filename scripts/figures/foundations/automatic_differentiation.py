"""Figures of docs/foundations/automatic-differentiation.md."""

from matplotlib.figure import Figure

from scripts.evidence.records import recorded
from scripts.figures.style import BLUE, INK, label, new_figure


def digits() -> Figure:
    """Correct digits of a central difference against the step."""
    values = recorded("foundations/automatic-differentiation")
    powers = list(range(1, 14))
    figure, axes = new_figure(height=3.0)
    axes.plot(powers, [values[f"digits.{k}"].mean for k in powers], "o-", color=BLUE)
    label(axes, "truncation", 2.2, 1.6, INK)
    label(axes, "rounding", 10.2, 8.3, INK)
    axes.set(xlabel="$k$ of the step $h=10^{-k}$", ylabel="correct digits", xticks=powers, ylim=(0, 12))
    return figure
