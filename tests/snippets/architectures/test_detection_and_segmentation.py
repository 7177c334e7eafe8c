"""The claims of docs/architectures/detection-and-segmentation.md: by hand, brute force and finite differences."""

import numpy as np
import pytest

from snippets.architectures import detection_and_segmentation as detection
from snippets.architectures.detection_and_segmentation import Array, Detections
from snippets.architectures.yolo import average_precision, intersection_over_union, non_maximum_suppression

RNG = np.random.default_rng(0)


def test_focal_loss_of_the_page_and_its_limit_cross_entropy() -> None:
    p = np.array([0.9, 0.968, 0.1])
    np.testing.assert_allclose(-np.log(p) / detection.focal_loss(p), [100, 976.5625, 1 / 0.81])
    np.testing.assert_allclose(detection.focal_loss(p, 0.0), -np.log(p))
    np.testing.assert_allclose(detection.focal_loss(p, 3.0, 0.25), -0.25 * (1 - p) ** 3 * np.log(p))


def test_easy_negatives_outweigh_hard_objects_until_focal_loss() -> None:
    easy, hard = (
        100_000 * detection.focal_loss(np.array([0.99]), 0)[0],
        100 * detection.focal_loss(np.array([0.1]), 0)[0],
    )
    assert easy > 4 * hard
    easy, hard = 100_000 * detection.focal_loss(np.array([0.99]))[0], 100 * detection.focal_loss(np.array([0.1]))[0]
    assert hard > 1000 * easy


def test_prior_bias_is_the_logit_of_the_prior() -> None:
    assert detection.prior_bias(0.01) == pytest.approx(-4.595, abs=1e-3)
    for prior in (0.01, 0.3, 0.5):
        assert 1 / (1 + np.exp(-detection.prior_bias(prior))) == pytest.approx(prior)


def test_soft_suppression_of_the_page_and_hard_suppression_of_the_same_boxes() -> None:
    boxes, scores = detection.example_crowd()
    assert intersection_over_union(boxes[0], boxes[1]) == pytest.approx(0.6)
    assert non_maximum_suppression(boxes, scores, np.zeros(3, np.intp), 0.5) == [0, 2]
    lowered = detection.soft_suppression(boxes, scores, 0.5)
    np.testing.assert_allclose(lowered, [0.9, 0.8 * np.exp(-0.36 / 0.5), 0.7])
    assert scores.tolist() == [0.9, 0.8, 0.7]  # the input is left alone
    chain = np.array([[0.0, 0, 4, 1], [1, 0, 5, 1], [2, 0, 6, 1]])
    twice = detection.soft_suppression(chain, np.array([0.9, 0.8, 0.7]), 0.5)
    # the second falls to 0.8·exp(−0.72), below the third, which goes first: 0.7·exp(−2/9)
    second = 0.8 * np.exp(-0.72)
    third = 0.7 * np.exp(-((1 / 3) ** 2) / 0.5)
    np.testing.assert_allclose(twice, [0.9, second * np.exp(-0.72), third])


def boxes(*lefts: float) -> Array:
    """Unit-high boxes of width 10 at these places."""
    return np.array([[left, 0.0, left + 10, 1] for left in lefts]).reshape(-1, 4)


def test_matching_counts_duplicates_as_false_and_keeps_images_apart() -> None:
    truth = [boxes(0, 100), boxes(0), boxes()]
    found = Detections(
        images=np.array([0, 0, 1, 0, 2, 0]),
        boxes=boxes(1, 0, 50, 101, 0, 3),
        scores=np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.95]),
    )
    # by score: image 0 at 3 (IoU 7/13), at 1, at 0, image 1 at 50, image 0 at 101, image 2 at 0
    assert detection.matches(found, truth, 0.5).tolist() == [1, 0, 0, 0, 1, 0]
    assert detection.matches(found, truth, 0.55).tolist() == [0, 1, 0, 0, 1, 0]
    assert detection.matches(found, truth, 0.95).tolist() == [0, 0, 1, 0, 0, 0]
    assert detection.matches(found._replace(boxes=boxes(0, 0, 0, 100, 0, 0)), truth, 1.0).tolist() == [1, 0, 0, 1, 1, 0]


def test_a_detection_goes_to_the_free_object_that_it_overlaps_most() -> None:
    found = Detections(np.array([0, 0]), boxes(1, 2), np.array([0.9, 0.8]))
    assert detection.matches(found, [boxes(0, 4)], 0.5).tolist() == [1, 1]  # the first takes 0, the second 4


def test_equal_scores_keep_their_order() -> None:
    found = Detections(np.zeros(40, np.intp), boxes(*[0.0] * 40), np.repeat([0.2, 0.7], 20))
    correct = detection.matches(found, [boxes(0)], 0.5)
    assert np.flatnonzero(correct).tolist() == [0]
    spread = found._replace(boxes=boxes(*range(0, 800, 20)))
    assert np.flatnonzero(detection.matches(spread, [boxes(400, 780)], 0.5)).tolist() == [0, 19]


