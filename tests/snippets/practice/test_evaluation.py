"""What the page on evaluation claims."""

from math import comb
from statistics import NormalDist

import numpy as np
import pytest

from snippets.practice import evaluation as page

NORMAL = NormalDist()


def scored(count: int, prevalence: float, seed: int = 0) -> tuple[page.Labels, page.Array]:
    """Negatives score N(0, 1), positives N(1.8, 1)."""
    rng = np.random.default_rng(seed)
    labels = (rng.random(count) < prevalence).astype(int)
    return labels, rng.standard_normal(count) + 1.8 * labels


def test_precision_recall_and_f1_of_a_table_counted_by_hand() -> None:
    labels = np.repeat([1, 0, 1, 0], [8, 2, 4, 86])
    predicted = np.repeat([1, 1, 0, 0], [8, 2, 4, 86])
    precision, recall, f1 = page.precision_recall_f1(labels, predicted)
    assert (precision, round(recall, 2), round(f1, 2)) == (0.8, 0.67, 0.73)
    assert f1 == pytest.approx(2 * 8 / (2 * 8 + 2 + 4))
    assert np.mean(labels == predicted) == 0.94


@pytest.mark.parametrize(
    ("labels", "predicted", "expected"),
    [
        ([0, 0, 0], [0, 1, 0], (0, 0, 0)),  # nothing to be found
        ([1, 0, 0], [0, 1, 0], (0, 0, 0)),  # an alarm that is no hit
        ([1, 0, 0], [1, 0, 0], (1, 1, 1)),
        ([1, 0, 0], [1, 1, 0], (0.5, 1, 2 / 3)),
        ([1, 1, 0], [1, 0, 0], (1, 0.5, 2 / 3)),
    ],
)
def test_precision_recall_and_f1_where_little_is_counted(
    labels: list[int], predicted: list[int], expected: tuple[float, ...]
) -> None:
    assert page.precision_recall_f1(np.array(labels), np.array(predicted)) == pytest.approx(expected)


def test_never_saying_yes_is_99_percent_accurate() -> None:
    labels, silent = np.repeat([1, 0], [10, 990]), np.zeros(1000, dtype=int)
    assert np.mean(labels == silent) == 0.99
    assert page.precision_recall_f1(labels, silent) == (0, 0, 0)
    assert page.roc_auc(labels, np.zeros(1000)) == 0.5
    assert page.average_precision(labels, np.zeros(1000)) == 0.01


@pytest.mark.parametrize("seed", range(3))
def test_auc_by_ranks_by_pairs_and_by_trapezoids(seed: int) -> None:
    labels, scores = scored(400, 0.3, seed)
    scores = scores.round(1)  # makes ties
    pairs = scores[labels == 1][:, None] - scores[labels == 0]
    by_pairs = np.mean((pairs > 0) + 0.5 * (pairs == 0))
    false_positive_rate, recall, _ = page.curves(labels, scores)
    by_area = np.trapezoid(np.append(0, recall), np.append(0, false_positive_rate))
    assert [by_pairs, by_area] == pytest.approx([page.roc_auc(labels, scores)] * 2)


def test_average_precision_by_hand_and_for_random_scores() -> None:
    labels, scores = np.array([1, 0, 1, 0, 0]), np.array([0.9, 0.8, 0.7, 0.6, 0.1])
    assert page.average_precision(labels, scores) == pytest.approx(0.5 * 1 + 0.5 * 2 / 3)
    assert page.roc_auc(labels, scores) == pytest.approx(5 / 6)
    rng = np.random.default_rng(0)
    random_labels = (rng.random(50_000) < 0.1).astype(int)
    assert page.average_precision(random_labels, rng.random(50_000)) == pytest.approx(0.1, abs=0.01)


def test_same_roc_other_precision() -> None:
    threshold = 1.8 - NORMAL.inv_cdf(0.8)
    alarm = np.array(NORMAL.cdf(-threshold))
    precisions = [round(float(page.precision_at(np.array(0.8), alarm, share)), 3) for share in (0.5, 0.01)]
    assert (round(float(alarm), 3), precisions) == (0.169, [0.826, 0.046])
    labels, scores = scored(200_000, 0.01)
    precision, recall, _ = page.precision_recall_f1(labels, (scores >= threshold).astype(int))
    assert [precision, recall] == pytest.approx([0.046, 0.8], abs=0.02)


@pytest.mark.parametrize(("prevalence", "area"), [(0.5, 0.90), (0.01, 0.20)])
def test_average_precision_falls_with_prevalence_and_auc_does_not(prevalence: float, area: float) -> None:
    recall = (np.arange(4000) + 0.5) / 4000
    alarms = np.array([NORMAL.cdf(NORMAL.inv_cdf(r) - 1.8) for r in recall])
    exact = page.precision_at(recall, alarms, prevalence).mean()
    labels, scores = scored(200_000, prevalence)
    assert round(float(exact), 2) == area
    assert page.average_precision(labels, scores) == pytest.approx(exact, abs=0.02)
    assert page.roc_auc(labels, scores) == pytest.approx(NORMAL.cdf(1.8 / 2**0.5), abs=0.01)
    assert round(NORMAL.cdf(1.8 / 2**0.5), 2) == 0.90


