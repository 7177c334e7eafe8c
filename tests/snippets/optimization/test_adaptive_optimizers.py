"""docs/optimization/adaptive-optimizers.md: step sizes, forgetting, bias correction and weight decay."""

from typing import Any

import numpy as np
import pytest

from snippets.optimization.adaptive_optimizers import (
    Array,
    adadelta_step,
    adagrad_distance,
    adagrad_step,
    adam_step,
    adamw_step,
    largest_adam_step,
    remaining_weight,
    rmsprop_step,
    uncorrected_factor,
)

ONE, ZERO = np.ones(1), np.zeros(1)


def sizes(step: Any, state: Any, gradients: Array, rate: float = 1.0) -> Array:
    """Length of each step on a sequence of scalar gradients."""
    moves = []
    for gradient in gradients:
        after, state = step(ZERO, np.array([gradient]), state, rate)
        moves.append(abs(float(after[0])))
    return np.array(moves)


def test_adagrad_slows_as_one_over_root_t_but_never_stops() -> None:
    moves = sizes(adagrad_step, ZERO, np.full(10_000, 7.0))
    np.testing.assert_allclose(moves, 1 / np.sqrt(np.arange(1, 10_001)))
    assert moves.sum() == pytest.approx(adagrad_distance(10_000, 1.0))
    assert adagrad_distance(10_000, 1.0) == pytest.approx(198.5, abs=0.05)
    assert adagrad_distance(10_000, 1.0) == pytest.approx(2 * 10_000**0.5, rel=0.01)


def test_a_rare_feature_gets_a_ten_times_longer_step() -> None:
    often = sizes(adagrad_step, ZERO, np.ones(1000))
    rare = sizes(adagrad_step, ZERO, np.where(np.arange(1, 1001) % 100 == 0, 1.0, 0.0))
    assert rare[999] / often[999] == pytest.approx(10)
    assert rare.sum() / often.sum() == pytest.approx(0.081, abs=5e-4)  # with a hundredth of the gradients


@pytest.mark.parametrize(
    ("step", "state", "after_100", "after_1000"),
    [(adagrad_step, ZERO, 0.0105, 0.0100), (rmsprop_step, ZERO, 0.18, 1.0), (adam_step, (ZERO, ZERO, 0), 0.11, 0.40)],
)
def test_after_large_early_gradients_only_the_averages_recover(
    step: Any, state: Any, after_100: float, after_1000: float
) -> None:
    moves = sizes(step, state, np.append(np.full(10, 30.0), np.ones(5000)))
    assert (moves[109], moves[1009]) == pytest.approx((after_100, after_1000), rel=0.03)
    assert moves[5009] < 0.01 if step is adagrad_step else moves[5009] > 0.95


def test_first_steps() -> None:
    assert sizes(rmsprop_step, ZERO, np.full(1, 5.0))[0] == pytest.approx(10)
    assert sizes(rmsprop_step, ZERO, np.full(2000, 5.0))[-1] == pytest.approx(1)
    assert 1 / np.sqrt(1 - 0.9) == pytest.approx(3.16, abs=5e-3)
    assert sizes(adadelta_step, (ZERO, ZERO), np.full(1, 5.0))[0] == pytest.approx(3.16e-3, rel=1e-3)
    np.testing.assert_allclose(sizes(adam_step, (ZERO, ZERO, 0), np.full(50, 5.0)), 1)


@pytest.mark.parametrize("scale", [1e-2, 1e2])
def test_adam_and_rmsprop_ignore_the_scale_of_the_loss_adadelta_nearly(scale: float) -> None:
    """While the gradients are far above ε, or √ε: AdaDelta remembers a first step that was small."""
    rng = np.random.default_rng(0)
    gradients = rng.uniform(1, 3, 100) * rng.choice([-1, 1], 100)
    for step, state in ((adam_step, (ZERO, ZERO, 0)), (rmsprop_step, ZERO)):
        np.testing.assert_allclose(sizes(step, state, scale * gradients), sizes(step, state, gradients), rtol=1e-4)
    pair = [sizes(adadelta_step, (ZERO, ZERO), factor * gradients) for factor in (1.0, scale)]
    np.testing.assert_allclose(pair[1], pair[0], rtol=0.1)


def test_uncorrected_adam_starts_too_fast() -> None:
    first, second = 0.0, 0.0
    for t in range(1, 101):
        first, second = 0.9 * first + 0.1, 0.999 * second + 0.001
        assert first / second**0.5 == pytest.approx(uncorrected_factor(t))
    factors = [uncorrected_factor(t) for t in range(1, 3001)]
    assert (factors[0], max(factors), factors[999]) == pytest.approx((3.16, 6.57, 1.26), abs=5e-3)
    assert int(np.argmax(factors)) + 1 == 12


def test_largest_step_of_adam_is_seven_rates_after_silence_and_growing_gradients() -> None:
    silence: tuple[Array, Array, int] = (ZERO, ZERO, 100_000)
    lone = sizes(adam_step, silence, ONE)[0]
    growing = sizes(adam_step, silence, (0.999 / 0.9) ** np.arange(200.0))
    assert lone == pytest.approx(3.16, abs=5e-3)
    assert growing.max() == pytest.approx(largest_adam_step(), rel=1e-4)
    assert largest_adam_step() == pytest.approx(7.27, abs=5e-3)


def test_l2_inside_adam_depends_on_the_gradients_decoupled_decay_does_not() -> None:
    decoupled = [remaining_weight(size, True) for size in (10, 1, 0.1)]
    coupled = [remaining_weight(size, False) for size in (10, 1, 0.1)]
    assert decoupled == pytest.approx([0.91] * 3, abs=5e-3)
    assert coupled == pytest.approx([0.99, 0.91, 0.37], abs=5e-3)
    assert coupled == pytest.approx(np.exp([-0.01, -0.1, -1]), abs=5e-3)
    shrunk, _ = adamw_step(ONE, ZERO, (ZERO, ZERO, 0), 0.1, 0.5)
    assert shrunk[0] == pytest.approx(0.95)


@pytest.mark.parametrize(("betas", "end"), [((0.0, 0.1), 1.0), ((0.9, 0.999), -1.0)])
def test_adam_can_run_to_the_worst_point_of_a_convex_problem(betas: tuple[float, float], end: float) -> None:
    x, moments = ZERO, (ZERO, ZERO, 0)
    for t in range(1, 3001):
        gradient = np.array([3.0 if t % 3 == 1 else -1.0])  # mean +1/3: the minimum on [−1, 1] is −1
        x, moments = adam_step(x, gradient, moments, 0.5 / t**0.5, betas)
        x = np.clip(x, -1, 1)
    assert x[0] == pytest.approx(end, abs=0.02)