def test_map_averages_over_classes_and_thresholds() -> None:
    perfect = Detections(np.array([0, 1]), boxes(0, 5), np.array([0.9, 0.3]))
    shifted = Detections(np.array([0]), boxes(3), np.array([0.5]))  # IoU 7/13 = 0.54
    truth = [[boxes(0), boxes(5)], [boxes(0), boxes()]]
    thresholds = [0.5 + 0.05 * step for step in range(10)]
    assert detection.mean_average_precision([perfect, shifted], truth, thresholds[:1]) == 1
    assert detection.mean_average_precision([perfect, shifted], truth, thresholds) == pytest.approx((10 + 1) / 20)
    half = Detections(np.array([0]), boxes(0), np.array([0.9]))
    assert detection.mean_average_precision([half], truth[:1], [0.5], points=11) == pytest.approx(6 / 11)
    assert detection.mean_average_precision([half], truth[:1], [0.5]) == pytest.approx(51 / 101)


def test_average_precision_depends_on_the_ranking_alone_and_a_cut_lowers_it() -> None:
    found = Detections(RNG.integers(0, 4, 30), boxes(*RNG.integers(0, 8, 30)), RNG.random(30))
    truth = [boxes(0, 20), boxes(3), boxes(5), boxes(7)]

    def value(scores: Array) -> float:
        return detection.mean_average_precision([found._replace(scores=scores)], [truth], [0.5])

    assert value(found.scores) == value(found.scores**3) == value(np.log(found.scores))
    assert value(found.scores) != value(-found.scores)
    correct = detection.example_ranking().astype(bool)
    assert average_precision(correct[:4], 5) == pytest.approx((1 + 0.75 + 0.75) / 5)
    assert average_precision(correct, 5) > average_precision(correct[:4], 5)


def test_precision_falls_and_rises_along_the_ranking_of_the_figure() -> None:
    precision, recall = detection.precision_and_recall(detection.example_ranking().tolist(), 5)
    np.testing.assert_allclose(precision[[0, 1, 2, 3, 6]], [1, 1 / 2, 2 / 3, 3 / 4, 4 / 7])
    assert recall[-1] == 0.8


def test_dice_and_iou_are_functions_of_each_other_and_their_means_rank_differently() -> None:
    for mask, truth in RNG.integers(0, 2, (20, 2, 50)):
        dice, iou = detection.dice_and_iou(mask, truth)
        both = set(np.flatnonzero(mask)) & set(np.flatnonzero(truth))
        either = set(np.flatnonzero(mask)) | set(np.flatnonzero(truth))
        assert iou == pytest.approx(len(both) / len(either))
        assert dice == pytest.approx(2 * iou / (1 + iou))

    def means(*found: int) -> tuple[float, float]:
        """Mean Dice and mean IoU where so many of 100 pixels of each object are found, and no others."""
        values = [detection.dice_and_iou((np.arange(100) < each).astype(int), np.ones(100, int)) for each in found]
        return tuple(np.mean(values, axis=0))

    even, uneven = means(50, 50), means(5, 97)
    assert even[0] > uneven[0]
    assert even[1] < uneven[1]


def test_iou_of_all_pixels_is_not_the_mean_over_images() -> None:
    pairs = detection.example_masks()
    large, small = (detection.dice_and_iou(*pair)[1] for pair in pairs)
    assert (large, small) == pytest.approx((0.9, 2 / 18))
    counts = detection.confusion(pairs)
    assert counts.sum() == 4000
    assert counts[1, 1] / (counts[1, 1] + counts[0, 1] + counts[1, 0]) == pytest.approx(902 / 1018)
    assert detection.mean_iou(np.array([[50, 10], [20, 20]])) == pytest.approx((50 / 80 + 20 / 50) / 2)
    assert counts[0, 1] == np.sum([np.sum(mask * (1 - truth)) for mask, truth in pairs])


def test_soft_dice_gradient_by_finite_differences_and_hard_masks_as_a_special_case() -> None:
    p, y = RNG.random(12), RNG.integers(0, 2, 12).astype(float)
    for smooth in (0.0, 1.0):
        _, gradient = detection.soft_dice_loss(p, y, smooth)
        numerical = [
            (detection.soft_dice_loss(p + e, y, smooth)[0] - detection.soft_dice_loss(p - e, y, smooth)[0]) / 2e-6
            for e in 1e-6 * np.eye(12)
        ]
        np.testing.assert_allclose(gradient, numerical, atol=1e-8)
    mask, truth = RNG.integers(0, 2, (2, 30))
    loss, _ = detection.soft_dice_loss(mask.astype(float), truth.astype(float), 0.0)
    assert loss == pytest.approx(1 - detection.dice_and_iou(mask, truth)[0])


def test_soft_dice_on_empty_masks_needs_smoothing_and_is_not_convex() -> None:
    nothing = np.zeros(100)
    assert detection.soft_dice_loss(nothing, nothing, 1.0)[0] == 0
    with np.errstate(invalid="ignore"):
        assert np.isnan(detection.soft_dice_loss(nothing, nothing, 0.0)[0])
    wrong = np.concatenate([np.ones(10), np.zeros(90)])
    assert detection.soft_dice_loss(wrong, nothing, 1.0)[0] == pytest.approx(1 - 1 / 11)
    y = np.array([1.0, 0])
    ends = [detection.soft_dice_loss(np.array([1.0, q]), y, 0.0)[0] for q in (0.0, 1.0)]
    assert detection.soft_dice_loss(np.array([1.0, 0.5]), y, 0.0)[0] > np.mean(ends)


def test_sizes_of_the_unet_of_2015() -> None:
    assert detection.unet_sizes(572) == [568, 280, 136, 64, 28, 52, 100, 196, 388]
    assert detection.unet_sizes(20, depth=1) == [16, 4, 4]
    assert detection.unet_sizes(21, depth=1) == [17, 4, 4]  # pooling drops the odd row
