"""What docs/practice/calibration-and-uncertainty.md claims about calibration, ensembles and conformal sets."""

import math

import numpy as np
import pytest

from snippets.foundations.activation_functions import softmax
from snippets.practice import calibration_and_uncertainty as page


def test_calibration_error_by_hand() -> None:
    """Two bins: confidences 0.6, 0.7 with one hit (gap 0.15), 0.9, 1.0 with two (gap 0.05)."""
    p = np.array([[0.6, 0.4], [0.3, 0.7], [0.9, 0.1], [0.0, 1.0]])
    y = np.array([0, 0, 0, 1])
    assert page.confidence_ece(p, y, 4) == pytest.approx((2 * 0.15 + 2 * 0.05) / 4)


def test_there_are_fifteen_bins_unless_told_otherwise() -> None:
    """The edge at 9/15 parts a miss from a hit; 14 or 16 bins have none there, and their gaps would cancel."""
    p = np.array([[0.599, 0.401], [0.399, 0.601]])
    assert page.confidence_ece(p, np.array([1, 1])) == pytest.approx((0.599 + 0.399) / 2)
    assert page.confidence_ece(p, np.array([1, 1]), 16) == pytest.approx(0.1)


def test_a_calibrated_predictor_has_error_only_from_counting() -> None:
    rng = np.random.default_rng(2)
    many, few = (page.simulated(count, 1.0, rng) for count in (100_000, 200))
    assert page.confidence_ece(softmax(many[0]), many[1]) < 0.01
    assert page.confidence_ece(softmax(few[0]), few[1]) > 0.02


def test_the_range_of_temperatures_is_wide() -> None:
    z, y = page.simulated(2000, 1.0, np.random.default_rng(4))
    base = page.fit_temperature(z, y)
    for factor in (0.002, 300.0):
        assert page.fit_temperature(z * factor, y) == pytest.approx(base * factor, rel=1e-9)


def test_without_a_minimum_inside_the_end_of_the_range_is_the_answer() -> None:
    z = np.array([[1.0, 0.0]])
    assert page.fit_temperature(z, np.array([0])) == pytest.approx(1e-3)
    assert page.fit_temperature(z, np.array([1])) == pytest.approx(1e3)


def test_overconfidence_is_below_the_diagonal_in_every_tenth() -> None:
    z, y = page.simulated(20_000, 2.5, np.random.default_rng(0))
    p = softmax(z)
    confidence, correct = p.max(axis=1), p.argmax(axis=1) == y
    tenth = (10 * confidence).astype(int)
    filled = [tenth == place for place in range(10) if np.sum(tenth == place) >= 100]
    assert len(filled) >= 7
    assert all(correct[rows].mean() < confidence[rows].mean() - 0.02 for rows in filled)
    assert correct[filled[-1]].mean() < confidence[filled[-1]].mean() - 0.15


def test_temperature_repairs_calibration_and_changes_no_prediction() -> None:
    z, y = page.simulated(20_000, 2.5, np.random.default_rng(5))
    p, cooled = softmax(z), softmax(z / page.fit_temperature(z, y))
    assert page.confidence_ece(p, y) > 5 * page.confidence_ece(cooled, y)
    assert (np.argsort(p, axis=1) == np.argsort(cooled, axis=1)).all()


def test_agreeing_members_are_noise_and_certain_opponents_are_ignorance() -> None:
    agree = np.full((2, 1, 2), 0.5)
    oppose = np.array([[[1.0, 0.0]], [[0.0, 1.0]]])
    assert [float(part[0]) for part in page.ensemble_uncertainty(agree)] == pytest.approx([math.log(2), math.log(2), 0])
    assert [float(part[0]) for part in page.ensemble_uncertainty(oppose)] == pytest.approx(
        [math.log(2), 0, math.log(2)]
    )


def test_threshold_by_hand() -> None:
    """Nine scores: 90 % of ten ranks is the ninth; 80 % the eighth; 95 % is more than there are."""
    scores = np.array([0.9, 0.1, 0.3, 0.2, 0.5, 0.4, 0.7, 0.6, 0.8])
    assert page.conformal_threshold(scores, 0.1) == 0.9
    assert page.conformal_threshold(scores, 0.2) == 0.8
    assert page.conformal_threshold(scores, 0.05) == math.inf
    assert page.prediction_sets(np.array([[0.75, 0.25], [0.5, 0.5]]), 0.5).tolist() == [[True, False], [True, True]]


def test_sets_cover_whatever_the_model() -> None:
    """Overconfident, calibrated and meaningless predictors: at least 90 % of sets hold the truth, and hardly more."""
    rng = np.random.default_rng(7)
    for sharpness in (2.5, 1.0, 0.01):
        z, y = page.simulated(40_000, sharpness, rng)
        p = softmax(z) if sharpness > 0.1 else rng.dirichlet(np.ones(5), size=len(y))
        scores = 1 - p[np.arange(len(y)), y]
        inside = scores[20_000:] <= page.conformal_threshold(scores[:20_000], 0.1)
        assert inside.mean() == pytest.approx(0.9, abs=0.012)


def test_without_the_one_added_small_samples_cover_too_little() -> None:
    """By exchangeability, the new score is below the 9th of 9 old ones in 9 of 10 cases."""
    scores = np.random.default_rng(8).random((20_000, 10))
    inside = [row[9] <= page.conformal_threshold(row[:9], 0.1) for row in scores]
    assert np.mean(inside) == pytest.approx(0.9, abs=0.01)


def test_simulated_labels_follow_the_probabilities() -> None:
    z, y = page.simulated(100_000, 1.0, np.random.default_rng(9))
    assert np.bincount(y, minlength=5) / len(y) == pytest.approx(softmax(z).mean(axis=0), abs=0.01)
