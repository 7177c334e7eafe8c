"""Figures of the page on the validation set."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, INK, ORANGE, label, new_figure
from snippets.regularization.early_stopping import accuracy_standard_error, best_guesser, expected_maximum


def best_of_many() -> Figure:
    """Validation accuracy of the best of many models that all guess."""
    counts = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
    figure, axes = new_figure(height=3.5)
    for examples, color, marker, style in ((200, ORANGE, "o", "-"), (2000, BLUE, "s", "--")):
        error = accuracy_standard_error(0.5, examples)
        axes.plot(
            counts, [50 + 100 * error * expected_maximum(count) for count in counts], color=color, linestyle=style
        )
        generators = [np.random.default_rng(seed) for seed in range(200)]
        best = [100 * np.mean([best_guesser(count, examples, rng) for rng in generators]) for count in counts]
        axes.plot(counts, best, color=color, marker=marker, linestyle="none")
        text = f"{examples} validation examples"
        label(axes, text, 90, 59.6 if examples == 200 else 53.4, color, fontsize=10, ha="right", va="bottom")
    axes.axhline(50, color=INK, linestyle=":", linewidth=1.5)
    label(axes, "true accuracy of each of them", 1000, 49.8, INK, fontsize=10, ha="right", va="top")
    axes.set(xscale="log", ylim=(48.8, 62), xlabel="models compared (log scale)", ylabel="best validation accuracy (%)")
    axes.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1000"])
    return figure
