"""Figures of the page on the validation set."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, INK, ORANGE, label, new_figure
from snippets.regularization.early_stopping import accuracy_standard_error, best_guesser, expected_maximum


def best_of_many() -> Figure:
    """Validation accuracy of the best of many models that all guess."""
    counts = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
    formula, simulated = {}, {}
    for examples in (200, 2000):
        error = accuracy_standard_error(0.5, examples)
        formula[examples] = np.array([50 + 100 * error * expected_maximum(count) for count in counts])
        generators = [np.random.default_rng(seed) for seed in range(200)]
        best = [100 * np.mean([best_guesser(count, examples, rng) for rng in generators]) for count in counts]
        simulated[examples] = np.array(best)
        assert np.abs(simulated[examples] - formula[examples]).max() < 20 * error, "the marks lie on the lines"
        assert np.isclose(formula[examples][0], 50, atol=1e-6), "one model scores its true accuracy"
        assert (np.diff(formula[examples]) > 0).all(), "the best of more models looks better"
    optimism = (simulated[200] - 50) / (simulated[2000] - 50)
    assert optimism[3:].min() > 2.5, "on fewer examples much more so"
    assert np.isclose(simulated[200][6], 58.8, atol=0.3), "the best of 100 on 200 examples"
    assert np.isclose(simulated[2000][6], 52.8, atol=0.1), "and on 2000, as the caption says"
    figure, axes = new_figure(height=3.5)
    for examples, color, marker, style in ((200, ORANGE, "o", "-"), (2000, BLUE, "s", "--")):
        axes.plot(counts, formula[examples], color=color, linestyle=style)
        axes.plot(counts, simulated[examples], color=color, marker=marker, linestyle="none")
        text = f"{examples} validation examples"
        label(axes, text, 90, 59.6 if examples == 200 else 53.4, color, fontsize=10, ha="right", va="bottom")
    axes.axhline(50, color=INK, linestyle=":", linewidth=1.5)
    label(axes, "true accuracy of each of them", 1000, 49.8, INK, fontsize=10, ha="right", va="top")
    axes.set(xscale="log", ylim=(48.8, 62), xlabel="models compared (log scale)", ylabel="best validation accuracy (%)")
    axes.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1000"])
    return figure
