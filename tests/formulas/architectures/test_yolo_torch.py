"""The formula of the loss on the page on YOLO, whose function is PyTorch's."""

import numpy as np
import torch
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import each
from snippets.architectures.yolo import grid_target, intersection_over_union
from snippets.architectures.yolo_torch import detection_loss

S, B, C = 2, 2, 3


@executed("architectures.yolo_torch.detection_loss", tolerance=1e-6)
def test_detection_loss(rng: Generator) -> Cases:
    """Three objects, of which two share a cell, and none. The tolerance is that of PyTorch's four-byte numbers."""
    for objects in (3, 1, 0):
        centers, sizes = rng.uniform(0, 1, (objects, 2)), rng.uniform(0.1, 0.9, (objects, 2))
        classes = [int(each) for each in rng.integers(0, C, objects)]
        target = grid_target(np.hstack([centers, sizes]), classes, S, C)
        prediction = rng.random((S, S, 5 * B + C))
        cells = target.reshape(S * S, 5 + C)
        boxes = prediction[..., : 5 * B].reshape(S * S, B, 5).copy()
        boxes[..., 2:4] **= 2  # predicted are the roots of width and height
        overlap = np.array([[iou(box, cell) for box in row] for row, cell in zip(boxes, cells, strict=True)])
        responsible = np.eye(B)[overlap.argmax(axis=1)] * cells[:, 4:5]
        p, p_hat = prediction[..., 5 * B :].reshape(S * S, C), cells[:, 5:]
        yield {
            r"\mathcal L": float(detection_loss(torch.tensor(prediction), torch.tensor(target), B)),
            r"\lambda_{\text{coord}}": 5,
            r"\lambda_{\text{noobj}}": 0.5,
            "r": responsible,
            **{name: boxes[..., place] for place, name in enumerate("xywhs")},
            **{rf"\hat {name}": cells[:, place] for place, name in enumerate("xywh")},
            r"\hat s": overlap,
            "o": cells[:, 4],
            "p": [lambda c, row=row: row[int(c) - 1] for row in p],
            r"\hat p": [lambda c, row=row: row[int(c) - 1] for row in p_hat],
            "C": C,
            "i": each(range(1, S * S + 1)),
            "j": each(range(1, B + 1)),
        }


def iou(box: np.ndarray, cell: np.ndarray) -> float:
    """Overlap of a predicted box with the truth of its cell: both have x and y in the cell, sizes of the image."""
    corners = [np.concatenate([each[:2] / S - each[2:4] / 2, each[:2] / S + each[2:4] / 2]) for each in (box, cell)]
    return float(intersection_over_union(*corners))
