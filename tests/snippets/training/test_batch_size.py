"""Claims of docs/training/batch-size.md."""

from functools import cache

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
    updates_to_target,
)

TARGET = 0.46
RATES = (0.1, 0.3, 1, 3, 10)
PROBLEM = logistic_problem(4096, 20, np.random.default_rng(0))


@pytest.fixture
def regression() -> tuple[Array, Array, Array]:
    """512 examples of noisy linear regression in 5 dimensions, and parameters that are not the solution."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((512, 5))
    return X, X @ np.arange(5.0) + rng.standard_normal(512), np.ones(5)


@cache
def updates(batch_size: int, learning_rate: float) -> Array:
    """Updates to the target of five seeds."""
    rngs = [np.random.default_rng(seed) for seed in range(5)]
    return np.array([updates_to_target(*PROBLEM, batch_size, learning_rate, TARGET, rng) for rng in rngs])


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


def test_logistic_loss_starts_at_ln_2_and_the_target_is_near_its_minimum() -> None:
    X, y = PROBLEM
    theta = np.zeros(20)
    assert logistic_loss(X, y, theta) == pytest.approx(np.log(2))
    for _ in range(100):
        theta -= 3.0 * X.T @ (sigmoid(X @ theta) - y) / 4096
    assert logistic_loss(X, y, theta) == pytest.approx(0.451, abs=5e-4)


@pytest.mark.parametrize(
    ("batch_size", "at_small_rate", "spread", "best_rate", "at_best_rate", "best_spread", "epochs"),
    [
        (16, 160, 12, 0.3, 100, 32, (0.63, 0.39)),
        (64, 151, 3, 1, 26, 4, (2.4, 0.41)),
        (256, 147, 0, 3, 8.4, 1.7, (9.2, 0.53)),
        (1024, 147, 0, 3, 4, 0, (37, 1.0)),
        (4096, 147, 0, 10, 3, 0, (147, 3.0)),
    ],
)
def test_batch_size_hardly_changes_the_updates_at_a_small_rate_but_cuts_them_at_the_best_rate(
    batch_size: int,
    at_small_rate: float,
    spread: float,
    best_rate: float,
    at_best_rate: float,
    best_spread: float,
    epochs: tuple[float, float],
) -> None:
    small, best = updates(batch_size, 0.1), updates(batch_size, best_rate)
    assert small.mean() == pytest.approx(at_small_rate, rel=0.02)
    assert small.std(ddof=1) == pytest.approx(spread, abs=1)
    assert min(RATES, key=lambda rate: updates(batch_size, rate).mean()) == best_rate
    assert best.mean() == pytest.approx(at_best_rate, rel=0.02)
    assert best.std(ddof=1) == pytest.approx(best_spread, abs=0.6)
    assert (small.mean() * batch_size / 4096, best.mean() * batch_size / 4096) == pytest.approx(epochs, rel=0.02)


def test_full_batch_needs_fewer_updates_but_more_examples() -> None:
    def mean(batch_size: int, rate: float) -> float:
        return float(updates(batch_size, rate).mean())

    assert mean(4096, 0.1) * 4096 / (mean(16, 0.1) * 16) == pytest.approx(235, rel=0.01)
    assert mean(16, 0.3) / mean(4096, 10) == pytest.approx(33, rel=0.02)
    assert mean(4096, 10) * 4096 / (mean(16, 0.3) * 16) == pytest.approx(7.7, rel=0.02)
