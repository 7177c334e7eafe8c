"""The claims of docs/architectures/sequence-models.md in NumPy: finite differences, hand-worked numbers, bounds."""

import numpy as np
import pytest

from snippets.architectures import sequence_models as models
from snippets.architectures.recurrent_networks import Weights, lstm_step, retention

RNG = np.random.default_rng(0)
D, H = 3, 5


def drawn(scale: float = 1.0) -> Weights:
    weights = models.gru_weights(D, H, RNG, scale=scale)
    return weights._replace(bias=RNG.standard_normal(3 * H))


def test_step_of_a_single_unit_by_hand() -> None:
    weights = Weights(np.array([[0.0], [0.0], [2.0]]), np.array([[0.0], [0.0], [1.0]]), np.array([0, np.log(3), 0.1]))
    state, r, z, candidate = models.gru_step(np.array([0.3]), np.array([0.8]), weights)
    assert (r[0], z[0]) == pytest.approx((0.5, 0.75))
    assert candidate[0] == pytest.approx(np.tanh(2 * 0.3 + 0.5 * 0.8 + 0.1))
    assert state[0] == pytest.approx(0.25 * np.tanh(1.1) + 0.75 * 0.8)


def test_backward_agrees_with_finite_differences_and_has_the_update_gate_as_direct_path() -> None:
    weights, x, h, at_new = drawn(3.0), RNG.standard_normal(D), RNG.uniform(-1, 1, H), RNG.standard_normal(H)
    step = models.gru_step(x, h, weights)
    numerical = [
        at_new @ (models.gru_step(x, h + e, weights)[0] - models.gru_step(x, h - e, weights)[0]) / 2e-6
        for e in 1e-6 * np.eye(H)
    ]
    np.testing.assert_allclose(models.gru_step_backward(step, h, weights, at_new), numerical, atol=1e-8)
    without_weights = weights._replace(states=np.zeros((3 * H, H)))
    step = models.gru_step(x, h, without_weights)
    np.testing.assert_allclose(models.gru_step_backward(step, h, without_weights, at_new), step[2] * at_new)


def test_a_gru_state_stays_between_minus_1_and_1_while_an_lstm_cell_counts() -> None:
    weights, h = drawn(50.0), np.zeros(H)
    for x in 100 * RNG.standard_normal((200, D)):
        h = models.gru_step(x, h, weights)[0]
        assert np.abs(h).max() <= 1
    counter = Weights(np.array([[0.0], [0.0], [20.0], [0.0]]), np.zeros((4, 1)), np.array([20.0, 20.0, 0.0, 0.0]))
    state = cell = np.zeros(1)
    for count in range(1, 101):
        state, cell, *_ = lstm_step(np.ones(1), state, cell, counter)
        assert cell[0] == pytest.approx(count)


def test_exchanging_the_two_places_of_the_update_gate_is_a_change_of_sign() -> None:
    weights, x, h = drawn(), RNG.standard_normal(D), RNG.uniform(-1, 1, H)
    sign = np.repeat([1.0, -1.0, 1.0], H)
    swapped = Weights(sign[:, None] * weights.inputs, sign[:, None] * weights.states, sign * weights.bias)
    _, _, z, candidate = models.gru_step(x, h, swapped)
    other_convention = (1 - z) * h + z * candidate  # Chung et al., 2014
    np.testing.assert_allclose(other_convention, models.gru_step(x, h, weights)[0])


def test_reset_before_and_after_the_product_differ_unless_the_reset_gate_is_open() -> None:
    weights, x, h = drawn(3.0), RNG.standard_normal(D), RNG.uniform(-1, 1, H)
    before, after = models.gru_step(x, h, weights)[0], models.reset_after_step(x, h, weights, np.zeros(H))
    assert np.abs(before - after).max() > 0.01
    weights.bias[:H] = 100
    np.testing.assert_allclose(
        models.gru_step(x, h, weights)[0], models.reset_after_step(x, h, weights, np.zeros(H)), rtol=1e-12
    )


def test_gradient_reaches_back_as_far_as_the_update_gate_lets_it() -> None:
    def after(bias: float, scale: float = 1.0) -> models.Array:
        return np.asarray(np.exp(np.log(models.gru_gradient_profiles(100, bias, scale, seeds=5)).mean(axis=0)))

    closed, open_wide = after(0), after(5)
    assert closed[50] < 1e-8
    assert 0.6 < open_wide[50] / retention(5, 50) < 1.5
    assert 0.3 < open_wide[100] < 1
    assert after(0, scale=6.0)[100] > 100


def test_parameters_on_the_page() -> None:
    assert models.gru_parameters(128, 256) == 295_680 == sum(part.size for part in models.gru_weights(128, 256, RNG))
    assert models.gru_parameters(128, 256, bias_vectors=2) == 296_448


def test_teacher_forcing_reads_the_truth_and_sums_conditional_log_probabilities() -> None:
    """A first-order chain over three tokens: the probability of the sequence is a product of its transitions."""
    transition = np.array([[0.1, 0.6, 0.3], [0.5, 0.2, 0.3], [0.25, 0.25, 0.5], [0.7, 0.2, 0.1]])  # row 3: the start
    targets = np.array([1, 0, 2, 2])
    read = models.shift_right(targets, start=3)
    assert read.tolist() == [3, 1, 0, 2]
    loss = models.teacher_forced_loss(np.log(transition[read]), targets)
    assert np.exp(-loss) == pytest.approx(0.2 * 0.5 * 0.3 * 0.5)


def test_generation_stops_at_the_end_token_or_at_the_limit_and_reads_its_own_tokens() -> None:
    seen: list[list[int]] = []

    def counting(tokens: list[int]) -> int:
        seen.append(list(tokens))
        return len(tokens) + 1

    assert models.generate(counting, end=3, limit=9) == [1, 2, 3]
    assert seen == [[], [1], [1, 2]]
    assert models.generate(counting, end=99, limit=4) == [1, 2, 3, 4]
    assert models.generate(lambda tokens: 0, end=0, limit=4) == [0]


def test_expected_errors_of_the_chain_by_simulation_and_in_its_limits() -> None:
    assert models.expected_errors(0.01, 0.99, 100) == pytest.approx(1)
    lost = [1 - 0.99**t for t in range(1, 101)]
    assert models.expected_errors(0.01, 0, 100) == pytest.approx(sum(lost))
    assert sum(lost) == pytest.approx(37.2, abs=0.05)
    rng, wrong, total = np.random.default_rng(1), np.zeros(4000, bool), 0
    for _ in range(30):
        wrong = rng.random(4000) < np.where(wrong, 1 - 0.3, 0.05)
        total += int(wrong.sum())
    assert models.expected_errors(0.05, 0.3, 30) == pytest.approx(total / 4000, rel=0.05)
