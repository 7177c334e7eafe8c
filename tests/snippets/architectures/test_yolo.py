"""Claims of docs/architectures/yolo.md."""

from fractions import Fraction

import numpy as np
import pytest

from scripts.numbers.architectures import yolo as numbers
from snippets.architectures import yolo
from snippets.architectures.convolutional_networks import output_size as convolved_size

A, B = np.array([0.0, 0, 4, 4]), np.array([2.0, 1, 6, 5])


def test_overlap_of_the_worked_example_is_6_of_26_squares() -> None:
    squares = np.pad(np.ones((4, 4)), ((0, 2), (0, 2))) + np.pad(np.ones((4, 4)), ((1, 1), (2, 0)))
    assert ((squares == 2).sum(), (squares > 0).sum()) == (6, 26)
    computed = (float(yolo.intersection_over_union(A, B)), *yolo.generalized_overlap(A, B))
    assert computed == pytest.approx((6 / 26, 6 / 26 - 4 / 30, 6 / 26 - 5 / 61))
    assert computed == pytest.approx((0.231, 0.097, 0.149), abs=5e-4)


def test_without_contact_iou_is_0_while_giou_and_diou_still_tell_the_distance() -> None:
    right = np.array([1.0, 0, 1, 0])
    scores = np.array([yolo.generalized_overlap(A, A + d * right) for d in (0, 4, 8, 12)])
    assert [float(yolo.intersection_over_union(A, A + d * right)) for d in (4, 8, 12)] == [0, 0, 0]
    np.testing.assert_allclose(scores, [[1.0, 1.0], [0, -0.2], [-1 / 3, -0.4], [-0.5, -9 / 17]])


def test_ten_pixels_matter_more_to_a_small_box() -> None:
    square = np.array([0.0, 0, 1, 1])
    overlaps = [yolo.intersection_over_union(side * square, (side + 10) * square) for side in (20, 200)]
    np.testing.assert_allclose(overlaps, [0.44, 0.91], atol=5e-3)


def test_suppression_keeps_the_best_of_each_class() -> None:
    boxes, scores, classes = yolo.example_detections()
    assert yolo.non_maximum_suppression(boxes, scores, classes, 0.5) == [0, 3, 5]
    assert yolo.intersection_over_union(boxes[3], boxes[5]) > 0.5
    assert yolo.non_maximum_suppression(boxes, scores, np.minimum(classes, 1), 0.5) == [0, 3]


def test_suppression_leaves_no_two_overlapping_boxes_of_a_class_and_drops_only_worse_ones() -> None:
    rng = np.random.default_rng(0)
    corner = rng.random((60, 2))
    boxes = np.hstack([corner, corner + rng.uniform(0.2, 0.5, (60, 2))])
    scores, classes = rng.random(60), rng.integers(0, 3, 60)
    kept = yolo.non_maximum_suppression(boxes, scores, classes, 0.5)
    conflict = (yolo.intersection_over_union(boxes[:, None], boxes) > 0.5) & (classes[:, None] == classes)
    assert conflict[np.ix_(kept, kept)].sum() == len(kept) < 60  # only each with itself
    for lost in set(range(60)) - set(kept):
        assert max(scores[k] for k in kept if conflict[k, lost]) > scores[lost]


def test_suppression_takes_equal_scores_in_order_and_needs_more_overlap_than_the_threshold() -> None:
    lefts = np.arange(40.0)
    apart = np.stack([lefts, 0 * lefts, lefts + 1, 0 * lefts + 1], axis=1)
    kept = yolo.non_maximum_suppression(apart, np.repeat([0.2, 0.7], 20), np.zeros(40, np.intp), 0.5)
    assert kept == [*range(20, 40), *range(20)]
    half = np.array([[0.0, 0, 2, 1], [0, 0, 1, 1]])  # IoU 1/2
    for threshold, left in ((0.49, [0]), (0.5, [0, 1]), (1.0, [0, 1])):
        assert yolo.non_maximum_suppression(half, np.array([0.9, 0.8]), np.zeros(2, np.intp), threshold) == left


def test_the_cell_of_the_center_is_responsible_and_holds_one_object() -> None:
    dog, cat = [0.33, 0.62, 0.4, 0.5], [0.38, 0.58, 0.1, 0.1]
    target = yolo.grid_target(np.array([dog, cat]), [11, 7], S=7, C=20)
    assert (target.shape, np.argwhere(target[..., 4]).tolist()) == ((7, 7, 25), [[4, 2]])
    np.testing.assert_allclose(target[4, 2, :5], [0.31, 0.34, 0.4, 0.5, 1])
    np.testing.assert_array_equal(target[4, 2, 5:], np.eye(20)[11])  # the cat is lost


