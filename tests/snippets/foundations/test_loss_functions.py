"""The claims of docs/foundations/loss-functions.md, against finite differences and hand-worked numbers."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from snippets.foundations import loss_functions as losses
from snippets.foundations.loss_functions import Array, best_constant

TARGETS = np.array([1.0, 2, 3, 5, 100])
RESIDUALS = np.array([-3.0, -0.4, 0.3, 0.9, 2.5])


def huber(prediction: Array, target: Array) -> Array:
    return losses.huber_loss(prediction, target, delta=2.0)


def slope(function: Callable[[Array], Array], at: Array) -> Array:
    return (function(at + 1e-6) - function(at - 1e-6)) / 2e-6


def test_gradients_of_the_regression_losses_match_finite_differences() -> None:
    functions = (losses.squared_error, losses.absolute_error, losses.huber_loss)
    gradients = losses.regression_gradients(RESIDUALS, np.zeros(5))
    for function, gradient in zip(functions, gradients, strict=True):
        numeric = slope(partial(function, target=np.zeros(5)), RESIDUALS)
        np.testing.assert_allclose(gradient, numeric, rtol=1e-6)


@pytest.mark.parametrize(
    ("loss", "value", "mae", "rmse"),
    [(losses.squared_error, 22.2, 31.1, 38.9), (huber, 10 / 3, 20.5, 43.3), (losses.absolute_error, 3, 20.4, 43.4)],
)
def test_each_loss_has_its_own_best_constant(
    loss: Callable[[Array, Array], Array], value: float, mae: float, rmse: float
) -> None:
    best = best_constant(loss, TARGETS)
    assert best == pytest.approx(value, abs=1e-5)
    assert np.abs(best - TARGETS).mean() == pytest.approx(mae, abs=0.05)
    assert ((best - TARGETS) ** 2).mean() ** 0.5 == pytest.approx(rmse, abs=0.05)


def test_the_mean_follows_an_outlier_and_the_median_does_not() -> None:
    mild = np.array([1.0, 2, 3, 5, 10])
    assert best_constant(losses.squared_error, mild) == pytest.approx(mild.mean()) == pytest.approx(4.2)
    assert best_constant(losses.absolute_error, mild) == pytest.approx(np.median(mild)) == pytest.approx(3)


@pytest.mark.parametrize("quantile", [0.1, 0.5, 0.9])
def test_quantile_loss_is_minimized_by_the_quantile(quantile: float) -> None:
    sample = np.random.default_rng(0).standard_normal(1001)
    best = best_constant(lambda p, t: losses.quantile_loss(p, t, quantile), sample)
    assert best == pytest.approx(np.quantile(sample, quantile), abs=0.01)
    too_low, too_high = losses.quantile_loss(np.array([0.0, 2]), np.array(1.0), quantile)
    assert too_low / (too_low + too_high) == pytest.approx(quantile)


def test_signed_errors_cancel_and_have_no_lower_bound() -> None:
    target, spread, far = np.array([1, 2, 3]), np.array([0, 2, 4]), np.array([101, 102, 103])
    assert (target - spread).mean() == 0
    assert losses.squared_error(spread, target).mean() == pytest.approx(0.67, abs=0.005)
    assert (target - far).mean() == -100


def test_losses_of_three_errors_by_hand() -> None:
    prediction, target = np.array([4.0, 2.0, 1.5]), np.array([1.0, 2.0, 2.0])
    assert losses.squared_error(prediction, target).tolist() == [9, 0, 0.25]
    assert losses.absolute_error(prediction, target).tolist() == [3, 0, 0.5]
    assert losses.huber_loss(prediction, target).tolist() == [2.5, 0, 0.125]  # 3 − ½ beyond δ = 1, ½ · 0.25 within
    assert losses.huber_loss(prediction, target, 2.0).tolist() == [4, 0, 0.125]  # 2 (3 − 1)


def mae_and_rmse(prediction: Array, target: Array) -> tuple[float, float]:
    return (
        float(losses.absolute_error(prediction, target).mean()),
        float(np.sqrt(losses.squared_error(prediction, target).mean())),
    )


def test_rmse_is_at_least_mae_and_equal_for_equal_absolute_errors() -> None:
    zero = np.zeros(2)
    assert mae_and_rmse(np.array([3.0, -4.0]), zero) == pytest.approx((3.5, 12.5**0.5))
    assert mae_and_rmse(np.array([-2.0, 2.0]), zero) == pytest.approx((2, 2))
    rng = np.random.default_rng(0)
    for size in (1, 2, 10, 1000):
        prediction, target = rng.standard_normal((2, size))
        mae, rmse = mae_and_rmse(prediction, target)
        assert rmse == pytest.approx(np.linalg.norm(prediction - target) / size**0.5)
        assert mae * (1 - 1e-12) <= rmse <= mae * size**0.5 * (1 + 1e-12)
        assert mae_and_rmse(100 * prediction, 100 * target) == pytest.approx((100 * mae, 100 * rmse))  # same units
        assert mae_and_rmse(target, prediction) == (mae, rmse)


def test_mean_errors_of_normal_residuals_are_known() -> None:
    residuals = 3 * np.random.default_rng(0).standard_normal(400_000)
    assert mae_and_rmse(residuals, np.zeros(400_000)) == pytest.approx((3 * (2 / np.pi) ** 0.5, 3), rel=0.005)


def test_squared_error_converges_at_a_constant_rate_and_absolute_error_does_not() -> None:
    guess = np.zeros(2)
    for _ in range(10):
        squared, absolute, _ = losses.regression_gradients(guess, np.ones(2))
        guess -= 0.3 * np.array([squared[0], absolute[1]])
    error = np.abs(guess - 1)
    assert error[0] == pytest.approx(0.4**10) == pytest.approx(0.0001, abs=1e-5)
    assert error[1] == pytest.approx(0.2)


def test_the_mean_of_the_signs_vanishes_at_the_median() -> None:
    sample = np.random.default_rng(0).standard_normal(1001)
    means = [
        losses.regression_gradients(np.median(sample, keepdims=True) + shift, sample)[1].mean() for shift in (1, 0.1, 0)
    ]
    assert means[0] > means[1] > means[2] == 0


def test_negative_log_likelihood_can_be_negative_and_orders_predictions_as_the_loss_does() -> None:
    zero = np.zeros(5)
    assert losses.gaussian_nll(zero, zero, sigma=0.1)[0] == pytest.approx(-1.38, abs=0.005)
    likelihoods, errors = losses.gaussian_nll(RESIDUALS, zero, sigma=2.0), losses.squared_error(RESIDUALS, zero)
    np.testing.assert_allclose(np.diff(likelihoods), np.diff(errors) / 8)
    likelihoods, errors = losses.laplace_nll(RESIDUALS, zero, scale=2.0), losses.absolute_error(RESIDUALS, zero)
    np.testing.assert_allclose(np.diff(likelihoods), np.diff(errors) / 2)


def test_focal_loss_cuts_an_easy_example_by_a_hundred() -> None:
    score = np.log(np.array([0.9, 0.1]) / np.array([0.1, 0.9]))
    plain, focal = losses.soft_margin_loss(score, np.ones(2)), losses.focal_loss(score, np.ones(2))
    np.testing.assert_allclose(plain, [0.105, 2.303], atol=5e-4)
    np.testing.assert_allclose(focal, plain * [0.01, 0.81])


def test_sigmoid_with_squared_error_has_a_vanishing_gradient_when_it_is_wrong() -> None:
    logits = np.array([-6.0, 0, 2])
    p = 1 / (1 + np.exp(-logits))
    cross_entropy, squared = losses.logit_gradients(logits, np.ones(3))
    np.testing.assert_allclose(cross_entropy, slope(lambda z: np.log(1 + np.exp(-z)), logits), rtol=1e-5)
    np.testing.assert_allclose(squared, slope(lambda z: (1 / (1 + np.exp(-z)) - 1) ** 2, logits), rtol=1e-5)
    assert p[0] == pytest.approx(0.0025, abs=5e-5)
    assert (-cross_entropy[0], -squared[0]) == (pytest.approx(0.9975, abs=5e-5), pytest.approx(0.0049, abs=5e-5))
    assert losses.steps_until_right(-6.0, squared=False) == 7
    assert losses.steps_until_right(-6.0, squared=True) == 214
    by_hand = [losses.steps_until_right(-1.0, squared=False, learning_rate=rate) for rate in (0.5, 1.0, 2.0)]
    assert by_hand == [4, 2, 1]  # the first moves are 0.37, 0.73 and 1.46
    assert losses.steps_until_right(0.0, squared=False) == 1  # undecided is not right
