"""Claims of docs/language-models/fine-tuning.md."""

from collections.abc import Callable
from math import log

import numpy as np
import pytest

from scripts.numbers.language_models import fine_tuning as numbers
from snippets.language_models import fine_tuning as page
from snippets.language_models.fine_tuning import Array


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def slope(function: Callable[[Array], float], at: Array) -> Array:
    """Central differences."""
    found = np.zeros_like(at)
    for index in np.ndindex(at.shape):
        step = np.zeros_like(at)
        step[index] = 1e-6
        found[index] = (function(at + step) - function(at - step)) / 2e-6
    return found


def test_a_new_adapter_changes_nothing_and_a_merged_one_gives_the_same_outputs(rng: np.random.Generator) -> None:
    X, W0 = rng.standard_normal((6, 5)), rng.standard_normal((4, 5))
    A, B = page.new_adapter(4, 5, 2, rng)
    assert (A.shape, B.shape) == ((2, 5), (4, 2))
    np.testing.assert_array_equal(page.adapted(X, W0, A, B, 16), X @ W0.T)
    B = rng.standard_normal((4, 2))
    W = page.merged(W0, A, B, 16)
    np.testing.assert_allclose(page.adapted(X, W0, A, B, 16), X @ W.T)
    assert np.linalg.matrix_rank(W - W0) == 2
    assert not np.allclose(X @ W.T, X @ W0.T)  # old outputs change, too: the frozen weights do not protect them
    by_hand = page.merged(np.zeros((1, 1)), np.array([[3.0], [1.0]]), np.array([[1.0, 2.0]]), 4.0)
    assert by_hand == pytest.approx(2 * (1 * 3 + 2 * 1))


def test_entries_of_a_are_scaled_so_that_the_narrow_signal_has_unit_variance() -> None:
    A, _ = page.new_adapter(3, 400, 50, np.random.default_rng(0))
    assert A.var() * 400 == pytest.approx(1, abs=0.05)


def test_adapter_gradients_are_those_of_finite_differences(rng: np.random.Generator) -> None:
    X, W0, T = rng.standard_normal((6, 5)), rng.standard_normal((4, 5)), rng.standard_normal((6, 4))
    A, B = rng.standard_normal((2, 5)), rng.standard_normal((4, 2))

    def loss(A: Array, B: Array) -> float:
        return float(np.sum((page.adapted(X, W0, A, B, 3) - T) ** 2) / 2)

    dA, dB = page.adapter_gradients(X, page.adapted(X, W0, A, B, 3) - T, A, B, 3)
    np.testing.assert_allclose(dA, slope(lambda A: loss(A, B), A), atol=1e-6)
    np.testing.assert_allclose(dB, slope(lambda B: loss(A, B), B), atol=1e-6)


def test_the_first_gradient_reaches_only_b_and_with_both_factors_zero_none(rng: np.random.Generator) -> None:
    X, G = rng.standard_normal((6, 5)), rng.standard_normal((6, 4))
    A, B = page.new_adapter(4, 5, 2, rng)
    dA, dB = page.adapter_gradients(X, G, A, B, 16)
    assert not dA.any()
    assert np.all(dB != 0)
    assert not np.any(np.concatenate([each.ravel() for each in page.adapter_gradients(X, G, 0 * A, B, 16)]))


def test_the_rank_bounds_what_an_adapter_can_express() -> None:
    update = np.diag([3.0, 2.0, 1.0])
    assert page.low_rank_error(update, 0) == 1
    assert page.low_rank_error(update, 1) == pytest.approx(5 / 14)
    assert page.low_rank_error(update, 3) == 0


@pytest.mark.parametrize("first", [0, 50])
def test_trained_adapters_come_close_to_the_bound(first: int) -> None:
    for kind in ("concentrated", "spread"):
        update = numbers._updates(first)[kind]
        for rank in (1, 4):
            best = page.low_rank_error(update, rank)
            assert best - 1e-9 <= numbers._trained_error(update, rank, first) < best + 0.02
    assert page.low_rank_error(numbers._updates(first)["concentrated"], 4) < 0.02
    assert page.low_rank_error(numbers._updates(first)["spread"], 4) == pytest.approx(1 - 4 / 24)


