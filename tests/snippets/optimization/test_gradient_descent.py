"""Claims of docs/optimization/gradient-descent.md."""

import numpy as np
import pytest

from scripts.numbers.optimization import gradient_descent as numbers
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
BEST_RATE = 2 / 1.05


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
    rates = [BEST_RATE] * 90
    means = mean_excess_losses(PROBLEM, N, rates, True, np.random.default_rng(1))
    np.testing.assert_allclose(losses / losses[0], means, rtol=1e-9)


@pytest.mark.parametrize("first", [100])  # the record has those from 0
def test_sgd_leads_at_first_and_full_batch_descent_overtakes_it(first: int) -> None:
    loss = {key: runs.mean() for key, runs in numbers.race(first).items()}
    for name in ("one", "reshuffled", "twenty"):
        assert loss[name, 1] < loss["full", 1] / 10
        assert loss[name, 10] < loss["full", 10] / 10
        assert loss[name, 90] > 30 * loss["full", 90]
    overtakes = numbers.overtakes(first)
    assert np.all((overtakes["one"] > 25) & (overtakes["one"] < 45))
    assert np.all((overtakes["reshuffled"] > 50) & (overtakes["reshuffled"] < 75))


@pytest.mark.parametrize("first", [100])  # the record has those from 0
def test_reshuffling_beats_replacement_and_mini_batches_cost_little(first: int) -> None:
    loss = {key: runs.mean() for key, runs in numbers.race(first).items()}
    assert all(loss["reshuffled", passes] < loss["one", passes] / 3 for passes in (10, 30, 90))
    assert np.all((numbers.twenty(first) > 1) & (numbers.twenty(first) < 4))
    assert 0.003 < numbers.floor(first).mean() < 0.03


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


@pytest.mark.parametrize(("N", "sizes"), [(6, [3, 3]), (7, [3, 3, 1]), (8, [3, 3, 2]), (2, [2])])
def test_an_epoch_is_cut_without_rest_and_without_empty_batches(N: int, sizes: list[int]) -> None:
    batches = epoch_batches(N, 3, np.random.default_rng(0))
    assert [len(batch) for batch in batches] == sizes
    assert sorted(np.concatenate(batches)) == list(range(N))
