"""What the page on overfitting claims."""

import numpy as np
import pytest

from snippets.regularization import overfitting as page


@pytest.mark.parametrize(
    ("width", "penalty", "expected"),
    [
        (10, 0.0, [1.10, 1.35, 0.64, 0.46]),
        (20, 0.0, [0.67, 1.08, 0.38, 0.45]),
        (40, 0.0, [0.38, 1.06, 0.23, 0.59]),
        (90, 0.0, [0.04, 4.84, 0.37, 4.22]),
        (110, 0.0, [0.00, 6.26, 0.43, 5.58]),
        (500, 0.0, [0.00, 0.80, 0.15, 0.40]),
        (500, 1e-3, [0.08, 0.61, 0.18, 0.17]),
        (500, 1e-2, [0.35, 0.64, 0.32, 0.07]),
        (500, 1e-1, [0.95, 1.08, 0.82, 0.02]),
    ],
)
def test_errors_bias_and_variance(width: int, penalty: float, expected: list[float]) -> None:
    errors = page.average_errors(width, 100, penalty)
    assert [round(value, 2) for value in errors[:4]] == expected
    assert errors.squared_bias + errors.variance + page.NOISE**2 == pytest.approx(errors.validation)


def test_peak_without_label_noise_is_lower() -> None:
    excess = [page.average_errors(90, 100, 0.0, noise).validation - noise**2 for noise in (0.0, 0.5)]
    assert [round(value, 2) for value in excess] == [2.45, 4.59]
    assert round(page.average_errors(90, 100, 1e-3).validation - 0.25, 2) == 0.52


def test_second_descent_goes_below_the_first_minimum() -> None:
    medians = [
        page.average_errors(*setting).median_excess for setting in ((20, 100, 0.0), (40, 100, 0.0), (500, 100, 0.0))
    ]
    assert [round(median, 2) for median in medians] == [0.80, 0.84, 0.55]
    assert round(page.average_errors(500, 100, 1e-3).median_excess, 2) == 0.35


def test_peak_of_the_figure_does_not_hang_on_rounding(monkeypatch: pytest.MonkeyPatch) -> None:
    def medians() -> list[float]:
        return [page.average_errors(100, 100, 0.0, noise).median_excess for noise in (0.5, 0.0)]

    exact, solve, rng = medians(), np.linalg.lstsq, np.random.default_rng(9)
    assert [round(median) for median in exact] == [127, 32]

    def rounded(matrix: page.Array, targets: page.Array, rcond: None) -> object:
        return solve(matrix * (1 + 1e-12 * rng.standard_normal(matrix.shape)), targets, rcond=rcond)

    monkeypatch.setattr(np.linalg, "lstsq", rounded)
    assert medians() == pytest.approx(exact, rel=1e-6)


def test_bias_and_variance_add_up_to_the_error_on_noisy_targets() -> None:
    rng = np.random.default_rng(1)
    truth = rng.standard_normal(300)
    predictions = 0.7 * truth + 0.3 * rng.standard_normal((400, 300))
    squared_bias, variance = page.bias_variance(predictions, truth)
    noisy = truth + 0.5 * rng.standard_normal((400, 300))
    # 120,000 squared errors with standard deviation below 1: standard error below 0.003.
    assert np.mean((noisy - predictions) ** 2) == pytest.approx(squared_bias + variance + 0.25, abs=0.01)
    assert variance == pytest.approx(0.09, abs=0.005)


def test_ridge_solution_has_zero_gradient_and_least_norm_interpolates() -> None:
    rng = np.random.default_rng(2)
    X, y = rng.standard_normal((30, 20)), rng.standard_normal(30)
    model = page.random_feature_model(60, X, y, 0.0, np.random.default_rng(3))
    assert model(X) == pytest.approx(y)
    hidden = np.random.default_rng(3).standard_normal((20, 60)) / np.sqrt(20)
    Phi = np.maximum(X @ hidden, 0) * np.sqrt(2 / 60)
    dual = Phi.T @ np.linalg.solve(Phi @ Phi.T / 30 + 0.1 * np.eye(30), y / 30)
    penalized = page.random_feature_model(60, X, y, 0.1, np.random.default_rng(3))
    assert penalized(X) == pytest.approx(Phi @ dual)


