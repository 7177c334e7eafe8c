"""Figures of docs/practice/end-to-end-training.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, INK, ORANGE, label, new_figure
from snippets.practice.end_to_end_training import wilson_interval


def interval_and_test_size() -> Figure:
    """The 95 % Wilson interval of an accuracy of 97.5 % against the number of test images."""
    sizes = np.array([40, 80, 160, 240, 480, 960, 1920, 3840, 7680])
    bounds = 100 * np.array([wilson_interval(round(0.975 * n), int(n)) for n in sizes])
    lower, upper = bounds.T
    assert (np.diff(lower) > 0).all(), "the lower end rises"
    assert (np.diff(upper) < 0).all(), "the upper end falls"
    widths = dict(zip(sizes.tolist(), upper - lower, strict=True))
    gains = [widths[n] / widths[4 * n] for n in widths if 4 * n in widths]
    assert np.abs(np.array(gains) - 2).max() < 0.4, "four times the test images about halve the width"
    assert lower[sizes == 240] < 95 < 98 < upper[sizes == 240], "240 images cannot tell 95 % from 98 %"
    figure, axes = new_figure(height=3.2)
    axes.semilogx(sizes, bounds[:, 1], "o-", color=BLUE)
    axes.semilogx(sizes, bounds[:, 0], "s--", color=ORANGE)
    axes.axhline(97.5, color=INK, linewidth=1, linestyle=":")
    label(axes, "upper end of the interval", 60, 99.8, BLUE, va="bottom")
    label(axes, "lower end", 150, 91.5, ORANGE)
    label(axes, "measured: 97.5 %", 38, 97.6, INK, va="bottom")
    axes.set_xlabel("test images")
    axes.set_ylabel("accuracy (%)")
    axes.set_xticks([40, 240, 960, 7680], ["40", "240", "960", "7680"])
    axes.minorticks_off()
    axes.set_ylim(86, 101.5)
    return figure
