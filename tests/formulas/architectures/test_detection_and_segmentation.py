"""The formulas of docs/architectures/detection-and-segmentation.md."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import each
from snippets.architectures.detection_and_segmentation import dice_and_iou, focal_loss, prior_bias, soft_dice_loss
from snippets.architectures.yolo import average_precision


@executed("architectures.detection_and_segmentation.focal_loss")
def test_focal_loss(rng: Generator) -> Cases:
    for gamma in (0.0, 2.0, float(rng.uniform(0.5, 4))):
        p, alpha = rng.uniform(0.05, 0.95, 2)
        yield {
            r"\mathrm{FL}": float(focal_loss(np.array([p]), gamma, alpha)[0]),
            "p_t": p,
            r"\gamma": gamma,
            r"\alpha_t": alpha,
        }


@executed("architectures.detection_and_segmentation.prior_bias")
def test_prior_bias(rng: Generator) -> Cases:
    for prior in (0.01, float(rng.uniform(0.05, 0.95))):
        yield {"b": prior_bias(prior), r"\pi": prior}


@executed("architectures.detection_and_segmentation.dice_and_iou")
def test_dice_and_iou(rng: Generator) -> Cases:
    mask, truth = rng.integers(0, 2, (2, 12))
    mask[0] = truth[0] = 1
    dice, iou = dice_and_iou(mask, truth)
    yield {
        r"\mathrm{Dice}": dice,
        r"\mathrm{IoU}": iou,
        "A": set(np.flatnonzero(mask).tolist()),
        "B": set(np.flatnonzero(truth).tolist()),
    }


@executed("architectures.detection_and_segmentation.soft_dice_loss")
def test_soft_dice_loss(rng: Generator) -> Cases:
    for smooth in (0.0, 1.0):
        p, y = rng.random(6), rng.integers(0, 2, 6).astype(float)
        yield {
            r"\mathcal L": soft_dice_loss(p, y, smooth)[0],
            "p": p,
            "y": y,
            r"\epsilon": smooth,
            "n": 6,
        }


@executed("architectures.yolo.average_precision")
def test_average_precision(rng: Generator) -> Cases:
    """Precision is a function of the recall that is reached; a recall that is never reached has precision 0."""
    example = np.array([1, 0, 1, 1, 0, 0, 1, 0], bool)
    for correct, objects in ((example, 5), (np.ones(3, bool), 3), (np.zeros(2, bool), 4), (rng.random(9) < 0.5, 10)):
        precision = {1.0: 0.0}
        for rank in range(1, len(correct) + 1):  # the best where several ranks have the same recall
            hits = int(correct[:rank].sum())
            precision[hits / objects] = max(hits / rank, precision.get(hits / objects, 0.0))
        for points in (11, 101):
            yield {
                r"\mathrm{AP}": average_precision(correct, objects, points),
                "R": points,
                "r": each(np.arange(points) / (points - 1)),
                r"\rho": each(precision),
                r"\mathrm{precision}": lambda recall, precision=precision: precision[float(recall)],
            }