@pytest.mark.parametrize(
    ("width", "penalty", "expected"),
    [(10, 0.0, [0.72, 1.84, 1.12, 1.17, 1.20, 0.02]), (300, 1e-3, [0.01, 0.99, 0.98, 0.37, 0.40, 0.03])],
)
def test_learning_curves(width: int, penalty: float, expected: list[float]) -> None:
    few, many = (page.average_errors(width, examples, penalty, runs=10) for examples in (30, 2000))
    shown = [value for e in (few, many) for value in (e.training, e.validation, e.validation - e.training)]
    assert [round(value, 2) for value in shown] == expected


def test_more_data_can_hurt_an_unregularized_model() -> None:
    errors = [page.average_errors(300, examples, 0.0, runs=10).validation for examples in (100, 200)]
    assert [round(error, 2) for error in errors] == [0.90, 1.45]


@pytest.mark.parametrize(
    ("cause", "expected"), [("nothing", 0.62), ("shift", 0.77), ("scale", 2.92), ("duplicates", 0.35)]
)
def test_same_model_different_validation_sets(cause: str, expected: float) -> None:
    errors = np.mean([page.validation_error(cause, seed) for seed in range(20)], axis=0)
    assert errors.round(2).tolist() == [0.08, expected]


def test_twenty_validation_examples_say_little() -> None:
    few, many = ([page.validation_error("nothing", seed, n)[1] for seed in range(20)] for n in (20, 400))
    assert (round(min(few), 2), round(max(few), 2)) == (0.30, 1.39)
    assert (round(min(many), 2), round(max(many), 2)) == (0.47, 0.76)


def test_mirrored_two_is_a_five_and_a_turned_six_is_a_nine() -> None:
    assert (page.DIGITS[2][page.MIRRORED] == page.DIGITS[5]).all()
    assert (page.DIGITS[6][page.HALF_TURN] == page.DIGITS[9]).all()
    plain, mirrored, turned = (page.digit_confusions(kind) for kind in (None, page.MIRRORED, page.HALF_TURN))
    assert [round(float(c.trace()) / 10, 3) for c in (plain, mirrored, turned)] == [0.978, 0.869, 0.879]
    assert [round(float(c[2, 5]), 3) for c in (plain, mirrored)] == [0.0, 0.496]
    assert [round(float(c[6, 9]), 3) for c in (plain, turned)] == [0.0, 0.498]


def test_shrinkage_minimizes_the_penalized_loss() -> None:
    weights = np.array([0.05, 0.5, 2.0])
    grid = np.linspace(-3, 3, 60_001)
    loss = 0.5 * (grid - weights[:, None]) ** 2
    assert page.shrink_l2(weights, 0.1) == pytest.approx(grid[(loss + 0.05 * grid**2).argmin(axis=1)], abs=1e-4)
    assert page.shrink_l1(weights, 0.1) == pytest.approx(grid[(loss + 0.1 * abs(grid)).argmin(axis=1)], abs=1e-4)
    assert page.shrink_l2(weights, 0.1).round(3).tolist() == [0.045, 0.455, 1.818]
    assert page.shrink_l1(weights, 0.1).round(3).tolist() == [0.0, 0.4, 1.9]


def test_decay_is_the_gradient_step_on_the_penalized_loss() -> None:
    rng = np.random.default_rng(4)
    theta, gradient = rng.standard_normal((2, 7))
    stepped = theta - 0.3 * (gradient + 0.2 * theta)
    assert page.sgd_with_decay(theta, gradient, 0.3, 0.2) == pytest.approx(stepped)
