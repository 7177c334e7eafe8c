"""Figures of docs/practice/debugging.md."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, RED, label, new_figure
from snippets.practice.debugging import Array, divergence, first_non_finite, naive_trace


def one_nan() -> Figure:
    """The logits (1000, 0) through a naive softmax, step by step, to a loss and a weight that are NaN."""
    trace = naive_trace(np.array([1000.0, 0.0]))
    assert first_non_finite(trace.items()) == "exp" == list(trace)[1], "the overflow is in the second step"
    assert np.isinf(trace["exp"]).any(), "an overflow is Inf"
    assert all(np.isnan(trace[name]).any() for name in list(trace)[2:]), "from the third on all are NaN, the weight too"
    figure, axes = new_figure(height=2.3)
    axes.set_axis_off()
    for column, (name, values) in enumerate(trace.items()):
        bad = not np.isfinite(values).all()
        color = RED if np.isnan(values).any() else ORANGE if bad else GREEN
        box = FancyBboxPatch(
            (1.2 * column, 0), 0.9, 1, "round,pad=0.05", facecolor="none", edgecolor=color, linewidth=2
        )
        axes.add_patch(box)
        shown = ["Inf" if np.isinf(v) else "NaN" if np.isnan(v) else f"{v:g}" for v in np.atleast_1d(values)]
        label(axes, "\n".join(shown), 1.2 * column + 0.45, 0.5, color, ha="center", va="center", fontsize=12)
        label(axes, name, 1.2 * column + 0.45, 1.25, INK, ha="center", va="bottom")
        if column:
            axes.annotate(
                "",
                (1.2 * column - 0.07, 0.5),
                (1.2 * column - 0.23, 0.5),
                arrowprops={"arrowstyle": "->", "color": INK},
            )
    axes.set(xlim=(-0.15, 7.2), ylim=(-0.3, 1.75))
    return figure


def _sizes(rate: float, steps: int) -> Array:
    """Size of the weight in steps 0, 1, … of float32 descent on 5w² from 1."""
    weights = [np.float32(1)]
    while len(weights) < steps:
        weights.append(weights[-1] - np.float32(rate) * (np.float32(10) * weights[-1]))
    return np.abs(np.array(weights, dtype=np.float64))


def _straight(sizes: Array) -> bool:
    """Whether a logarithmic axis shows a line: every step has the same factor, to the precision of float32."""
    return bool(np.ptp(np.diff(np.log(sizes))) < 1e-4)


def from_growth_to_nan() -> Figure:
    """Weight of float32 descent on a parabola against the step, three learning rates, until NaN."""
    figure, axes = new_figure()
    for rate, color, style, text, place in [
        (0.19, GREEN, "-", "η = 0.19: converges", (330, 1e-13)),
        (0.21, BLUE, "--", "η = 0.21", (215, 1e16)),
        (0.3, ORANGE, "-.", "η = 0.3", (-22, 1e25)),
    ]:
        infinite, nan = divergence(rate, 10) if rate * 10 > 2 else (0, 602)  # 600 steps, if it never comes to that
        size = _sizes(rate, nan - 2)
        if infinite:
            axes.plot(infinite, size[infinite], "o", color=color)
            axes.plot(nan - 2, 3e38, "X", color=RED, markersize=9)
            assert 18 < np.log10(size[infinite]) < 20, "the loss is Inf near 10 to the 19"
            assert size[-1] > 1e-2 * np.finfo(np.float32).max, (
                "the weight is NaN when it has reached the largest number"
            )
            assert size[infinite // 4] > 1e4 * size[0], "the growth can be seen long before"
        else:
            assert size[-1] < 1e-25 * size[0], "below the limit the weight falls"
        assert _straight(size), "exponential, so that a logarithmic axis shows it from the first steps"
        keep = np.arange(len(size))[:: max(1, len(size) // 60)]
        axes.semilogy(keep, size[keep], style, color=color)
        label(axes, text, *place, color)
    axes.axhline(3.4e38, color=INK, linewidth=1, linestyle=":")
    label(axes, "largest float32", 450, 3e40, INK)
    label(axes, "loss Inf", 470, 1e15, BLUE)
    label(axes, "loss Inf", 75, 1e16, ORANGE)
    label(axes, "weight NaN", 140, 1e32, RED)
    label(axes, "weight NaN", 900, 1e28, RED, ha="right", va="top")
    axes.set(
        xlabel="step",
        xlim=(-30, 960),
        ylabel="size of the weight",
        ylim=(1e-30, 1e46),
        yticks=[1e-30, 1e-15, 1, 1e15, 1e30],
    )
    axes.minorticks_off()
    return figure
