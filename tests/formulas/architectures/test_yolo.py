"""The formulas of the page on YOLO; that of the loss is in test_yolo_torch."""

from itertools import product

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scripts.evidence.formulas.binding import Cases, executed
from snippets.architectures.yolo import (
    class_scores,
    confidence_target,
    decode_box,
    generalized_overlap,
    intersection_over_union,
    output_size,
    prediction_shapes,
)

Array = NDArray[np.float64]


def pixels(box: Array) -> set[tuple[int, int]]:
    """The unit squares that a box (4,) with whole corners covers."""
    x1, y1, x2, y2 = map(int, box)
    return set(product(range(x1, x2), range(y1, y2)))


def pairs_of_boxes(rng: Generator) -> list[tuple[Array, Array]]:
    """Two that overlap, two far apart, one inside the other, twice the same, and random ones; whole corners."""
    corners = rng.integers(0, 6, (2, 2))
    boxes = np.hstack([corners, corners + rng.integers(1, 7, (2, 2))])
    given = (
        [[0, 0, 4, 4], [1, 2, 5, 6]],
        [[0, 0, 2, 3], [7, 5, 9, 9]],
        [[0, 0, 9, 4], [1, 1, 3, 2]],
        [[1, 2, 4, 7]] * 2,
    )
    return [(one.astype(float), other.astype(float)) for one, other in (*map(np.array, given), boxes)]


@executed("architectures.yolo.output_size")
def test_output_size(rng: Generator) -> Cases:
    yield {"S": 7, "B": 2, "C": 20, "result": output_size(7, 2, 20)}


@executed("architectures.yolo.intersection_over_union")
def test_intersection_over_union(rng: Generator) -> Cases:
    for one, other in pairs_of_boxes(rng):
        yield {r"\mathrm{IoU}(A,B)": intersection_over_union(one, other), "A": pixels(one), "B": pixels(other)}


@executed("architectures.yolo.confidence_target")
def test_confidence_target(rng: Generator) -> Cases:
    """A responsible box and one that is not, of a cell with an object; the overlap is counted in pixels."""
    for one, other in pairs_of_boxes(rng):
        overlap = len(pixels(one) & pixels(other)) / len(pixels(one) | pixels(other))
        for responsible in (0.0, 1.0):
            target = confidence_target(responsible, float(intersection_over_union(one, other)))
            yield {
                r"\hat s": target,
                r"\Pr(\text{object})": responsible,
                r"\mathrm{IoU}^{\text{truth}}_{\text{pred}}": overlap,
            }


@executed("architectures.yolo.class_scores")
def test_class_scores(rng: Generator) -> Cases:
    """Probabilities from counts: how often there is an object, and how often which class."""
    counts, empty = rng.integers(1, 50, 3), int(rng.integers(1, 50))
    overlaps, total = rng.random(2), counts.sum() + empty
    present = counts.sum() / total
    scores = class_scores(counts / counts.sum(), present * overlaps)
    for box, c in product(range(2), range(3)):
        yield {
            r"\Pr(\text{class}_c\mid\text{object})": counts[c] / counts.sum(),
            r"\Pr(\text{object})": present,
            r"\mathrm{IoU}": overlaps[box],
            r"\Pr(\text{class}_c)": counts[c] / total,
            "result": scores[box, c],
        }


@executed("architectures.yolo.generalized_overlap")
def test_generalized_overlap(rng: Generator) -> Cases:
    for one, other in pairs_of_boxes(rng):
        hull = np.append(np.minimum(one, other)[:2], np.maximum(one, other)[2:])
        giou, diou = generalized_overlap(one, other)
        A, B = pixels(one), pixels(other)
        centers = [np.mean([np.add(pixel, 0.5) for pixel in each], axis=0) for each in (A, B)]
        yield {
            r"\mathrm{GIoU}": giou,
            r"\mathrm{DIoU}": diou,
            r"\mathrm{IoU}": len(A & B) / len(A | B),
            "A": A,
            "B": B,
            "H": pixels(hull),
            "d": np.linalg.norm(centers[0] - centers[1]),
            r"\ell": np.linalg.norm(hull[2:] - hull[:2]),
        }


@executed("architectures.yolo.decode_box")
def test_decode_box(rng: Generator) -> Cases:
    for t in (np.zeros(4), rng.standard_normal(4), np.array([30.0, -30.0, 2.0, -2.0])):
        cell, prior = rng.integers(0, 13, 2).astype(float), rng.uniform(0.5, 5.0, 2)
        box = decode_box(t, cell, prior)
        yield {
            **dict(zip(("b_x", "b_y", "b_w", "b_h"), box, strict=True)),
            **dict(zip(("t_x", "t_y", "t_w", "t_h"), t, strict=True)),
            **dict(zip(("c_x", "c_y", "p_w", "p_h"), (*cell, *prior), strict=True)),
            r"\sigma": lambda z: 0.5 + 0.5 * np.tanh(z / 2),
        }


@executed("architectures.yolo.prediction_shapes")
def test_prediction_shapes(rng: Generator) -> Cases:
    """The product is the count of the coarsest map; the sides of the two finer ones are bare."""
    for side, C in ((416, 80), (32 * int(rng.integers(1, 20)), int(rng.integers(1, 100)))):
        coarse, middle, fine = prediction_shapes(side, C)
        assert [each[1:] for each in (coarse, middle, fine)] == [
            (each[0], coarse[2]) for each in (coarse, middle, fine)
        ]
        yield {
            "N": coarse[0],
            "C": C,
            r"\text{side}": side,
            "result": (coarse[0] * coarse[1] * coarse[2], None, middle[0], fine[0]),
        }
