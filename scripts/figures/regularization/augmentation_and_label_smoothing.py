"""Figures of docs/regularization/augmentation-and-label-smoothing.md."""

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from scripts.figures.style import BLUE, INK, ORANGE, label, new_figure, new_row
from snippets.regularization.augmentation_and_label_smoothing import (
    Array,
    box,
    cutmix,
    gap_loss,
    mixup,
    optimal_gap,
    smoothing_floor,
)


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


def _mixed(mix: Callable[..., tuple[Array, Array]]) -> tuple[Array, float]:
    """A noisy image (0 to 1) after `mix` with another (2 to 3), and the share of its own target that it keeps."""
    noise = np.random.default_rng(0).random((2, 20, 20, 1))
    X, Y = noise + np.array([0, 2])[:, None, None, None], np.eye(2)
    draws = (mix(X, Y, 1.0, np.random.default_rng(seed)) for seed in range(100))
    images, targets = next(drawn for drawn in draws if 0.3 < drawn[1][0, 0] < 0.9)
    return images[0], float(targets[0, 0])


def mixtures() -> Figure:
    """Two images, their mixture, and one with a box of the other."""
    top, bottom, left, right = box(20, 20, 0.75, 9, 11)
    share = 1 - (bottom - top) * (right - left) / 400
    assert share == 0.75, "the box of B covers a quarter of the image"
    blended, kept = _mixed(mixup)
    assert np.all((blended > 2 * (1 - kept)) & (blended < 3 - 2 * kept)), "mixup blends every pixel"
    patched, kept = _mixed(cutmix)
    assert np.all((patched <= 1) | (patched >= 2)), "CutMix keeps pixels natural"
    assert np.isclose((patched <= 1).mean(), kept), "the target is shared in the same proportion"
    target = f"{share:g} A + {1 - share:g} B"
    figure, (first, second, mixed, pasted) = new_row(4, height=2.3)
    _image(first, "image A", "target: A")
    _stripes(first, BLUE, upright=True)
    _image(second, "image B", "target: B")
    _stripes(second, ORANGE, upright=False)
    _image(mixed, "mixup", target)
    _stripes(mixed, BLUE, upright=True, alpha=share)
    _stripes(mixed, ORANGE, upright=False, alpha=1 - share)
    _image(pasted, "CutMix", target)
    for around in ((0, top, 0, 20), (bottom, 20, 0, 20), (top, bottom, 0, left), (top, bottom, right, 20)):
        _stripes(pasted, BLUE, upright=True, area=around)
    _stripes(pasted, ORANGE, upright=False, area=(top, bottom, left, right))
    pasted.add_patch(Rectangle((left, top), right - left, bottom - top, fill=False, edgecolor=INK))
    return figure


def certainty() -> Figure:
    """Loss against the distance of the true logit from the others, ten classes, without and with smoothing."""
    gaps = np.linspace(0, 12, 61)
    hard, smooth = gap_loss(gaps, 10, 0.0), gap_loss(gaps, 10, 0.1)
    best, floor = optimal_gap(10, 0.1), smoothing_floor(10, 0.1)
    assert (np.diff(hard) < 0).all(), "hard labels reward ever larger logits"
    assert hard[-1] < 1e-3, "with a loss that falls toward 0"
    assert abs(gaps[smooth.argmin()] - best) <= 0.2, "smoothed ones have a best distance"
    assert np.isclose(gap_loss(np.array([best]), 10, 0.1)[0], floor), "with the lowest possible loss"
    assert (np.diff(smooth[gaps > best]) > 0).all(), "and charge for more"
    late = np.diff(smooth[gaps > 2 * best])
    assert np.allclose(late, late[0], rtol=0.02), "in a straight line"
    figure, axes = new_figure(height=3.3)
    axes.plot(gaps, hard, "--", color=BLUE)
    axes.plot(gaps, smooth, "-", color=ORANGE)
    axes.plot([best], [floor], "o", color=ORANGE)
    label(axes, "hard labels", 6.5, 0.1, BLUE)
    label(axes, "label smoothing 0.1", 8.0, 1.0, ORANGE, ha="right")
    axes.set_ylim(0, 2.4)
    axes.set_xlabel("true logit minus the others")
    axes.set_ylabel("loss (nats)")
    return figure
