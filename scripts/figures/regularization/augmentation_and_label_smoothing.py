"""Figures of docs/regularization/augmentation-and-label-smoothing.md."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from scripts.figures.style import BLUE, INK, ORANGE, label, new_figure, new_row
from snippets.regularization.augmentation_and_label_smoothing import box, gap_loss, optimal_gap, smoothing_floor


def _image(axes: Axes, title: str, target: str) -> None:
    axes.set_title(title, fontsize=11)
    axes.set_xlabel(target)
    axes.set_xlim(0, 20)
    axes.set_ylim(20, 0)
    axes.set_aspect("equal")
    axes.set_xticks([])
    axes.set_yticks([])
    axes.grid(False)


def _stripes(axes: Axes, color: str, upright: bool, alpha: float = 1.0, area: tuple[int, ...] = (0, 20, 0, 20)) -> None:
    """Stripes of width 2 within top, bottom, left and right of an image of 20 × 20."""
    top, bottom, left, right = area
    for start in range(0, 20, 4):
        if upright and left <= start < right:
            axes.add_patch(Rectangle((start, top), min(2, right - start), bottom - top, color=color, alpha=alpha))
        if not upright and top <= start < bottom:
            axes.add_patch(Rectangle((left, start), right - left, min(2, bottom - start), color=color, alpha=alpha))


def mixtures() -> Figure:
    """Two images, their mixture, and one with a box of the other."""
    figure, (first, second, mixed, pasted) = new_row(4, height=2.3)
    _image(first, "image A", "target: A")
    _stripes(first, BLUE, upright=True)
    _image(second, "image B", "target: B")
    _stripes(second, ORANGE, upright=False)
    _image(mixed, "mixup", "0.75 A + 0.25 B")
    _stripes(mixed, BLUE, upright=True, alpha=0.75)
    _stripes(mixed, ORANGE, upright=False, alpha=0.25)
    _image(pasted, "CutMix", "0.75 A + 0.25 B")
    top, bottom, left, right = box(20, 20, 0.75, 9, 11)
    for around in ((0, top, 0, 20), (bottom, 20, 0, 20), (top, bottom, 0, left), (top, bottom, right, 20)):
        _stripes(pasted, BLUE, upright=True, area=around)
    _stripes(pasted, ORANGE, upright=False, area=(top, bottom, left, right))
    pasted.add_patch(Rectangle((left, top), right - left, bottom - top, fill=False, edgecolor=INK))
    return figure


def certainty() -> Figure:
    """Loss against the distance of the true logit from the others, ten classes, without and with smoothing."""
    gaps = np.linspace(0, 12, 61)
    figure, axes = new_figure(height=3.3)
    axes.plot(gaps, gap_loss(gaps, 10, 0.0), "--", color=BLUE)
    axes.plot(gaps, gap_loss(gaps, 10, 0.1), "-", color=ORANGE)
    axes.plot([optimal_gap(10, 0.1)], [smoothing_floor(10, 0.1)], "o", color=ORANGE)
    label(axes, "hard labels", 6.5, 0.1, BLUE)
    label(axes, "label smoothing 0.1", 8.0, 1.0, ORANGE, ha="right")
    axes.set_ylim(0, 2.4)
    axes.set_xlabel("true logit minus the others")
    axes.set_ylabel("loss (nats)")
    return figure
