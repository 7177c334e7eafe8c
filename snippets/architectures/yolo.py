"""Object detection with a grid: boxes, overlap, duplicates, targets, anchors, score."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


# --8<-- [start:intersection_over_union]
def intersection_over_union(boxes: Array, others: Array) -> Array:
    """|A ∩ B| / |A ∪ B|; boxes are corners x1, y1, x2, y2; shapes (..., 4) broadcast.

    All pairs of (N, 4) and (M, 4): pass boxes[:, None] and others.
    """
    low = np.maximum(boxes[..., :2], others[..., :2])
    high = np.minimum(boxes[..., 2:], others[..., 2:])
    shared = np.prod(np.maximum(high - low, 0), axis=-1)
    area = np.prod(boxes[..., 2:] - boxes[..., :2], axis=-1)
    other_area = np.prod(others[..., 2:] - others[..., :2], axis=-1)
    return np.asarray(shared / (area + other_area - shared))


# --8<-- [end:intersection_over_union]


# --8<-- [start:generalized_overlap]
def generalized_overlap(box: Array, other: Array) -> tuple[float, float]:
    """GIoU and DIoU of two boxes (4,): IoU less a penalty that grows with the gap."""
    overlap = float(intersection_over_union(box, other))
    hull = np.append(np.minimum(box, other)[:2], np.maximum(box, other)[2:])
    width, height = hull[2:] - hull[:2]
    areas = np.prod(box[2:] - box[:2]) + np.prod(other[2:] - other[:2])
    union = areas / (1 + overlap)
    gap = (box[:2] + box[2:] - other[:2] - other[2:]) / 2  # between the two centers
    giou = overlap - (width * height - union) / (width * height)
    return float(giou), float(overlap - gap @ gap / (width**2 + height**2))


# --8<-- [end:generalized_overlap]


# --8<-- [start:non_maximum_suppression]
def non_maximum_suppression(
    boxes: Array, scores: Array, classes: NDArray[np.intp], threshold: float
) -> list[int]:
    """Indices kept, best first: each box removes the class-mates that overlap it."""
    kept = []
    remaining = np.argsort(-scores, kind="stable")
    while len(remaining):
        best, remaining = remaining[0], remaining[1:]
        kept.append(int(best))
        overlap = intersection_over_union(boxes[best], boxes[remaining])
        same_class = classes[remaining] == classes[best]
        remaining = remaining[~(same_class & (overlap > threshold))]
    return kept


# --8<-- [end:non_maximum_suppression]


def example_detections() -> tuple[Array, Array, NDArray[np.intp]]:
    """Six boxes (6, 4) in pixels, their scores, and classes car, person, bicycle."""
    cars = [[30, 230, 200, 350], [46, 244, 216, 362], [14, 206, 176, 332]]
    people = [[290, 100, 350, 310], [299, 113, 362, 320]]
    boxes = np.array([*cars, *people, [284, 150, 360, 325]], dtype=float)
    scores = np.array([0.9, 0.75, 0.6, 0.85, 0.55, 0.7])
    return boxes, scores, np.array([0, 0, 0, 1, 1, 2])


# --8<-- [start:grid_target]
def grid_target(boxes: Array, classes: list[int], S: int, C: int) -> Array:
    """YOLOv1 target (S, S, 5 + C): x, y in the cell; w, h of the image; 1; one-hot.

    Boxes (N, 4) are center x, y, width, height as fractions of the image, in [0, 1).
    """
    target = np.zeros((S, S, 5 + C))
    for (x, y, w, h), object_class in zip(boxes, classes, strict=True):
        column, row = int(x * S), int(y * S)
        if not target[row, column].any():  # a cell has one set of classes: first come
            target[row, column, :5] = x * S - column, y * S - row, w, h, 1
            target[row, column, 5 + object_class] = 1
    return target


# --8<-- [end:grid_target]


def root_error(size: float, error: float) -> float:
    """(√(w + e) − √w)²: what an error e of a width or height w costs in YOLOv1."""
    return float((np.sqrt(size + error) - np.sqrt(size)) ** 2)


def output_size(S: int, B: int, C: int) -> int:
    """Numbers that YOLOv1 predicts per image, S · S · (5B + C)."""
    return S * S * (5 * B + C)


def confidence_target(object_probability: float, overlap: float) -> float:
    """Probability of an object, in training 0 or 1, times IoU (YOLOv1, section 2)."""
    return object_probability * overlap


# --8<-- [start:class_scores]
def class_scores(class_probabilities: Array, confidences: Array) -> Array:
    """Class probabilities (C,) of an object times confidences (B,) of boxes: (B, C)."""
    return confidences[:, None] * class_probabilities


# --8<-- [end:class_scores]


# --8<-- [start:decode_box]
def decode_box(t: Array, cell: Array, prior: Array) -> Array:
    """Outputs t (..., 4) as center x, y, width, height, in grid cells (YOLOv2, v3).

    Args:
        t: t_x, t_y, t_w, t_h of the network.
        cell: column and row of the cell, c_x, c_y, shape (..., 2).
        prior: width and height of the anchor, p_w, p_h, shape (..., 2).
    """
    center = cell + 1 / (1 + np.exp(-t[..., :2]))
    return np.concatenate([center, prior * np.exp(t[..., 2:])], axis=-1)


# --8<-- [end:decode_box]


def encode_box(box: Array, cell: Array, prior: Array) -> Array:
    """Inverse of `decode_box`: the training targets of a true box (..., 4)."""
    offset = box[..., :2] - cell
    size = np.log(box[..., 2:] / prior)
    return np.concatenate([np.log(offset / (1 - offset)), size], axis=-1)


# --8<-- [start:anchor_clusters]
def anchor_clusters(sizes: Array, k: int, rng: np.random.Generator) -> Array:
    """k priors (k, 2) of box sizes (N, 2): k-means with the distance 1 − IoU."""
    corners = np.hstack([np.zeros_like(sizes), sizes])  # all boxes share a corner
    priors = sizes[rng.choice(len(sizes), k, replace=False)]
    for _ in range(30):
        prior_corners = np.hstack([np.zeros_like(priors), priors])
        overlap = intersection_over_union(corners[:, None], prior_corners)
        nearest = np.argmax(overlap, axis=1)  # where the distance is smallest
        for j in set(nearest.tolist()):
            priors[j] = sizes[nearest == j].mean(axis=0)
    return priors


# --8<-- [end:anchor_clusters]


def distance_clusters(sizes: Array, k: int, rng: np.random.Generator) -> Array:
    """k priors (k, 2) of box sizes (N, 2): k-means with squared distance."""
    priors = sizes[rng.choice(len(sizes), k, replace=False)]
    for _ in range(30):
        nearest = ((sizes[:, None] - priors) ** 2).sum(axis=-1).argmin(axis=1)
        for j in set(nearest.tolist()):
            priors[j] = sizes[nearest == j].mean(axis=0)
    return priors


def mean_best_overlap(sizes: Array, priors: Array) -> float:
    """Mean over boxes of the IoU with the prior that fits best, at a shared corner."""
    corners, prior_corners = (
        np.hstack([np.zeros_like(each), each]) for each in (sizes, priors)
    )
    overlap = intersection_over_union(corners[:, None], prior_corners)
    return float(overlap.max(axis=1).mean())


def synthetic_sizes(N: int, rng: np.random.Generator) -> Array:
    """Widths and heights (N, 2): sides spread log-normally, three aspect ratios."""
    side = np.exp(rng.normal(4, 0.8, N))
    ratio = np.exp(rng.choice([-0.7, 0, 0.7], N))
    return np.stack([side / ratio**0.5, side * ratio**0.5], axis=1)


def fit_of_clusters(seed: int) -> tuple[float, float]:
    """Mean best IoU of five priors by overlap and by distance; the seed draws boxes."""
    sizes = synthetic_sizes(600, np.random.default_rng(seed))
    by_overlap = anchor_clusters(sizes, 5, np.random.default_rng(seed))
    by_distance = distance_clusters(sizes, 5, np.random.default_rng(seed))
    return mean_best_overlap(sizes, by_overlap), mean_best_overlap(sizes, by_distance)


def example_birds() -> Array:
    """Two birds of 14 × 10 pixels, (2, 4): center x, y, width, height in pixels."""
    return np.array([[203.0, 140, 14, 10], [218.0, 151, 14, 10]])


def prediction_shapes(size: int, C: int) -> list[tuple[int, int, int]]:
    """Output shapes of YOLOv3, N × N × 3 (4 + 1 + C), at strides 32, 16 and 8."""
    return [(size // stride, size // stride, 3 * (5 + C)) for stride in (32, 16, 8)]


# --8<-- [start:average_precision]
def average_precision(
    correct: NDArray[np.bool_], objects: int, points: int = 0
) -> float:
    """Mean of the interpolated precision over recall, for one class.

    Args:
        correct: of each detection, by falling score, whether it hits a new object.
        objects: number of true objects.
        points: equally spaced recall levels; 0 for the exact area under the curve.
    """
    hits = np.cumsum(correct)
    precision = hits / np.arange(1, len(hits) + 1)
    best_from_here = np.maximum.accumulate(precision[::-1])[::-1]
    if points == 0:
        return float(best_from_here[correct].sum() / objects)
    first = np.searchsorted(hits * (points - 1), np.arange(points) * objects)
    return float(np.append(best_from_here, 0)[first].mean())


# --8<-- [end:average_precision]
