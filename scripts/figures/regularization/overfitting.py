"""Figures of the page on overfitting."""

from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, label, new_figure, new_row
from snippets.regularization.overfitting import NOISE, average_errors

WIDTHS = [5, 10, 20, 30, 40, 60, 80, 90, 100, 110, 130, 200, 300, 500]


def double_descent() -> Figure:
    """Excess error of random-feature models against their width: a peak where they just fit the data."""
    figure, axes = new_figure(height=3.9)
    axes.axvline(100, color=INK, linestyle=":", linewidth=1.2)
    for noise, penalty, color, style, marker, text, at in (
        (NOISE, 0.0, ORANGE, "-", "o", "noisy targets", (133, 4.2)),
        (0.0, 0.0, BLUE, "--", "s", "clean targets", (51, 2.2)),
        (NOISE, 1e-3, GREEN, "-.", "^", "noisy targets,\nwith penalty", (47, 0.27)),
    ):
        excess = [average_errors(width, 100, penalty, noise).median_excess for width in WIDTHS]
        axes.plot(WIDTHS, excess, color=color, linestyle=style, marker=marker, markersize=5)
        label(axes, text, *at, color, fontsize=10, ha="left" if at[0] > 100 else "right", va="center")
    label(axes, "as many features\nas examples", 110, 80, INK, fontsize=10, va="center")
    ticks = [5, 10, 20, 40, 100, 200, 500]
    axes.set(xscale="log", yscale="log", ylim=(0.15, 150), xlabel="width: number of random features (log scale)")
    axes.set_ylabel("excess error on new data\n(median of 20 runs, log scale)")
    axes.set_xticks(ticks, [str(tick) for tick in ticks])
    axes.minorticks_off()
    return figure


def learning_curves() -> Figure:
    """Training and validation error against the number of examples: too small a model, and a large one."""
    examples = [30, 50, 100, 200, 500, 1000, 2000]
    figure, panels = new_row(2, height=3.1)
    for axes, width, penalty, text in (
        (panels[0], 10, 0.0, "10 features"),
        (panels[1], 300, 1e-3, "300 features, penalty"),
    ):
        errors = [average_errors(width, count, penalty, runs=10) for count in examples]
        axes.plot(examples, [error.validation for error in errors], color=ORANGE, marker="o")
        axes.plot(examples, [error.training for error in errors], color=BLUE, marker="s", linestyle="--")
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
