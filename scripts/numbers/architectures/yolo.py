"""Numbers of `docs/architectures/yolo.md`."""

import numpy as np

from snippets.architectures import yolo
from snippets.architectures.yolo import Array

A, B = np.array([0.0, 0, 4, 4]), np.array([2.0, 1, 6, 5])
SEEDS = 8


def outputs() -> int:
    """Outputs of the released configuration of YOLOv1, with three boxes per cell."""
    return yolo.output_size(7, 3, 20)


def root_cost() -> dict[str, float]:
    """How many times as much an error of 0.05 costs at a width of 0.1 as at 0.8, of boxes too wide and too narrow."""
    errors = {"wide": 0.05, "narrow": -0.05}
    return {name: yolo.root_error(0.1, error) / yolo.root_error(0.8, error) for name, error in errors.items()}


def responsible() -> dict[str, float]:
    """Cell and target of a box of 112 × 224 pixels around (160, 272), in an image of 448 × 448."""
    target = yolo.grid_target(np.array([[160, 272, 112, 224]]) / 448, [0], 7, 20)
    row, column = (int(index) for index in np.argwhere(target[:, :, 4])[0])
    return {"row": row, "column": column, **dict(zip("xywh", target[row, column, :4].tolist(), strict=True))}


def meters() -> dict[int, float]:
    """Meters that a car moves between two frames at 100 km/h, by frames per second."""
    return {frames: 100 / 3.6 / frames for frames in (45, 7)}


def overlap() -> dict[str, float]:
    """The worked example: IoU, the share of either box inside the other, GIoU, DIoU."""
    iou = float(yolo.intersection_over_union(A, B))
    generalized, distance = yolo.generalized_overlap(A, B)
    shared = iou * 32 / (1 + iou)  # IoU = shared / (16 + 16 − shared)
    return {"iou": iou, "shared": shared, "inside": shared / 16, "giou": generalized, "diou": distance}


def shifted_by_a_third() -> float:
    """IoU of a box with its copy moved by a third of its width."""
    return float(yolo.intersection_over_union(np.array([0.0, 0, 3, 3]), np.array([1.0, 0, 4, 3])))


def hull() -> float:
    """Area of the smallest box around both of the example."""
    return float(np.prod(np.maximum(A, B)[2:] - np.minimum(A, B)[:2]))


def apart() -> dict[str, float]:
    """GIoU and DIoU of a square of side 4 and its copy 12 to the right."""
    return dict(zip(("giou", "diou"), yolo.generalized_overlap(A, A + 12 * np.array([1.0, 0, 1, 0])), strict=True))


def score() -> float:
    """Score of a box with confidence 0.8 and class probability 0.7."""
    return float(yolo.class_scores(np.array([0.7]), np.array([0.8]))[0, 0])


def kept() -> dict[str, float]:
    """Scores of the boxes that suppression keeps in the figure, and the overlap of bicycle and person."""
    boxes, scores, classes = yolo.example_detections()
    names = dict(enumerate(("car", "person", "bicycle")))
    kept = yolo.non_maximum_suppression(boxes, scores, classes, 0.5)
    found = {names[int(classes[box])]: float(scores[box]) for box in kept}
    return {**found, "boxes": len(kept), "overlap": float(yolo.intersection_over_union(boxes[3], boxes[5]))}


def boxes() -> dict[str, int]:
    """Boxes per image of the three versions, numbers per cell of YOLOv2, depth of the output of YOLOv3."""
    shapes, larger = yolo.prediction_shapes(416, 80), yolo.prediction_shapes(608, 80)
    return {
        "v1": 7 * 7 * 2,
        "v2": (416 // 32) ** 2 * 5,
        "v2_cell": yolo.output_size(1, 1, 20) * 5,
        "v3": sum(rows * columns * 3 for rows, columns, _ in shapes),
        "v3_608": sum(rows * columns * 3 for rows, columns, _ in larger),
        "v3_depth": shapes[0][2],
    }


def sides() -> list[int]:
    """Rows of the three grids of YOLOv3 on 416 pixels."""
    return [rows for rows, _, _ in yolo.prediction_shapes(416, 80)]


def ten_pixels() -> dict[int, float]:
    """IoU of a square of 20 or 200 pixels with one that is ten pixels larger, at a shared corner."""
    square = np.array([0.0, 0, 1, 1])
    return {side: float(yolo.intersection_over_union(side * square, (side + 10) * square)) for side in (20, 200)}


def fit() -> dict[str, Array]:
    """Mean best IoU of five priors by overlap and by distance; each seed draws boxes and starts."""
    pairs = np.array([yolo.fit_of_clusters(seed) for seed in range(SEEDS)])
    return {"overlap": pairs[:, 0], "distance": pairs[:, 1], "gain": pairs[:, 0] - pairs[:, 1]}


def decoded() -> dict[str, float]:
    """The box of the outputs in the figure: center and size, in cells."""
    t, cell, prior = np.array([0.2, -0.4, 0.3, -0.3]), np.array([6.0, 4.0]), np.array([3.0, 2.0])
    return dict(zip("xywh", yolo.decode_box(t, cell, prior).tolist(), strict=True))


def softmax_at_best() -> float:
    """Cross-entropy of a softmax with two true labels, each with half of the target, at its best: the entropy."""
    return float(np.log(2))
