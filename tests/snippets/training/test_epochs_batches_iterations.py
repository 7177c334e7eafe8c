"""What the page on epochs, mini-batches and iterations claims."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from snippets.training import epochs_batches_iterations as page

WIDTH = 10
positive = st.integers(1, 200)


@given(positive, positive)
def test_iterations_are_the_rounded_quotient(examples: int, batch_size: int) -> None:
    assert page.iterations_per_epoch(examples, batch_size) == math.ceil(examples / batch_size)
    assert page.iterations_per_epoch(examples, batch_size, drop_last=True) == examples // batch_size


@pytest.mark.parametrize(
    ("examples", "batch_size", "iterations", "last", "dropped_last"),
    [(1000, 200, 5, 200, 5), (10_000, 100, 100, 100, 100), (1000, 32, 32, 8, 31), (1000, 1000, 1, 1000, 1)],
)
def test_worked_examples(examples: int, batch_size: int, iterations: int, last: int, dropped_last: int) -> None:
    batches = list(page.epoch_batches(examples, batch_size, np.random.default_rng(0)))
    assert len(batches) == page.iterations_per_epoch(examples, batch_size) == iterations
    assert len(batches[-1]) == last
    assert page.iterations_per_epoch(examples, batch_size, drop_last=True) == dropped_last


def test_ten_epochs_of_32_are_320_updates() -> None:
    assert page.total_updates(1000, 32, epochs=10) == 320
    assert page.total_updates(1000, 1, epochs=1) == 1000


def test_resnet_600000_iterations_are_120_epochs() -> None:
    assert page.total_updates(1_280_000, 256, epochs=120) == 600_000


@given(positive, st.integers(1, 9), st.integers(1, 5), st.integers(1, 5))
def test_effective_batch_counts_updates_as_nested_rounding(
    examples: int, batch_size: int, devices: int, accumulation_steps: int
) -> None:
    per_device = math.ceil(examples / devices)
    updates = math.ceil(math.ceil(per_device / batch_size) / accumulation_steps)
    assert page.total_updates(examples, batch_size, 1, devices, accumulation_steps) == updates


def test_four_devices_and_two_accumulation_steps_make_eight_times_fewer_updates() -> None:
    assert page.total_updates(51_200, 32, 1) == 1600
    assert page.total_updates(51_200, 32, 1, devices=4, accumulation_steps=2) == 200


@given(positive, positive, st.integers(0, 5))
def test_an_epoch_uses_each_example_once(examples: int, batch_size: int, seed: int) -> None:
    batches = page.epoch_batches(examples, batch_size, np.random.default_rng(seed))
    assert sorted(np.concatenate(list(batches)).tolist()) == list(range(examples))


def test_a_thousand_draws_with_replacement_reach_63_percent() -> None:
    distinct = [len(set(np.random.default_rng(s).integers(0, 1000, 1000))) / 1000 for s in range(200)]
    assert np.mean(distinct) == pytest.approx(1 - (1 - 1 / 1000) ** 1000, abs=0.003)
    assert round(1 - (1 - 1 / 1000) ** 1000, 2) == 0.63


def test_unweighted_mean_overrates_the_small_last_batch() -> None:
    means, sizes = [0.5] * 31 + [1.0], [32] * 31 + [8]
    per_example = np.repeat(means, sizes)
    assert page.mean_loss_of_epoch(means, sizes) == pytest.approx(per_example.mean()) == pytest.approx(0.504)
    assert round(float(np.mean(means)), 4) == 0.5156


def test_one_update_per_mini_batch() -> None:
    X, y = page.linear_regression(0)
    _, losses = page.sgd(X, y, batch_size=100, learning_rate=0.05, epochs=3, rng=np.random.default_rng(1))
    assert len(losses) - 1 == page.total_updates(1000, 100, epochs=3) == 30


def rises(seed: int, batch_size: int, learning_rate: float, epochs: int) -> NDArray[np.bool_]:
    X, y = page.linear_regression(seed)
    _, losses = page.sgd(X, y, batch_size, learning_rate, epochs, np.random.default_rng(seed))
    return np.diff(losses) > 0


@pytest.mark.parametrize("seed", [100, 200, 300])
def test_many_of_250_updates_raise_the_full_loss_more_in_the_second_epoch(seed: int) -> None:
    raised, slow = rises(seed, 8, 0.05, 2), rises(seed, 8, 0.02, 2)
    assert len(raised) == 250
    assert 80 < raised.sum() < 120
    assert raised[:125].sum() < raised[125:].sum()
    assert 30 < slow.sum() < 0.9 * raised.sum()
    assert not rises(seed, 1000, 0.05, 250).any()


def test_the_run_of_the_figure_falls_and_then_jumps() -> None:
    X, y = page.linear_regression(0)
    _, losses = page.sgd(X, y, 8, learning_rate=0.05, epochs=2, rng=np.random.default_rng(1))
    minimum, smallest = page.smallest_squared_loss(X, y)
    late = losses[80:]
    assert losses[45] > late.max() > late.min() > smallest
    assert page.squared_loss_gradient(minimum, X, y) == pytest.approx(np.zeros(WIDTH), abs=1e-12)
    smooth = np.convolve(late, np.full(15, 1 / 15), mode="valid")
    assert np.abs(np.diff(late)).mean() > 4 * np.abs(np.diff(smooth)).mean()


@pytest.mark.parametrize("seed", [100, 200, 300])
def test_a_large_rate_raises_even_the_loss_of_its_own_mini_batch(seed: int) -> None:
    X, y = page.linear_regression(seed)
    raised = [page.rises_on_own_batch(X, y, rate, 2, np.random.default_rng(seed)) for rate in (0.05, 0.5)]
    assert raised[0] == 0
    assert 1 <= raised[1] <= 25


def test_expected_loss_change_is_the_mean_over_all_mini_batches() -> None:
    X, y = page.linear_regression(0, 7)
    theta = np.linspace(-1, 1, WIDTH)
    changes = []
    for drawn in itertools.product(range(7), repeat=3):
        step = page.sgd_step(page.squared_loss_gradient(theta, X[list(drawn)], y[list(drawn)]), 0.05)
        changes.append(page.squared_loss(theta + step, X, y) - page.squared_loss(theta, X, y))
    expected = page.expected_loss_change(theta, X, y, batch_size=3, learning_rate=0.05)
    assert np.mean(changes) == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize("seed", [0, 100, 200])
def test_expected_change_is_negative_at_the_start_and_positive_at_the_minimum(seed: int) -> None:
    X, y = page.linear_regression(seed)
    minimum, _ = page.smallest_squared_loss(X, y)
    assert page.expected_loss_change(np.zeros(WIDTH), X, y, 8, learning_rate=0.05) < -0.05
    assert page.expected_loss_change(minimum, X, y, 8, learning_rate=0.05) == pytest.approx(0.0016, rel=0.25)


def test_sgd_moves_by_rate_times_gradient_norm() -> None:
    gradient = np.array([30.0, 40.0])
    assert np.linalg.norm(page.sgd_step(gradient, 0.001)) == pytest.approx(0.05)


def test_adam_moves_about_the_learning_rate_in_each_coordinate() -> None:
    steady = np.tile([100.0, 0.01, -7.0], (50, 1))
    assert page.adam_step(steady, 0.001) == pytest.approx([-0.001, -0.001, 0.001], rel=1e-5)


def test_adam_moves_less_when_gradients_disagree_and_more_after_a_surprise() -> None:
    noise = np.random.default_rng(0).standard_normal((5000, 1000))
    length = np.sqrt(np.mean(page.adam_step(noise, 1.0) ** 2))
    assert length == pytest.approx(math.sqrt((1 - 0.9) / (1 + 0.9)), rel=4 / math.sqrt(2 * 1000))  # 4 standard errors
    surprise = np.zeros((20_000, 1))
    surprise[-1] = 1.0
    bound = (1 - 0.9) / math.sqrt(1 - 0.999)
    assert page.adam_step(surprise, 1.0)[0] == pytest.approx(-bound, rel=1e-5)
    assert round(bound, 2) == 3.16


def test_step_decay_divides_by_ten_every_30() -> None:
    rates = [page.step_decay(0.1, epoch, step_size=30) for epoch in range(90)]
    assert rates == pytest.approx([0.1] * 30 + [0.01] * 30 + [0.001] * 30)
    assert page.step_decay(0.1, 10 * page.iterations_per_epoch(1000, 32), step_size=30) == pytest.approx(1e-11)
