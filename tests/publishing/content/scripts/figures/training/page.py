"""The figure of the example page."""

from matplotlib.figure import Figure

from scripts.figures.style import BLUE, new_figure


def noise_by_size() -> Figure:
    """The variance of the mean of 1 to 64 numbers."""
    figure, axes = new_figure(3, 2)
    axes.loglog([1, 64], [1, 1 / 64], color=BLUE)
    return figure
