"""Claims of docs/regularization/bias-and-variance.md."""

import numpy as np
import pytest

from scripts.numbers.regularization import bias_and_variance as numbers
from snippets.regularization import bias_and_variance as page


def test_bias_and_variance_add_up_to_the_error_on_noisy_targets() -> None:
    rng = np.random.default_rng(1)
    truth = rng.standard_normal(300)
    predictions = 0.7 * truth + 0.3 * rng.standard_normal((400, 300))
    squared_bias, variance = page.bias_variance(predictions, truth)
    noisy = truth + 0.5 * rng.standard_normal((400, 300))
    # 120,000 squared errors with standard deviation below 1: standard error below 0.003.
    assert np.mean((noisy - predictions) ** 2) == pytest.approx(squared_bias + variance + 0.25, abs=0.01)
    assert variance == pytest.approx(0.09, abs=0.005)


@pytest.mark.parametrize("degree", [1, 4, 9])
def test_the_exact_values_for_least_squares_are_what_many_training_sets_give(degree: int) -> None:
    X, truth = page.basis(page.inputs(), degree), page.truth(page.inputs())
    exact = page.exact_bias_variance(X, truth, page.NOISE)
    predictions, targets = page.fits(degree, 4000, np.random.default_rng(degree))
    assert page.bias_variance(predictions, truth) == pytest.approx(exact, rel=0.05, abs=2e-4)
    error = float(np.mean((targets - predictions) ** 2))
    assert error == pytest.approx(sum(exact) + page.NOISE**2, rel=0.03)


def test_predictions_are_those_of_least_squares() -> None:
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((9, 3)), rng.standard_normal(9)
    np.testing.assert_allclose(page.hat_matrix(X) @ y, X @ np.linalg.lstsq(X, y, rcond=None)[0])
    x = page.inputs(7)
    np.testing.assert_allclose(page.hat_matrix(page.basis(x, 2)) @ (1 - 3 * x**2), 1 - 3 * x**2)
    np.testing.assert_allclose(page.hat_matrix(page.basis(x, 6)), np.eye(7), atol=1e-10)


@pytest.mark.parametrize("first", [0, 1000])
def test_the_error_falls_and_rises_again_with_the_degree(first: int) -> None:
    error = {degree: runs["error"].mean() for degree, runs in numbers.polynomials(first).items()}
    assert error[2] > 2 * error[6]
    assert error[20] > 1.2 * error[6]


def test_noise_alone_makes_the_variance_of_an_interpolating_fit() -> None:
    X = page.basis(page.inputs(), 24)
    assert page.exact_bias_variance(X, page.truth(page.inputs()), 0.3) == pytest.approx((0, 0.09), abs=1e-12)


def test_averaging_removes_what_models_do_not_share() -> None:
    """Three models with half of their variance in common, drawn 200,000 times."""
    rng = np.random.default_rng(0)
    members = rng.standard_normal((200_000, 1)) + rng.standard_normal((200_000, 3))
    assert np.corrcoef(members[:, 0], members[:, 1])[0, 1] == pytest.approx(0.5, abs=0.01)
    assert page.ensemble_variance(2.0, 0.5, 3) == pytest.approx(members.mean(axis=1).var(), rel=0.02)
    assert page.ensemble_variance(2.0, 1.0, 3) == 2
