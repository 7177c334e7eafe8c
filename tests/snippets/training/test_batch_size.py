"""Claims of docs/training/batch-size.md."""

import math
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from snippets.training.batch_size import (
    Array,
    chunked_gradient,
    example_gradients,
    gradient_variance,
    logistic_loss,
    logistic_problem,
    minibatch_gradient,
    sigmoid,
    smallest_logistic_loss,
    updates_to_target,
)
from snippets.training.epochs_batches_iterations import iterations_per_epoch

BEST_RATES = {16: 1.0, 64: 2**1.5, 256: 8.0, 1024: 2**3.5, 4096: 2**3.5}


@pytest.fixture
def regression() -> tuple[Array, Array, Array]:
    """512 examples of noisy linear regression in 5 dimensions, and parameters that are not the solution."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((512, 5))
    return X, X @ np.arange(5.0) + rng.standard_normal(512), np.ones(5)


@cache
def problem(seed: int) -> tuple[Array, Array, float]:
    """Data, and the loss that is to be reached."""
    X, y = logistic_problem(4096, 20, np.random.default_rng(seed))
    return X, y, smallest_logistic_loss(X, y) + 0.01


@cache
def updates(batch_size: int, learning_rate: float) -> float:
    """Mean number of updates to the target over six data sets."""
    runs = []
    for seed in range(100, 106):
        X, y, target = problem(seed)
        runs.append(updates_to_target(X, y, batch_size, learning_rate, target, np.random.default_rng(seed)))
    return float(np.mean(runs))


def test_minibatch_gradient_is_the_slope_of_the_minibatch_loss(
    regression: tuple[Array, Array, Array],
) -> None:
    X, y, theta = regression
    batch = np.array([3, 141, 59, 26])

    def loss(point: Array) -> float:
        return float(np.mean(0.5 * (X[batch] @ point - y[batch]) ** 2))

    step = 1e-5
    slopes = [(loss(theta + step * e) - loss(theta - step * e)) / (2 * step) for e in np.eye(5)]
    np.testing.assert_allclose(minibatch_gradient(X, y, theta, batch), slopes, rtol=1e-7)
    np.testing.assert_allclose(slopes, example_gradients(X, y, theta)[batch].mean(axis=0), rtol=1e-7)


@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize("batch_size", [1, 8, 64, 256])
def test_minibatch_gradient_is_unbiased_with_the_stated_variance(
    regression: tuple[Array, Array, Array], batch_size: int, replace: bool
) -> None:
    X, y, theta = regression
    rng = np.random.default_rng(1)
    draws = np.array([minibatch_gradient(X, y, theta, rng.choice(512, batch_size, replace)) for _ in range(2000)])
    full = example_gradients(X, y, theta).mean(axis=0)
    predicted = gradient_variance(example_gradients(X, y, theta), batch_size, replace)
    assert np.linalg.norm(draws.mean(axis=0) - full) < 3 * np.sqrt(predicted / 2000)
    assert np.sum((draws - full) ** 2) / 2000 == pytest.approx(predicted, rel=0.1)


def test_variance_times_batch_size_is_constant_and_a_full_batch_has_no_variance(
    regression: tuple[Array, Array, Array],
) -> None:
    gradients = example_gradients(*regression)
    one = gradient_variance(gradients, 1)
    assert [gradient_variance(gradients, B, replace=True) * B for B in (4, 64, 1024)] == pytest.approx([one] * 3)
    assert gradient_variance(gradients, 512) == 0
    assert gradient_variance(gradients, 128) / (one / 128) == pytest.approx(384 / 511)  # 0.75


def test_hundred_times_the_cost_buys_ten_times_the_accuracy(regression: tuple[Array, Array, Array]) -> None:
    gradients = example_gradients(*regression)
    errors = [gradient_variance(gradients, B, replace=True) ** 0.5 for B in (1, 100, 10_000)]
    np.testing.assert_allclose(np.array(errors) / errors[0], [1, 0.1, 0.01])


@pytest.mark.parametrize("chunk_size", [1, 100, 512])
def test_chunks_add_up_to_the_full_gradient(regression: tuple[Array, Array, Array], chunk_size: int) -> None:
    X, y, theta = regression
    full = minibatch_gradient(X, y, theta, np.arange(512))
    difference = np.linalg.norm(chunked_gradient(X, y, theta, chunk_size) - full)
    assert difference < 1e-14 * np.linalg.norm(full)


def test_logistic_loss_starts_at_ln_2_and_has_no_gradient_at_its_minimum() -> None:
    X, y, target = problem(100)
    assert logistic_loss(X, y, np.zeros(20)) == pytest.approx(np.log(2))
    theta = np.zeros(20)
    for _ in range(500):
        theta -= 4.0 * X.T @ (sigmoid(X @ theta) - y) / 4096
    assert logistic_loss(X, y, theta) == pytest.approx(target - 0.01, abs=1e-9)


def test_true_logits_have_the_stated_size() -> None:
    X, y = logistic_problem(20_000, 20, np.random.default_rng(0))
    assert X.std(axis=0) == pytest.approx(np.geomspace(1, 0.3, 20), rel=0.03)
    assert 0.45 < y.mean() < 0.55


def test_a_run_that_does_not_arrive_counts_as_infinite() -> None:
    X, y, _ = problem(100)
    assert updates_to_target(X[:64], y[:64], 32, 1e-6, 0.1, np.random.default_rng(0)) == np.inf


def test_one_epoch_of_single_examples_visits_each_of_them_once() -> None:
    X, y = np.eye(3), np.ones(3)  # example i moves parameter i alone, by half the rate
    target = float(np.log1p(np.exp(-1.0)))  # when all three have moved once
    assert updates_to_target(X, y, 1, 2.0, target + 1e-12, np.random.default_rng(0)) == 3
    assert updates_to_target(X, y, 3, 6.0, target + 1e-12, np.random.default_rng(0)) == 1


def test_updates_are_counted_from_one_up_to_a_thousand() -> None:
    losses = [math.log(2)]
    theta = 0.0
    for _ in range(1001):
        theta += 0.01 / (1 + math.exp(theta))
        losses.append(math.log1p(math.exp(-theta)))
    one = np.ones((1, 1)), np.ones(1), 1, 0.01
    for count, expected in ((1, 1), (1000, 1000), (1001, np.inf)):
        between = (losses[count - 1] + losses[count]) / 2
        assert updates_to_target(*one, between, np.random.default_rng(0)) == expected
    reached = logistic_loss(np.ones((1, 1)), np.ones(1), np.array([0.5]))
    assert updates_to_target(np.ones((1, 1)), np.ones(1), 1, 1.0, reached, np.random.default_rng(0)) == 1  # “at most”


def test_at_a_small_rate_the_batch_size_hardly_changes_the_updates() -> None:
    small, medium, large = (updates(B, 0.3) for B in (16, 64, 1024))
    assert small == pytest.approx(large, rel=0.35)
    assert medium == pytest.approx(large, rel=0.1)


@pytest.mark.parametrize(("batch_size", "best"), BEST_RATES.items())
def test_half_the_best_rate_needs_more_updates(batch_size: int, best: float) -> None:
    assert updates(batch_size, best) < updates(batch_size, best / 2)


@pytest.mark.parametrize("batch_size", [16, 64, 256])
def test_double_the_best_rate_needs_more_updates_too(batch_size: int) -> None:
    assert updates(batch_size, BEST_RATES[batch_size]) < updates(batch_size, 2 * BEST_RATES[batch_size])


def test_at_the_best_rates_updates_fall_and_epochs_rise_with_a_knee_between() -> None:
    counts = [updates(B, rate) for B, rate in BEST_RATES.items()]
    epochs = [count * B / 4096 for count, B in zip(counts, BEST_RATES, strict=True)]
    assert counts == sorted(counts, reverse=True)
    assert all(after > 0.9 * before for before, after in pairwise(epochs))  # small batches cost about the same
    gains = [before / after for before, after in pairwise(counts)]
    assert 2.5 < gains[0] < 4.2  # 4 is perfect scaling
    assert gains[-1] < 1.6
    assert 14 < counts[0] / counts[-1] < 28
    assert 9 < epochs[-1] / epochs[0] < 19


def test_1000_examples_make_32_or_4_updates() -> None:
    assert [math.ceil(1000 / B) for B in (32, 256)] == [iterations_per_epoch(1000, B) for B in (32, 256)] == [32, 4]