def test_two_small_birds_share_a_cell_of_the_coarse_grid_and_have_their_own_on_the_finer_ones() -> None:
    birds = yolo.example_birds() / 416
    cells = {side: np.sum(yolo.grid_target(birds, [14, 14], S=side, C=20)[..., 4]) for side in (13, 26, 52)}
    assert cells == {13: 1, 26: 2, 52: 2}


def test_sizes_of_the_outputs() -> None:
    assert (yolo.output_size(7, 2, 20), yolo.output_size(7, 3, 20)) == (1470, 1715)
    target = yolo.grid_target(np.array([[0.5, 0.5, 0.2, 0.2]]), [1], S=3, C=4)  # one box in each cell
    assert yolo.output_size(3, 1, 4) == target.size
    assert yolo.output_size(3, 4, 4) - target.size == 3 * target[..., :5].size
    boxes = numbers.boxes()
    assert (boxes["v1"], boxes["v2"], boxes["v2_cell"]) == (98, 845, 125)
    assert boxes["v1"] * 5 + 7 * 7 * 20 == yolo.output_size(7, 2, 20)
    assert yolo.prediction_shapes(416, 80) == [(13, 13, 255), (26, 26, 255), (52, 52, 255)]
    assert [sum(N * N * 3 for N, _, _ in yolo.prediction_shapes(side, 80)) for side in (416, 608)] == [10_647, 22_743]


@pytest.mark.parametrize(("size", "classes", "channels"), [(416, 80, 255), (608, 20, 75), (320, 1, 18), (992, 2, 21)])
def test_scales_are_those_of_three_four_and_five_convolutions_of_stride_2(
    size: int, classes: int, channels: int
) -> None:
    sides = [size]
    for _ in range(5):
        sides.append(convolved_size(sides[-1], 3, stride=2, padding=1))
    shapes = [np.empty(shape).shape for shape in yolo.prediction_shapes(size, classes)]
    assert shapes == [(side, side, channels) for side in sides[:2:-1]]


def test_confidence_class_scores_and_the_price_of_one_error_in_a_small_and_a_large_box() -> None:
    assert (yolo.confidence_target(0, 0.7), yolo.confidence_target(1, 0.7)) == (0, 0.7)
    overlaps = np.array([0.6, 0, 0.6, 0.6, 0])  # an object in three of five cells: least squares wants their mean
    guesses = np.linspace(0, 1, 101)
    best = guesses[np.argmin([np.sum((guess - overlaps) ** 2) for guess in guesses])]
    assert yolo.confidence_target(3 / 5, 0.6) == pytest.approx(best) == pytest.approx(0.36)
    scores = yolo.class_scores(np.array([0.7, 0.3]), np.array([0.8, 0.3]))
    np.testing.assert_allclose(scores, [[0.56, 0.24], [0.21, 0.09]])
    assert yolo.root_error(0.09, 0.07) == pytest.approx((0.4 - 0.3) ** 2)
    assert yolo.root_error(0.1, 0.05) > 6 * yolo.root_error(0.8, 0.05)
    assert yolo.root_error(0.1, -0.05) > 10 * yolo.root_error(0.8, -0.05)


def test_decoding_stays_in_the_cell_and_is_inverted_by_encoding() -> None:
    cell, prior, t = np.array([6.0, 4.0]), np.array([3.0, 2.0]), np.array([0.2, -0.4, 0.3, -0.3])
    np.testing.assert_allclose(yolo.decode_box(np.zeros(4), cell, prior), [6.5, 4.5, 3, 2])
    np.testing.assert_allclose(yolo.decode_box(t, cell, prior), [6.55, 4.40, 4.05, 1.48], atol=5e-3)
    np.testing.assert_allclose(yolo.encode_box(yolo.decode_box(t, cell, prior), cell, prior), t)
    np.testing.assert_allclose(yolo.decode_box(np.array([30.0, -30.0, 0, 0]), cell, prior)[:2], [7, 4], atol=1e-9)


def test_clusters_by_overlap_fit_better_than_clusters_by_distance() -> None:
    results = [yolo.fit_of_clusters(seed) for seed in range(5)]
    assert all(by_overlap > by_distance for by_overlap, by_distance in results)


