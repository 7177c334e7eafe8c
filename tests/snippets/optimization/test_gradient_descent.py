"""Claims of docs/optimization/gradient-descent.md."""

from functools import cache

import numpy as np
import pytest

from snippets.optimization.gradient_descent import (
    Array,
    convergence_factor,
    descend,
    epoch_batches,
    excess_loss,
    expected_losses,
    least_squares_problem,
    mean_excess_losses,
)

CURVATURES = [1, 0.5, 0.2, 0.1, 0.05]
N = 500
PROBLEM = least_squares_problem(N, CURVATURES, 1.0, np.random.default_rng(0))
PASSES = [1, 3, 10, 30, 90]
BEST_RATE = 2 / 1.05


@cache
def curve(batch_size: int, first_rate: float, reshuffle: bool, decay: bool = True) -> Array:
    """Relative excess loss after 0 to 90 passes; decayed as η₀/(1 + η₀·0.05·k)."""
    updates = np.arange(90 * N // batch_size)
    rates = first_rate / (1 + first_rate * 0.05 * updates * decay)
    return mean_excess_losses(PROBLEM, batch_size, rates.tolist(), reshuffle, np.random.default_rng(1))


def test_the_problem_has_the_stated_curvatures_and_minimizer() -> None:
    X, y, minimizer = PROBLEM
    np.testing.assert_allclose(np.linalg.eigvalsh(X.T @ X / N)[::-1], CURVATURES)
    np.testing.assert_allclose(X.T @ (X @ minimizer - y), 0, atol=1e-10)


@pytest.mark.parametrize("batch", [np.arange(N), np.array([7]), np.array([3, 141, 59])])
def test_update_follows_the_slope_of_the_mean_loss_of_its_index_set(batch: np.ndarray) -> None:
    X, y, _ = PROBLEM
    theta, step = np.ones(5), 1e-5

    def loss(point: Array) -> float:
        return float(np.mean(0.5 * (X[batch] @ point - y[batch]) ** 2))

    slopes = np.array([(loss(theta + step * e) - loss(theta - step * e)) / (2 * step) for e in np.eye(5)])
    np.testing.assert_allclose(descend(X, y, theta, [batch], [0.1])[1], theta - 0.1 * slopes, atol=1e-9)


def test_full_batch_descent_converges_linearly() -> None:
    X, y, minimizer = PROBLEM
    path = descend(X, y, np.zeros(5), [np.arange(N)] * 90, [BEST_RATE] * 90)
    losses = excess_loss(X, path, minimizer)
    factor = convergence_factor(CURVATURES, BEST_RATE)
    assert factor == pytest.approx((19 / 21) ** 2)  # ((κ − 1)/(κ + 1))² with κ = 20
    assert factor == pytest.approx(0.819, abs=5e-4)
    assert np.all(losses <= losses[0] * factor ** np.arange(91) * (1 + 1e-9))
    assert losses[90] / losses[89] == pytest.approx(factor, rel=1e-3)  # and not faster
    np.testing.assert_allclose(losses / losses[0], curve(N, BEST_RATE, True, decay=False), rtol=1e-9)


@pytest.mark.parametrize(
    ("batch_size", "first_rate", "reshuffle", "decay", "table"),
    [
        (N, BEST_RATE, True, False, [0.55, 0.34, 0.079, 0.0014, 8.7e-9]),
        (1, 0.1, False, True, [0.015, 0.0074, 0.0017, 0.00084, 0.00028]),
        (1, 0.1, True, True, [0.014, 0.0045, 0.00034, 1.7e-5, 1.2e-6]),
        (20, 1.0, True, True, [0.017, 0.0053, 0.00044, 3.3e-5, 2.9e-6]),
    ],
)
def test_table_of_excess_loss_against_passes(
    batch_size: int, first_rate: float, reshuffle: bool, decay: bool, table: list[float]
) -> None:
    np.testing.assert_allclose(curve(batch_size, first_rate, reshuffle, decay)[PASSES], table, rtol=0.04)


def test_sgd_leads_at_first_and_full_batch_descent_overtakes_it() -> None:
    full, single = curve(N, BEST_RATE, True, False), curve(1, 0.1, False)
    assert np.all(single[1:34] < full[1:34])
    assert np.argmax(full < single) == 34
    assert np.argmax(full < curve(1, 0.1, True)) == 59


def test_expected_loss_of_noisy_descent_agrees_with_simulation() -> None:
    rng, curvature = np.random.default_rng(0), np.array([1.0, 0.2])
    rates = [0.5, 0.3, 0.3, 0.1]
    theta = np.full((100_000, 2), 2.0)
    for rate in rates:
        theta -= rate * (curvature * theta + rng.normal(0, 0.7, theta.shape))
    predicted = expected_losses(rates, [1.0, 0.2], 0.49, 2.0)[-1]
    assert np.mean(theta**2 @ curvature) / 2 == pytest.approx(predicted, rel=0.02)


def test_rate_1_over_k_gives_exactly_the_1_over_k_loss() -> None:
    losses = expected_losses([1 / (0.5 * k) for k in range(1, 1001)], [0.5], 2.0, 3.0)
    np.testing.assert_allclose(losses[1:], 2.0 / (2 * 0.5 * np.arange(1, 1001)))


def test_robbins_monro_conditions() -> None:
    k = np.arange(1, 10_001)
    for rates, at_1000, at_10_000 in (
        (1 / k, 5e-5, 5e-6),  # both conditions hold
        (np.full(10_000, 0.1), 0.00263, 0.00263),  # squares add up to infinity: noise floor
        (0.5 / k**2, 0.0714, 0.0713),  # the rates add up to a finite sum: stops short
        (0.5 / k**0.5, 4.05e-4, 1.26e-4),  # squares diverge, yet the mean loss still falls
    ):
        losses = expected_losses(rates.tolist(), [1.0], 0.1, 1.0)
        assert losses[[1000, 10_000]] == pytest.approx([at_1000, at_10_000], rel=0.03)


def test_an_epoch_uses_every_example_once_in_n_over_b_updates() -> None:
    batches = epoch_batches(50_000, 64, np.random.default_rng(0))
    assert len(batches) == 782
    assert sorted(np.concatenate(batches)) == list(range(50_000))
