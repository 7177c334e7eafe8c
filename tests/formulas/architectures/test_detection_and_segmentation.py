"""The formulas of docs/architectures/detection-and-segmentation.md."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from snippets.architectures.detection_and_segmentation import dice_and_iou, focal_loss, prior_bias, soft_dice_loss


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
