"""Figures of docs/systems/precision-and-memory.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, RED, label, new_figure
from snippets.systems.precision_and_memory import Format, checkpointed_backward, float_format

E4M3 = Format(largest=448.0, smallest_normal=2.0**-6, smallest=2.0**-9, spacing_at_one=2.0**-3)
FORMATS = {
    "fp32": float_format(8, 23),
    "bf16": float_format(8, 7),
    "fp16": float_format(5, 10),
    "fp8 E5M2": float_format(5, 2),
    "fp8 E4M3": E4M3,
}


def _power(base: int, exponent: int) -> str:
    """A power as plain text: its mathematical form would be drawn from many pieces."""
    return str(base) + str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def ranges() -> Figure:
    """Range of each format on an axis of powers of ten: normal numbers thick, subnormal ones thin."""
    figure, axes = new_figure(height=3.0)
    for row, (name, limits) in enumerate(reversed(FORMATS.items())):
        low, normal, high = np.log10([limits.smallest, limits.smallest_normal, limits.largest])
        color = ORANGE if name == "fp16" else BLUE
        axes.plot([low, normal], [row, row], color=color, linewidth=2)
        axes.plot([normal, high], [row, row], color=color, linewidth=9, solid_capstyle="butt")
        label(
            axes,
            f"neighbors of 1: {_power(2, int(np.log2(limits.spacing_at_one)))} apart",
            -44,
            row + 0.22,
            INK,
            size=9,
        )
    fp32, bf16 = FORMATS["fp32"], FORMATS["bf16"]
    assert bf16.smallest_normal == fp32.smallest_normal, "the range of bf16 begins where that of fp32 does"
    assert 0.99 < bf16.largest / fp32.largest <= 1, "and ends where it ends"
    assert bf16.spacing_at_one > 1000 * fp32.spacing_at_one, "with coarser steps"
    outside = {name for name, limits in FORMATS.items() if limits.smallest > 1e-8}
    assert outside == {"fp16", "fp8 E5M2", "fp8 E4M3"}, "where the gradient is too small for"
    decades = {name: np.log10(limits.largest / limits.smallest) for name, limits in FORMATS.items()}
    assert decades["fp8 E4M3"] < decades["fp8 E5M2"] < decades["fp16"] < 0.2 * decades["bf16"], "short stretches"
    axes.axvline(-8, color=RED, linewidth=1.2, linestyle="--")
    label(axes, f"gradient {_power(10, -8)}", -9, -0.4, RED, size=9, ha="right")
    axes.set_yticks(range(len(FORMATS)), list(reversed(FORMATS)))
    axes.set_ylim(-0.5, 4.6)
    axes.set_xticks(range(-40, 41, 10), [_power(10, exponent) for exponent in range(-40, 41, 10)])
    axes.set_xlabel("magnitude of a number")
    axes.grid(visible=False, axis="y")
    return figure


def kept_over_time() -> Figure:
    """Activations held against the layers computed or undone, with one segment and with ten."""
    rng = np.random.default_rng(0)
    weights = [rng.standard_normal((2, 2)) for _ in range(100)]
    x, upstream = rng.standard_normal((1, 2)), rng.standard_normal((1, 2))
    figure, axes = new_figure(height=3.4)
    courses = []
    for segment, color, style in ((100, ORANGE, "--"), (10, BLUE, "-")):
        kept = checkpointed_backward(x, weights, upstream, segment).kept
        corners = [0, *(i for i in range(1, len(kept) - 1) if kept[i] - kept[i - 1] != kept[i + 1] - kept[i])]
        corners.append(len(kept) - 1)
        courses.append(np.array(kept))
        axes.plot(corners, [kept[corner] for corner in corners], style, color=color, linewidth=1.6)
    everything, few = courses
    assert [few.max(), everything.max()] == [20, 101], "ten segments of ten hold 20 activations instead of 101"
    assert len(few) > 1.3 * len(everything), "and take longer"
    tops = few[1:-1][(few[1:-1] > few[:-2]) & (few[1:-1] > few[2:])]
    assert tops.tolist() == list(range(20, 10, -1)), "ten teeth, whose tops go down from 20 to 11"
    label(axes, "everything kept", 104, 97, ORANGE)
    label(axes, "ten segments of ten layers", 176, 24, BLUE)
    axes.axhline(20, color=GREEN, linewidth=1, linestyle=":")
    label(axes, "20", 2, 22, GREEN)
    axes.set_ylim(0, 106)
    axes.set_xlabel("layers computed, or undone by the backward pass")
    axes.set_ylabel("activations held")
    return figure
