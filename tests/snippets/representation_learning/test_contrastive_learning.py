"""What docs/representation-learning/contrastive-learning.md claims about InfoNCE, its bound and triplets."""

import numpy as np
import pytest

from snippets.representation_learning.contrastive_learning import (
    best_scores,
    gaussian_information,
    info_nce,
    information_bound,
    log_softmax,
    similarities,
    unit,
)


def test_equal_scores_cost_the_logarithm_of_the_candidates() -> None:
    assert info_nce(np.zeros((512, 512))) == pytest.approx(np.log(512))
    collapsed = np.ones((8, 3))
    assert info_nce(similarities(collapsed, collapsed, 0.1)) == pytest.approx(np.log(8))  # a constant encoder


def test_similarities_are_cosines_over_the_temperature() -> None:
    first, second = np.array([[3.0, 4.0], [1.0, 0.0]]), np.array([[6.0, 8.0], [0.0, 5.0]])
    np.testing.assert_allclose(similarities(first, second, 0.5), [[2.0, 1.6], [1.2, 0.0]])
    np.testing.assert_allclose(np.linalg.norm(unit(first), axis=1), 1)


def _pairs(correlation: float, dimensions: int, size: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    x, noise = rng.standard_normal((2, size, dimensions))
    return x, correlation * x + np.sqrt(1 - correlation**2) * noise


def test_known_information_bounds_the_estimate() -> None:
    rng = np.random.default_rng(0)
    for correlation, dimensions in ((0.5, 1), (0.8, 4), (0.95, 10)):
        truth = gaussian_information(correlation, dimensions)
        estimates = [
            information_bound(best_scores(*_pairs(correlation, dimensions, 64, rng), correlation)) for _ in range(1000)
        ]
        error = np.std(estimates) / np.sqrt(1000)
        assert np.mean(estimates) < min(truth, np.log(64)) + 4 * error
        assert max(estimates) <= np.log(64)
        if truth < 1:
            assert np.mean(estimates) > 0.9 * truth
    assert gaussian_information(0.95, 10) > 2 * np.log(64)


def test_rows_of_a_log_softmax_are_probabilities() -> None:
    p = np.exp(log_softmax(np.array([[1000.0, 0.0], [0.0, 0.0]])))
    np.testing.assert_allclose(p, np.array([[1.0, 0.0], [0.5, 0.5]]))
