"""Focal loss, matching of detections, mean average precision and Dice, in NumPy."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from snippets.architectures.convolutional_networks import output_size
from snippets.architectures.yolo import average_precision, intersection_over_union

Array = NDArray[np.float64]
Counts = NDArray[np.intp]


# --8<-- [start:focal_loss]
def focal_loss(p_true: Array, gamma: float = 2.0, alpha: float = 1.0) -> Array:
    """−α_t (1 − p_t)^γ log p_t; p_t is the probability given to the true class.

    gamma 0 and alpha 1 give cross-entropy. RetinaNet has gamma 2 and alpha 0.25 for
    objects, 0.75 for background (Lin et al., 2017).
    """
    return -alpha * (1 - p_true) ** gamma * np.log(p_true)


def prior_bias(probability: float) -> float:
    """−ln((1 − π)/π): bias at which a sigmoid output starts at the probability π."""
    return float(-np.log((1 - probability) / probability))


# --8<-- [end:focal_loss]


# --8<-- [start:soft_suppression]
def soft_suppression(boxes: Array, scores: Array, width: float) -> Array:
    """Soft-NMS: scores (N,) of boxes (N, 4) of one class, lowered instead of removed.

    Each box, best first, multiplies those behind it by exp(−IoU²/width).
    """
    lowered = scores.copy()
    remaining = list(range(len(boxes)))
    while remaining:
        best = max(remaining, key=lambda box: lowered[box])
        remaining.remove(best)
        overlap = intersection_over_union(boxes[best], boxes[remaining])
        lowered[remaining] *= np.exp(-(overlap**2) / width)
    return lowered


# --8<-- [end:soft_suppression]


# --8<-- [start:evaluation]
class Detections(NamedTuple):
    """Of one class, over all images: image number (N,), box (N, 4) and score (N,)."""

    images: Counts
    boxes: Array
    scores: Array


def matches(found: Detections, truth: Sequence[Array], threshold: float) -> Counts:
    """By falling score, 1 for a detection that hits an object not yet taken, else 0.

    truth[image] holds the true boxes (M, 4); a hit needs an IoU of `threshold`.
    """
    taken = [np.zeros(len(boxes), bool) for boxes in truth]
    correct = np.zeros(len(found.scores), np.intp)
    for rank, index in enumerate(np.argsort(-found.scores, kind="stable")):
        image = found.images[index]
        overlap = intersection_over_union(found.boxes[index], truth[image])
        overlap[taken[image]] = 0  # an object that is taken is out of reach
        if len(overlap) and overlap.max() >= threshold:
            taken[image][overlap.argmax()] = True
            correct[rank] = 1
    return correct


def mean_average_precision(
    found: Sequence[Detections],
    truth: Sequence[Sequence[Array]],
    thresholds: Sequence[float],
    points: int = 101,
) -> float:
    """Mean over classes and IoU thresholds of the average precision; lists by class."""
    values = []
    for detections, boxes in zip(found, truth, strict=True):
        objects = sum(len(each) for each in boxes)
        for threshold in thresholds:
            correct = matches(detections, boxes, threshold).astype(bool)
            values.append(average_precision(correct, objects, points))
    return float(np.mean(values))


# --8<-- [end:evaluation]


def precision_and_recall(correct: Sequence[int], objects: int) -> tuple[Array, Array]:
    """Precision and recall after each detection; correct as `matches` gives it."""
    hits = np.cumsum(correct)
    return hits / np.arange(1, len(hits) + 1), hits / objects


# --8<-- [start:overlap_of_masks]
def dice_and_iou(mask: Counts, truth: Counts) -> tuple[float, float]:
    """Dice = 2|A ∩ B|/(|A| + |B|), and IoU, of two masks of zeros and ones."""
    shared, total = np.sum(mask * truth), np.sum(mask) + np.sum(truth)
    return float(2 * shared / total), float(shared / (total - shared))


def mean_iou(confusion: Counts) -> float:
    """Mean over classes of the IoU, from counts (C, C) of pixels over all images."""
    shared = np.diag(confusion)
    return float(np.mean(shared / (confusion.sum(0) + confusion.sum(1) - shared)))


# --8<-- [end:overlap_of_masks]


# --8<-- [start:soft_dice_loss]
def soft_dice_loss(p: Array, y: Array, smooth: float) -> tuple[float, Array]:
    """1 − (2 Σ_i p_i y_i + ε)/(Σ_i p_i + Σ_i y_i + ε), and its gradient by p (n,).

    y holds zeros and ones, ε is `smooth`: an empty mask, rightly predicted, costs 0.
    """
    numerator, denominator = 2 * p @ y + smooth, p.sum() + y.sum() + smooth
    gradient = numerator / denominator**2 - 2 * y / denominator
    return float(1 - numerator / denominator), gradient


# --8<-- [end:soft_dice_loss]


# --8<-- [start:unet_sizes]
def unet_sizes(side: int, depth: int = 4) -> list[int]:
    """Sides of the maps of the U-Net of 2015, after each pair of 3 × 3 convolutions.

    They are not padded, so that each takes two pixels away; going down halves the
    side, going up doubles it.
    """
    sides = []
    for level in range(2 * depth + 1):
        for _ in range(2):
            side = output_size(side, 3)
        sides.append(side)
        side = output_size(side, 2, stride=2) if level < depth else 2 * side
    return sides


# --8<-- [end:unet_sizes]


def example_ranking() -> Counts:
    """Eight detections by falling score, of five objects: 1 for a hit."""
    return np.array([1, 0, 1, 1, 0, 0, 1, 0])


def example_crowd() -> tuple[Array, Array]:
    """Boxes (3, 4) and scores of two people side by side, and of a third far away."""
    boxes = [[0, 0, 40, 100], [10, 0, 50, 100], [200, 0, 240, 100]]
    return np.array(boxes, dtype=float), np.array([0.9, 0.8, 0.7])


def example_masks() -> list[tuple[Counts, Counts]]:
    """A large object that is found well and a small one that is not: (mask, truth)."""
    large, small = np.zeros((2, 1, 2000), np.intp), np.zeros((2, 1, 2000), np.intp)
    large[0, 0, :950], large[1, 0, 50:1000] = 1, 1
    small[0, 0, :10], small[1, 0, 8:18] = 1, 1
    return [(large[0, 0], large[1, 0]), (small[0, 0], small[1, 0])]


def confusion(pairs: Sequence[tuple[Counts, Counts]]) -> Counts:
    """Pixels (2, 2) of all masks together: row the truth, column the prediction."""
    counts = np.zeros((2, 2), np.intp)
    for mask, truth in pairs:
        np.add.at(counts, (truth, mask), 1)
    return counts
