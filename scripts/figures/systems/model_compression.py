"""Figures of docs/systems/model-compression.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, INK, ORANGE, label, new_figure
from scripts.numbers.systems.model_compression import teacher
from snippets.systems.model_compression import quantize_int8, relative_error, restored


def outliers() -> Figure:
    """Relative int8 error of the other weights against the size of one outlier, for two kinds of scale."""
    figure, axes = new_figure(height=3.4)
    sizes = np.geomspace(4, 400, 9)
    errors: dict[int | None, list[float]] = {None: [], 1: []}
    for size in sizes:
        W = np.random.default_rng(0).standard_normal((200, 200))
        W[0, 0] = size
        for axis, found in errors.items():
            others = restored(quantize_int8(W, axis))[1:]
            found.append(100 * relative_error(W[1:], others))
    of_tensor, of_rows = np.array(errors[None]), np.array(errors[1])
    assert np.allclose(of_tensor[1:-1] / sizes[1:-1], of_tensor[1] / sizes[1], rtol=0.15), "it rises in proportion"
    assert of_tensor[-1] > 50, "until little is left of the other rows"
    assert np.ptp(of_rows) == 0, "with a scale per row they notice nothing"
    assert of_rows[0] < 1, "and lose less than a hundredth"
    axes.loglog(sizes, errors[None], "o-", color=ORANGE)
    axes.loglog(sizes, errors[1], "s--", color=BLUE)
    label(axes, "one scale for the tensor", 22, 22, ORANGE, ha="right")
    label(axes, "one scale per row", 60, 0.82, BLUE)
    axes.set_ylim(0.4, 200)
    axes.set_xticks([4, 10, 40, 100, 400], ["4", "10", "40", "100", "400"])
    axes.set_yticks([1, 10, 100], ["1", "10", "100"])
    axes.minorticks_off()
    axes.set_xlabel("size of a single outlier (other weights: standard normal)")
    axes.set_ylabel("error of the other rows (%)")
    return figure


def soft_targets() -> Figure:
    """A teacher's probabilities of five classes at temperature 1 and 4."""
    figure, axes = new_figure(height=3.0)
    found = teacher()
    names = list(found["t1"])
    cold, warm = (np.array(list(found[f"t{temperature}"].values())) for temperature in (1, 4))
    assert (np.diff([cold, warm]) < 0).all(), "a higher temperature keeps the order"
    assert cold[0] > 0.9 > 0.01 > cold[2:].max(), "at 1 the last three have next to nothing"
    assert (warm[1:] > np.maximum(0.04, 3 * cold[1:])).all(), "at 4 the small ones are large enough to be learned"
    for shift, temperature, color in ((-0.2, 1, ORANGE), (0.2, 4, BLUE)):
        heights = list(found[f"t{temperature}"].values())
        axes.bar(np.arange(5) + shift, heights, 0.36, color=color)
        for place, height in enumerate(heights):
            label(
                axes,
                f"{height:.2f}" if height >= 0.005 else f"{height:.4f}",
                place + shift,
                height + 0.02,
                INK,
                ha="center",
                size=8,
            )
    label(axes, "T = 1", 0.05, 0.85, ORANGE)
    label(axes, "T = 4", 0.45, 0.42, BLUE)
    axes.set_xticks(range(5), names)
    axes.set_ylim(0, 1.05)
    axes.set_ylabel("teacher's probability")
    axes.grid(visible=False, axis="x")
    return figure
