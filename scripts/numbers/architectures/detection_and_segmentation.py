"""Numbers of `docs/architectures/detection-and-segmentation.md`."""

import numpy as np

from snippets.architectures import yolo
from snippets.architectures.detection_and_segmentation import (
    confusion,
    dice_and_iou,
    example_crowd,
    example_masks,
    example_ranking,
    focal_loss,
    mean_iou,
    prior_bias,
    soft_dice_loss,
    soft_suppression,
    unet_sizes,
)


def times_less() -> dict[str, float]:
    """By what factor focal loss with gamma 2 lowers the loss of an example."""
    values = {"90": 0.9, "968": 0.968, "10": 0.1}
    return {name: float(-np.log(p) / focal_loss(np.array([p]))[0]) for name, p in values.items()}


def totals() -> dict[str, float]:
    """Summed loss of 100,000 easy negatives at p = 0.99 and of 100 hard objects at p = 0.1."""
    found: dict[str, float] = {}
    for name, gamma in (("cross_entropy", 0.0), ("focal", 2.0)):
        easy, hard = (float(focal_loss(np.array([p]), gamma)[0]) for p in (0.99, 0.1))
        found |= {f"{name}.easy": 100_000 * easy, f"{name}.hard": 100 * hard}
    return found


def start() -> dict[str, float]:
    """Bias for the prior 0.01, and the first loss of 100,000 negatives at p = 0.5 and with it."""
    return {
        "bias": prior_bias(0.01),
        "half": 100_000 * float(-np.log(0.5)),
        "prior": 100_000 * float(-np.log(0.99)),
    }


def average_precision() -> dict[str, float]:
    """Of the ranking, by number of recall levels (0: the exact area), and of its first four detections alone."""
    correct = example_ranking().astype(bool)
    found = {str(points): yolo.average_precision(correct, 5, points) for points in (0, 11, 101)}
    return {**found, "cut": yolo.average_precision(correct[:4], 5)}


def precision() -> dict[str, float]:
    """Of the ranking at its third, fourth and seventh detection."""
    hits = np.cumsum(example_ranking())
    return {str(rank): float(hits[rank - 1] / rank) for rank in (2, 3, 4, 7)}


def crowd() -> dict[str, float]:
    """Overlap of two neighbors, and the score of the second after soft suppression."""
    boxes, scores = example_crowd()
    overlap = float(yolo.intersection_over_union(boxes[0], boxes[1]))
    return {"overlap": overlap, "soft": float(soft_suppression(boxes, scores, 0.5)[1])}


def unet() -> dict[str, int]:
    """Sides of the maps of the U-Net of 2015, from 572 pixels."""
    sides = unet_sizes(572)
    return {"bottom": sides[4], "out": sides[-1], "skip": sides[3], "joined": 2 * sides[4]}


def masks() -> dict[str, float]:
    """Foreground IoU of the two example images, their mean, that of all pixels together; Dice at IoU one half."""
    pairs = example_masks()
    large, small = (dice_and_iou(*pair)[1] for pair in pairs)
    counts = confusion(pairs)
    together = float(counts[1, 1] / (counts.sum() - counts[0, 0]))
    half = dice_and_iou(np.array([1, 1, 1, 0]), np.array([0, 1, 1, 1]))
    return {
        "large": large,
        "small": small,
        "mean": (large + small) / 2,
        "together": together,
        "both_classes": mean_iou(counts),
        "half.dice": half[0],
        "half.iou": half[1],
    }


def empty() -> dict[str, float]:
    """Soft Dice loss on an empty mask, smooth 1: right, and with ten pixels predicted."""
    nothing = np.zeros(100)
    wrong = np.concatenate([np.ones(10), np.zeros(90)])
    return {"right": soft_dice_loss(nothing, nothing, 1.0)[0], "wrong": soft_dice_loss(wrong, nothing, 1.0)[0]}
