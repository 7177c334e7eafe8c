"""Figures of the page on overfitting."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, label, new_figure, new_row
from snippets.regularization.overfitting import NOISE, Array, average_errors

WIDTHS = [5, 10, 20, 30, 40, 60, 80, 90, 100, 110, 130, 200, 300, 500]


def _excess(noise: float, penalty: float) -> Array:
    """Median excess error with 100 examples, by width."""
    return np.array([average_errors(width, 100, penalty, noise).median_excess for width in WIDTHS])


def double_descent() -> Figure:
    """Excess error of random-feature models against their width: a peak where they just fit the data."""
    noisy, clean, penalized = _excess(NOISE, 0.0), _excess(0.0, 0.0), _excess(NOISE, 1e-3)
    widths = np.array(WIDTHS)
    for curve in (noisy, clean):
        first = curve[widths < 100].min()
        assert widths[curve.argmax()] == 100, "the error peaks where the model just fits its 100 examples"
        assert curve.max() > 10 * first, "far the highest"
        assert curve[-1] < 0.8 * first, "then it falls below the first minimum"
    low = widths[noisy[widths < 100].argmin()]
    assert 10 <= low <= 60, "which lies between"
    assert clean.max() < 0.7 * noisy.max(), "with clean targets the peak is lower"
    around = (widths >= 60) & (widths <= 200)
    assert penalized[around].max() < 1.1 * penalized[:5].min(), "a small penalty removes the peak"
    assert (penalized[1:] < 1.1 * penalized[:-1]).all(), "so that the error falls with the width"
    figure, axes = new_figure(height=3.9)
    axes.axvline(100, color=INK, linestyle=":", linewidth=1.2)
    for excess, color, style, marker, text, at in (
        (noisy, ORANGE, "-", "o", "noisy targets", (133, 4.2)),
        (clean, BLUE, "--", "s", "clean targets", (51, 2.2)),
        (penalized, GREEN, "-.", "^", "noisy targets,\nwith penalty", (47, 0.27)),
    ):
        axes.plot(WIDTHS, excess, color=color, linestyle=style, marker=marker, markersize=5)
        label(axes, text, *at, color, fontsize=10, ha="left" if at[0] > 100 else "right", va="center")
    label(axes, "as many features\nas examples", 110, 80, INK, fontsize=10, va="center")
    ticks = [5, 10, 20, 40, 100, 200, 500]
    axes.set(xscale="log", yscale="log", ylim=(0.15, 150), xlabel="width: number of random features (log scale)")
    axes.set_ylabel("excess error on new data\n(median of 20 runs, log scale)")
    axes.set_xticks(ticks, [str(tick) for tick in ticks])
    axes.minorticks_off()
    return figure


def _learning(width: int, penalty: float, examples: list[int]) -> tuple[Array, Array]:
    """Training and validation error, by the number of examples."""
    errors = [average_errors(width, count, penalty, runs=10) for count in examples]
    return np.array([error.training for error in errors]), np.array([error.validation for error in errors])


def learning_curves() -> Figure:
    """Training and validation error against the number of examples: too small a model, and a large one."""
    examples = [30, 50, 100, 200, 500, 1000, 2000]
    small, large = _learning(10, 0.0, examples), _learning(300, 1e-3, examples)
    gaps = [validation - training for training, validation in (small, large)]
    assert (gaps[1][1:] < 0.9 * gaps[1][:-1]).all(), "a gap closes with data"
    for gap in gaps:
        assert abs(gap[-1]) < 0.1 * gap[0], "until the curves meet"
    assert small[0][-1] > 4 * NOISE**2, "with 10 features high up"
    assert NOISE**2 < large[0][-1] < large[1][-1] < 2 * NOISE**2, "with 300 a little above the noise floor"
    assert large[1][-1] < 0.5 * small[1][-1], "so the small model needs to be a better one"
    figure, panels = new_row(2, height=3.1)
    for axes, (training, validation), text in (
        (panels[0], small, "10 features"),
        (panels[1], large, "300 features, penalty"),
    ):
        axes.plot(examples, validation, color=ORANGE, marker="o")
        axes.plot(examples, training, color=BLUE, marker="s", linestyle="--")
        axes.axhline(NOISE**2, color=INK, linestyle=":", linewidth=1.2)
        label(axes, text, 0.97, 0.97, PURPLE, ha="right", va="top", transform=axes.transAxes)
        axes.set(xscale="log", ylim=(0, 2.1), xlabel="training examples (log scale)")
        axes.set_xticks([100, 1000], ["100", "1000"])
    panels[0].set_ylabel("mean squared error")
    label(panels[0], "validation", 60, 1.6, ORANGE, fontsize=10)
    label(panels[0], "training", 42, 0.62, BLUE, fontsize=10)
    label(panels[0], "noise floor", 2000, 0.28, INK, fontsize=10, ha="right", va="bottom")
    label(panels[1], "validation", 60, 0.9, ORANGE, fontsize=10)
    label(panels[1], "training", 330, 0.08, BLUE, fontsize=10)
    panels[1].tick_params(labelleft=False)
    return figure