@pytest.mark.parametrize(("threshold", "f1"), [(0.9, 0.08), (2.4, 0.26), (3.5, 0.08)])
def test_f1_depends_on_the_threshold(threshold: float, f1: float) -> None:
    recall, alarm = np.array(NORMAL.cdf(1.8 - threshold)), np.array(NORMAL.cdf(-threshold))
    precision = page.precision_at(recall, alarm, 0.01)
    assert round(float(2 * precision * recall / (precision + recall)), 2) == f1


def test_macro_average_shows_what_micro_hides() -> None:
    confusion = np.array([[950, 20, 20], [3, 6, 1], [4, 2, 4]])
    macro, micro = page.f1_averages(confusion)
    assert (round(macro, 2), round(micro, 2)) == (0.51, 0.95)
    labels, predicted = (np.repeat(index.ravel(), confusion.ravel()) for index in np.indices((3, 3)))
    assert micro == np.mean(labels == predicted)
    one_against_rest = [page.precision_recall_f1(labels == k, predicted == k)[2] for k in range(3)]
    assert macro == pytest.approx(np.mean(one_against_rest))


@pytest.mark.parametrize(
    ("bins", "expected"),
    [
        (10, (2 * 0.45 + 2 * 0.35 + 2 * 0.475) / 6),  # means 0.05 for 1/2, 0.35 for 0, 0.975 for 1/2
        (2, (4 * 0.05 + 2 * 0.475) / 6),  # 0.2 for 1/4; the gaps of one bin cancel
        (1, 2.75 / 6 - 2 / 6),
    ],
)
def test_calibration_error_by_hand(bins: int, expected: float) -> None:
    labels, probabilities = np.array([0, 1, 0, 0, 1, 0]), np.array([0.05, 0.05, 0.35, 0.35, 0.95, 1.0])
    assert page.expected_calibration_error(labels, probabilities, bins) == pytest.approx(expected)


def test_calibration_error_has_ten_bins_unless_told_otherwise() -> None:
    labels, probabilities = np.array([1, 0]), np.array([0.095, 0.105])  # on both sides of 0.1: not of 1/9 or 1/11
    assert page.expected_calibration_error(labels, probabilities) == pytest.approx((0.905 + 0.105) / 2)


def test_calibration_error_of_known_frequencies_and_its_blind_spot() -> None:
    rng = np.random.default_rng(0)
    stated, draws = rng.random((2, 200_000))
    cases = {"right": stated, "overconfident": 0.5 + 0 * stated, "too high": stated**2}
    error = {name: page.expected_calibration_error(draws < true, stated) for name, true in cases.items()}
    assert error["right"] < 0.005
    assert error["overconfident"] == pytest.approx(1 / 4, abs=0.005)  # ∫ |p − 1/2| dp
    assert error["too high"] == pytest.approx(1 / 6, abs=0.005)  # ∫ (p − p²) dp
    assert page.expected_calibration_error(np.array([1, 1, 0, 0]), np.full(4, 0.5)) == 0  # useless, and calibrated


def test_r_squared_can_be_negative() -> None:
    targets = np.array([1.0, 2.0, 3.0])
    predictions = targets, np.full(3, 2.0), targets[::-1]
    assert [page.r_squared(targets, prediction) for prediction in predictions] == [1, 0, -3]


@pytest.mark.parametrize("examples", [100, 1000, 10_000])
def test_interval_of_an_accuracy_of_90_percent(examples: int) -> None:
    half_width = 1.96 * (0.9 * 0.1 / examples) ** 0.5
    correct = np.repeat([1.0, 0.0], [examples * 9 // 10, examples // 10])
    low, high = page.bootstrap_interval(correct, 500, np.random.default_rng(0))
    assert (high - low) / 2 == pytest.approx(half_width, rel=0.15)


def test_bounds_of_an_interval_are_quantiles_of_the_binomial_distribution_that_resampling_draws_from() -> None:
    chances = np.cumsum([comb(100, hits) for hits in range(101)]) / 2**100  # of at most so many hits in a resample
    low, high = (int(np.argmax(chances >= share)) / 100 for share in (0.025, 0.975))
    found = page.bootstrap_interval(np.repeat([1.0, 0.0], 50), 20_000, np.random.default_rng(0))
    assert found == pytest.approx((low, high))


def test_differences_per_example_remove_the_common_difficulty() -> None:
    rng = np.random.default_rng(0)
    difficulty = rng.standard_normal(1000)
    first, second = difficulty + 0.1 * rng.standard_normal((2, 1000)) + [[0.0], [0.05]]
    widths = [float(np.ptp(page.bootstrap_interval(losses, 500, rng))) for losses in (second - first, first)]
    assert widths == pytest.approx([2 * 1.96 * (0.02 / 1000) ** 0.5, 2 * 1.96 * (1.01 / 1000) ** 0.5], rel=0.15)