def clusters_by_loops(sizes: yolo.Array, priors: yolo.Array, steps: int) -> list[yolo.Array]:
    """The priors behind each step of k-means, one box and one prior at a time."""

    def overlap(box: list[float], prior: list[float]) -> float:
        shared = min(box[0], prior[0]) * min(box[1], prior[1])
        return shared / (box[0] * box[1] + prior[0] * prior[1] - shared)

    behind = []
    for _ in range(steps):
        places = priors.tolist()
        groups: list[list[list[float]]] = [[] for _ in places]
        for box in sizes.tolist():
            overlaps = [overlap(box, prior) for prior in places]
            groups[overlaps.index(max(overlaps))].append(box)
        priors = np.array([np.mean(group, axis=0) for group in groups])
        behind.append(priors)
    return behind


def test_clusters_by_overlap_are_those_of_thirty_steps_one_box_at_a_time() -> None:
    """On boxes whose clusters still move then, as those of four sets in ten do, so that the number of steps counts."""
    for seed in range(100):
        sizes = yolo.synthetic_sizes(600, np.random.default_rng(seed))
        start = sizes[np.random.default_rng(1).choice(600, 5, replace=False)]
        *_, before, last, after = clusters_by_loops(sizes, start, 31)
        if min(np.abs(before - last).max(), np.abs(after - last).max()) > 0.01:
            break
    else:
        pytest.fail("all clusters stand still")
    np.testing.assert_allclose(yolo.anchor_clusters(sizes, 5, np.random.default_rng(1)), last)


def test_as_many_priors_as_boxes_are_the_boxes() -> None:
    sizes = yolo.synthetic_sizes(12, np.random.default_rng(0))
    priors = yolo.anchor_clusters(sizes, 12, np.random.default_rng(1))
    np.testing.assert_array_equal(np.sort(priors, axis=0), np.sort(sizes, axis=0))


def test_the_fit_of_priors_is_the_mean_overlap_with_the_best() -> None:
    sizes, priors = np.array([[2.0, 2], [4, 1], [1, 1]]), np.array([[2.0, 2], [4, 2]])
    assert yolo.mean_best_overlap(sizes, priors) == pytest.approx((1 + 4 / 8 + 1 / 4) / 3)
    assert yolo.mean_best_overlap(sizes, sizes) == 1


def test_distance_clusters_are_the_means_of_the_boxes_that_are_nearest() -> None:
    sizes = yolo.synthetic_sizes(300, np.random.default_rng(0))
    priors = yolo.distance_clusters(sizes, 3, np.random.default_rng(1))
    nearest = np.linalg.norm(sizes[:, None] - priors, axis=2).argmin(axis=1)
    np.testing.assert_allclose(priors, [sizes[nearest == j].mean(axis=0) for j in range(3)], rtol=0.02)


def test_average_precision_of_the_worked_example() -> None:
    correct = np.array([1, 0, 1, 1, 0, 0, 1, 0], bool)
    assert yolo.average_precision(correct, 5) == pytest.approx((1 + 3 / 4 + 3 / 4 + 4 / 7) / 5)
    assert yolo.average_precision(correct, 5, 11) == pytest.approx((3 * 1 + 4 * 3 / 4 + 2 * 4 / 7 + 2 * 0) / 11)
    scores = [yolo.average_precision(correct, 5, points) for points in (0, 11, 101)]
    np.testing.assert_allclose(scores, [0.614, 0.649, 0.618], atol=5e-4)
    assert yolo.average_precision(np.ones(5, bool), 5, 11) == yolo.average_precision(np.ones(5, bool), 5) == 1


@pytest.mark.parametrize("points", [5, 11, 101])
def test_interpolated_precision_is_the_best_at_each_recall_or_beyond(points: int) -> None:
    rng = np.random.default_rng(points)
    for objects in (3, 7, 12):
        correct = rng.permutation([True] * objects + [False] * 6)[:12]
        ranks = [(int(np.sum(correct[:rank])), rank) for rank in range(1, 13)]  # hits among the best so many
        best = []
        for step in range(points):
            recall = Fraction(step, points - 1)
            best.append(max((hits / rank for hits, rank in ranks if Fraction(hits, objects) >= recall), default=0))
        assert yolo.average_precision(correct, objects, points) == pytest.approx(np.mean(best))
