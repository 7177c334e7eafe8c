"""Figures of docs/architectures/detection-and-segmentation.md."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from scripts.figures.diagrams import arrow, canvas
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, RED, label, new_figure
from snippets.architectures.detection_and_segmentation import (
    Array,
    example_ranking,
    focal_loss,
    precision_and_recall,
    unet_sizes,
)
from snippets.architectures.yolo import average_precision


def loss_of_easy_and_hard_examples() -> Figure:
    """Cross-entropy and focal loss against the probability of the true class."""
    figure, axes = new_figure(height=3.4)
    p = np.linspace(0.05, 0.999, 40)
    curves = ((0.0, INK, "-", "cross-entropy"), (1.0, ORANGE, "--", "γ = 1"), (2.0, BLUE, "-", "γ = 2"))
    losses = [focal_loss(p, gamma) for gamma, *_ in curves]
    hard, easy = p < 0.1, p > 0.6
    assert (losses[2][hard] > 0.8 * losses[0][hard]).all(), "focal loss leaves hard examples nearly as they are"
    assert (losses[2][easy] < 0.2 * losses[0][easy]).all(), "and shrinks the loss of easy ones"
    assert losses[2][easy].max() < 0.03 * losses[0].max(), "so that its curve lies close to the axis"
    assert (np.diff(losses, axis=0) < 0).all(), "the larger γ, the lower the curve"
    for loss, (_, color, style, text), (x, y) in zip(
        losses, curves, ((0.33, 1.2), (0.45, 0.55), (0.07, 1.0)), strict=True
    ):
        axes.plot(p, loss, style, color=color)
        label(axes, text, x, y, color)
    axes.axvspan(0.6, 1.0, color=GREEN, alpha=0.12, linewidth=0)
    label(axes, "easy: well classified", 0.62, 1.85, GREEN, fontsize=10)
    axes.set_ylim(0, 3.1)
    axes.set_xlabel("probability of the true class, $p_t$")
    axes.set_ylabel("loss (nats)")
    return figure


def precision_against_recall() -> Figure:
    """Precision after each of eight detections, and the interpolated curve whose area is the average precision."""
    figure, axes = new_figure(height=3.4)
    hits = example_ranking()
    precision, recall = precision_and_recall(hits.tolist(), 5)
    best = _staircase(precision, recall, hits == 1)
    assert recall[-1] < 1, "objects that are never found cut the staircase off"
    axes.plot(recall, precision, "o:", color=BLUE)
    steps = np.repeat(np.append(0, recall), 2)[1:-1]
    axes.plot(np.append(steps, 0.8), np.append(np.repeat(best, 2), 0), color=ORANGE)
    axes.fill_between(steps, np.repeat(best, 2), color=ORANGE, alpha=0.15, linewidth=0)
    for rank, (x, y) in enumerate(zip(recall, precision, strict=True), 1):
        label(axes, str(rank), x - 0.012, y - 0.02, BLUE, ha="right", va="top", fontsize=9)
    label(axes, "best precision at this recall or a higher one", 0.30, 0.80, ORANGE, fontsize=10)
    label(axes, "area = average precision", 0.3, 0.2, ORANGE, ha="center")
    axes.set(xlim=(0, 1), ylim=(0, 1.05))
    axes.set_xlabel("recall")
    axes.set_ylabel("precision")
    return figure


def _staircase(precision: Array, recall: Array, hits: NDArray[np.bool_]) -> Array:
    """The best precision at each recall or a higher one; the area below is the average precision of five objects."""
    best = np.maximum.accumulate(precision[::-1])[::-1]
    area = np.sum(np.diff(recall, prepend=0) * best)
    assert abs(area - average_precision(hits, 5)) < 1e-9, "average precision is the area under the staircase"
    up, right = np.diff(precision), np.diff(recall)
    assert ((right > 0) == hits[1:]).all(), "a hit leads to the right, a false positive does not"
    assert ((up > 0) == hits[1:]).all(), "a hit leads up, a false positive down"
    return best


def u_net() -> Figure:
    """The maps of the U-Net of 2015 from 572 pixels: heights for sides, arrows for what is joined."""
    figure, axes = canvas(24, 9.4, 4.2)
    sides = unet_sizes(572)
    levels = [min(step, 8 - step) for step in range(9)]
    widths = [64 * 2**level for level in levels]
    assert [sides[step] for step in (0, 3, 4, 8)] == [568, 64, 28, 388], "the sides that the paper has"
    assert (np.sign(np.diff(sides)) == np.repeat([-1, 1], 4)).all(), "four times smaller, then four times larger"
    assert all(sides[step] > sides[8 - step] for step in range(4)), "what is handed over has to be cropped"
    places = [1.2 + 2.7 * step for step in range(9)]
    bottoms = [5.6 - 1.3 * level for level in levels]
    for step, (x, y, side, width) in enumerate(zip(places, bottoms, sides, widths, strict=True)):
        _map(axes, x, y, side, width, BLUE if step < 4 else RED if step == 4 else GREEN)
    for step in range(8):
        down = step < 4
        start = (places[step] + 0.45, bottoms[step] + 0.2)
        end = (places[step + 1] - 0.5, bottoms[step + 1] + 0.2)
        arrow(axes, start, end, BLUE if down else GREEN)
    for step in range(4):
        height = bottoms[step] + _height(sides[8 - step]) * 0.6
        arrow(axes, (places[step] + 0.5, height), (places[8 - step] - 0.5, height), ORANGE, "--")
    label(axes, "cropped and concatenated", 12.0, bottoms[0] + _height(sides[8]) * 0.6 + 0.2, ORANGE, ha="center")
    return figure


def _height(side: int) -> float:
    return 0.35 + 2.6 * side / 572


def _map(axes: Axes, x: float, y: float, side: int, width: int, color: str) -> None:
    half = 0.1 + 0.08 * np.log2(width / 32)
    axes.add_patch(Rectangle((x - half, y), 2 * half, _height(side), facecolor=color, alpha=0.5, linewidth=0))
    label(axes, f"{side}²", x, y + _height(side) + 0.12, INK, ha="center", fontsize=9)
    label(axes, f"{width}", x, y - 0.55, color, ha="center", fontsize=9)
