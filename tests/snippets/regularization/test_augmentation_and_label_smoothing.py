"""Claims of docs/regularization/augmentation-and-label-smoothing.md."""

import numpy as np
import pytest

from scripts.numbers.regularization import augmentation_and_label_smoothing as numbers
from snippets.foundations.cross_entropy import categorical_cross_entropy, cross_entropy_gradient, smooth_labels
from snippets.regularization import augmentation_and_label_smoothing as page


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def test_boxes_are_mirrored_with_the_image(rng: np.random.Generator) -> None:
    """The pixels in a box are the same ones as before, in reverse order; twice is the identity."""
    image, boxes = rng.random((5, 8, 3)), np.array([[1.0, 0.0, 4.0, 2.0], [0.0, 1.0, 8.0, 5.0]])
    mirrored, moved = page.flip(image, boxes)
    for (x1, y1, x2, y2), (a1, b1, a2, b2) in zip(boxes.astype(int), moved.astype(int), strict=True):
        np.testing.assert_array_equal(mirrored[b1:b2, a1:a2], image[y1:y2, x1:x2][:, ::-1])
    again, back = page.flip(mirrored, moved)
    np.testing.assert_array_equal(again, image)
    np.testing.assert_array_equal(back, boxes)


def test_mixup_uses_one_share_for_inputs_and_targets(rng: np.random.Generator) -> None:
    """Inputs that are their own targets stay so; rows sum to one; means of the mini-batch do not move."""
    Y = rng.dirichlet(np.ones(4), 6)
    mixed, targets = page.mixup(Y, Y, 0.4, np.random.default_rng(3))
    np.testing.assert_allclose(mixed, targets)
    np.testing.assert_allclose(targets.sum(axis=1), 1)
    np.testing.assert_allclose(mixed.mean(axis=0), Y.mean(axis=0))
    one_hot = np.eye(6)
    _, targets = page.mixup(one_hot, one_hot, 0.4, np.random.default_rng(3))
    share = np.random.default_rng(3).beta(0.4, 0.4)
    assert np.all(np.isclose(np.diag(targets), share) | np.isclose(np.diag(targets), 1))


def test_a_perfect_network_pays_half_a_nat_for_mixing_two_classes(rng: np.random.Generator) -> None:
    """Probabilities that equal their mixed targets cost that at α = 1; any others cost more."""
    pairs = [page.mixup(np.eye(2), np.eye(2), 1.0, rng)[1] for _ in range(8000)]
    mixed = np.array([targets[0] for targets in pairs if 0 < targets[0, 0] < 1])
    assert 3000 < len(mixed) < 5000
    perfect = np.log(mixed)
    assert categorical_cross_entropy(perfect, mixed) == pytest.approx(0.5, abs=0.015)
    for _ in range(5):
        other = perfect + 0.3 * rng.standard_normal(perfect.shape)
        assert categorical_cross_entropy(other, mixed) > categorical_cross_entropy(perfect, mixed) + 1e-4


def test_a_small_alpha_leaves_most_examples_almost_unmixed(rng: np.random.Generator) -> None:
    assert numbers.unmixed()["0.2"] == pytest.approx(np.mean(np.abs(rng.beta(0.2, 0.2, 100_000) - 0.5) > 0.4), abs=0.01)
    assert numbers.unmixed()["1"] == pytest.approx(0.2)


def test_the_label_of_cutmix_is_the_area_that_is_left(rng: np.random.Generator) -> None:
    """Images whose pixels are all their own one-hot target: the mean of the pixels is the new target."""
    Y = np.eye(5)
    X = np.broadcast_to(Y[:, None, None, :], (5, 12, 9, 5)).copy()
    shares = []
    for _ in range(200):
        mixed, targets = page.cutmix(X, Y, 1.0, rng)
        np.testing.assert_allclose(mixed.mean(axis=(1, 2)), targets, atol=1e-12)
        assert set(np.unique(mixed)) == {0.0, 1.0}
        shares.append(float(np.diag(targets).min()))  # λ, but for one mini-batch in 120, whose order stays
    small, large = np.quantile(shares, [0.05, 0.9])
    assert small < 0.6 < 0.9 < large  # boxes of all sizes
    assert np.array_equal(X[:, 0, 0], Y)  # the inputs are not changed


@pytest.mark.parametrize(
    ("center", "expected"), [((10, 10), [5, 15, 5, 15]), ((2, 19), [0, 7, 14, 20]), ((19, 1), [14, 20, 0, 6])]
)
def test_the_box_is_clipped_at_the_border(center: tuple[int, int], expected: list[int]) -> None:
    assert page.box(20, 20, 0.75, *center) == expected


def test_the_box_has_the_proportions_of_the_image() -> None:
    assert page.box(40, 20, 0.75, 20, 10) == [10, 30, 5, 15]
    assert page.box(20, 20, 1.0, 10, 10) == [10, 10, 10, 10]
    assert page.box(20, 20, 0.0, 10, 10) == [0, 20, 0, 20]


@pytest.mark.parametrize("first", [0, 1000])
def test_copies_on_both_sides_of_the_split_predict_random_labels(first: int) -> None:
    accuracy = numbers.leak(first)
    assert np.all(accuracy["augmented first"] > 0.9)
    assert accuracy["split first"].mean() == pytest.approx(0.5, abs=0.12)


def test_smoothing_is_the_cross_entropy_of_the_smoothed_target(rng: np.random.Generator) -> None:
    logits = rng.standard_normal(7)
    for smoothing in (0.0, 0.1, 1.0):
        target = smooth_labels(np.array([2]), 7, smoothing)
        expected = categorical_cross_entropy(logits[None], target)
        assert page.smoothed_loss(logits, 2, smoothing) == pytest.approx(expected)


def test_the_lowest_loss_is_the_entropy_and_lies_at_a_finite_gap() -> None:
    """On a grid of gaps, and with a gradient that vanishes there."""
    gaps = np.linspace(0, 12, 2401)
    for classes, floor, gap in ((10, 0.500, 4.51), (1000, 1.015, 9.11)):
        losses = page.gap_loss(gaps, classes, 0.1)
        assert losses.min() == pytest.approx(page.smoothing_floor(classes, 0.1), abs=1e-5) == pytest.approx(floor, 1e-3)
        assert gaps[losses.argmin()] == pytest.approx(page.optimal_gap(classes, 0.1), abs=0.01)
        assert page.optimal_gap(classes, 0.1) == pytest.approx(gap, abs=0.01)
        logits = np.zeros((1, classes))
        logits[0, 3] = page.optimal_gap(classes, 0.1)
        gradient = cross_entropy_gradient(logits, smooth_labels(np.array([3]), classes, 0.1))
        np.testing.assert_allclose(gradient, 0, atol=1e-12)


def test_hard_labels_have_no_best_gap_and_smoothed_ones_punish_certainty() -> None:
    gaps = np.linspace(0, 12, 49)
    assert np.all(np.diff(page.gap_loss(gaps, 10, 0.0)) < 0)
    beyond = gaps > page.optimal_gap(10, 0.1)
    assert np.all(np.diff(page.gap_loss(gaps, 10, 0.1)[beyond]) > 0)
    steep = np.diff(page.gap_loss(np.array([40.0, 41.0]), 10, 0.1))
    assert steep[0] == pytest.approx(0.1 * 9 / 10)
