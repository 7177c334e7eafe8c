"""Figures of docs/$page.md: each function draws one, `make figures` runs them."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, new_figure
from snippets.$module import arithmetic_mean


def mean_by_count() -> Figure:
    """The mean of 1 to 64 numbers drawn at random."""
    values = np.random.default_rng(0).standard_normal(64)
    counts = np.arange(1, 65)
    means = np.array([arithmetic_mean(values[:count]) for count in counts])
    assert np.ptp(means[32:]) < np.ptp(means[:32]) / 2, "as the caption says"
    figure, axes = new_figure()
    axes.plot(counts, means, color=BLUE)
    axes.set(xlabel="numbers", ylabel="their mean")
    return figure