def test_memory_of_states() -> None:
    assert page.state_bytes(0, 10) == 160
    assert page.state_bytes(10, 1) == 2 * 10 + 16
    assert page.state_bytes(10, 1, 0.5) == 5 + 16
    assert numbers.memory()["lora"] < numbers.memory()["full"] / 7


def test_reward_loss_knows_only_differences(rng: np.random.Generator) -> None:
    chosen, rejected = rng.standard_normal((2, 7))
    assert page.reward_loss(chosen + 5, rejected + 5) == pytest.approx(page.reward_loss(chosen, rejected))
    assert page.reward_loss(np.zeros(3), np.zeros(3)) == pytest.approx(log(2))
    assert page.reward_loss(np.array([log(3)]), np.zeros(1)) == pytest.approx(-log(3 / 4))
    assert page.reward_loss(np.array([-1000.0]), np.zeros(1)) == pytest.approx(1000)


def test_no_policy_beats_the_optimal_one(rng: np.random.Generator) -> None:
    reference, reward = numbers.REFERENCE, numbers.REWARD
    for beta in (0.2, 1.0, 5.0):
        best = page.optimal_policy(reference, reward, beta)
        value = page.objective(best, reference, reward, beta)
        assert value == pytest.approx(beta * log(float(np.sum(reference * np.exp(reward / beta)))))
        for policy in rng.dirichlet(np.ones(5), 200):
            assert page.objective(policy, reference, reward, beta) < value
    assert page.optimal_policy(reference, reward, 1e-3)[3] == pytest.approx(1)
    np.testing.assert_allclose(page.optimal_policy(reference, reward, 1e6), reference, atol=1e-5)
    np.testing.assert_allclose(page.optimal_policy(reference, reward + 9, 1), page.optimal_policy(reference, reward, 1))


def test_dpo_starts_at_ln_2_and_its_gradient_is_that_of_finite_differences(rng: np.random.Generator) -> None:
    policy, reference = rng.standard_normal((2, 6, 2))
    assert page.dpo_loss(reference, reference, 0.3) == pytest.approx(log(2))
    assert page.dpo_loss(np.array([[log(3), 0.0]]), np.zeros((1, 2)), 1) == pytest.approx(-log(3 / 4))
    assert page.dpo_loss(np.array([[0.0, 0.0]]), np.array([[log(3), 0.0]]), 1) == pytest.approx(-log(1 / 4))
    np.testing.assert_allclose(
        page.dpo_gradient(policy, reference, 0.3),
        slope(lambda each: page.dpo_loss(each, reference, 0.3), policy),
        atol=1e-8,
    )


def test_dpo_learns_the_optimum_of_the_penalized_reward_from_preferences_alone() -> None:
    best = page.optimal_policy(numbers.REFERENCE, numbers.REWARD, numbers.BETA)
    np.testing.assert_allclose(numbers._learned(3000), best, atol=1e-6)
    assert np.argmax(best) != np.argmax(numbers.REWARD)  # the reference still counts


def test_dpo_can_make_the_chosen_answer_less_probable() -> None:
    path = numbers._displacement(10)
    chosen, rejected, other = path[:, 0], path[:, 1], path[:, 2]
    assert np.all(np.diff(chosen) < 0)
    assert np.all(np.diff(rejected) < np.diff(chosen))
    assert np.all(np.diff(other) > 0)
    assert numbers.moved()["loss.after"] < numbers.moved()["loss.before"]


def test_group_advantages_have_mean_0_and_variance_1_and_equal_rewards_say_nothing(rng: np.random.Generator) -> None:
    advantages = page.group_advantages(rng.standard_normal(8))
    assert (advantages.mean(), advantages.std()) == pytest.approx((0, 1))
    for equal in (np.ones(4), np.full(3, 0.1)):
        np.testing.assert_array_equal(page.group_advantages(equal), np.zeros(len(equal)))
    assert numbers.advantages()["right"] == pytest.approx(3**0.5)


def test_clipping_takes_away_the_gain_of_going_further_but_not_the_loss() -> None:
    cases = [(1.5, 2, 2.4), (1.1, 2, 2.2), (0.5, 2, 1.0), (1.5, -2, -3.0), (0.5, -2, -1.6), (0.9, -2, -1.8)]
    for ratio, advantage, value in cases:
        assert page.clipped(ratio, advantage, 0.2) == pytest.approx(value)
