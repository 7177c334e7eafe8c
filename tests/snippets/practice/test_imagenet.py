"""Claims of docs/practice/imagenet.md, and the sampling errors on docs/architectures/resnet.md."""

import numpy as np
import pytest

from snippets.practice.imagenet import measured_accuracy, standard_error, top_k_error


def test_top_k_error_counts_by_hand() -> None:
    scores = np.array([[0.1, 0.5, 0.4], [0.6, 0.3, 0.1], [0.2, 0.3, 0.5], [0.2, 0.7, 0.1]])
    labels = np.array([1, 1, 0, 0])
    assert [top_k_error(scores, labels, k) for k in (1, 2, 3)] == [0.75, 0.25, 0]


def test_guessing_five_of_a_thousand_classes_is_right_in_one_of_200() -> None:
    scores = np.array([np.roll(np.arange(1000.0), shift) for shift in range(1000)])  # every rank of a class, once
    assert 1 - top_k_error(scores, np.full(1000, 7), 5) == pytest.approx(1 / 200)


def test_standard_error_is_the_spread_of_repeated_test_sets() -> None:
    rng = np.random.default_rng(0)
    rates = rng.binomial(5000, 0.25, 20_000) / 5000
    assert rates.std() == pytest.approx(standard_error(0.25, 5000), rel=0.02)


def test_differences_smaller_than_the_sampling_error() -> None:
    assert 100 * standard_error(0.0357, 100_000) == pytest.approx(0.06, abs=0.002)
    assert 100 * standard_error(0.2794, 50_000) == pytest.approx(0.20, abs=0.002)
    two = 100 * np.hypot(standard_error(0.2794, 50_000), standard_error(0.2854, 50_000))
    assert two == pytest.approx(0.28, abs=0.005)


def test_a_perfect_model_cannot_score_more_than_the_share_of_right_labels() -> None:
    assert measured_accuracy(1.0, 0.06, 0.0) == pytest.approx(0.94)
    rng = np.random.default_rng(0)
    truth = rng.integers(10, size=100_000)
    wrong = rng.random(100_000) < 0.06
    label = np.where(wrong, (truth + 1) % 10, truth)
    answer = np.where(rng.random(100_000) < 0.8, truth, (truth + 5) % 10)  # right in 80 %
    model = np.where(wrong & (rng.random(100_000) < 0.3), label, answer)  # learned three mistakes of ten
    assert np.mean(model == label) == pytest.approx(measured_accuracy(0.8, 0.06, 0.3), abs=0.004)
