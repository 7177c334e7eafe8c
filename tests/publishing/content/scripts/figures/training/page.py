"""The figure of the example page."""

from matplotlib.figure import Figure

from scripts.figures.style import BLUE, new_figure


def noise_by_size() -> Figure:
    """The variance of the mean of 1 to 64 numbers."""
    sizes, variances = [1, 64], [1, 1 / 64]
    assert variances[1] / variances[0] == sizes[0] / sizes[1], "four times the batch, a quarter of the variance"
    figure, axes = new_figure(3, 2)
    axes.loglog(sizes, variances, color=BLUE)
    return figure
