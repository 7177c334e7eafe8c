"""The claims of docs/architectures/recurrent-networks.md in NumPy, by finite differences and worked numbers."""

import numpy as np
import pytest

from snippets.architectures import recurrent_networks as rnn

RNG = np.random.default_rng(0)
T, D, H = 7, 3, 5
X, TARGETS = RNG.standard_normal((T, D)), RNG.standard_normal((T, H))


def squared_error(weights: rnn.Weights) -> float:
    return float(np.sum((rnn.rnn_forward(X, weights) - TARGETS) ** 2))


def test_the_same_weights_serve_any_length() -> None:
    weights = rnn.random_weights(D, H, 1, RNG)
    for length in (1, 4, T):
        np.testing.assert_array_equal(rnn.rnn_forward(X[:length], weights), rnn.rnn_forward(X, weights)[:length])


def test_backpropagation_through_time_agrees_with_finite_differences() -> None:
    weights = rnn.random_weights(D, H, 1, RNG)
    states = rnn.rnn_forward(X, weights)
    gradient = rnn.rnn_backward(X, states, weights, 2 * (states - TARGETS), window=T)
    for part, exact in zip(weights, gradient, strict=True):
        numerical = np.zeros_like(part)
        for index in np.ndindex(part.shape):
            values = []
            for step in (1e-6, -2e-6):
                part[index] += step
                values.append(squared_error(weights))
            part[index] += 1e-6
            numerical[index] = (values[0] - values[1]) / 2e-6
        np.testing.assert_allclose(exact, numerical, rtol=1e-5, atol=1e-6)


def test_the_direct_path_through_the_cell_is_the_product_of_forget_gates() -> None:
    weights, h, c = rnn.random_weights(D, H, 4, RNG, 1.0), RNG.standard_normal(H) / 2, RNG.standard_normal(H)
    _, _, _, f, _, _ = rnn.lstm_step(X[0], h, c, weights)
    numerical = [
        (rnn.lstm_step(X[0], h, c + e, weights)[1] - rnn.lstm_step(X[0], h, c - e, weights)[1]) / 2e-6
        for e in 1e-6 * np.eye(H)
    ]
    np.testing.assert_allclose(np.array(numerical), np.diag(f), atol=1e-9)


def test_step_backward_agrees_with_finite_differences_on_both_paths() -> None:
    weights, h, c = rnn.random_weights(D, H, 4, RNG, 1.0), RNG.standard_normal(H) / 2, RNG.standard_normal(H)
    at_h, at_c = RNG.standard_normal(H), RNG.standard_normal(H)
    step = np.array(rnn.lstm_step(X[0], h, c, weights))

    def value(h: rnn.Array, c: rnn.Array) -> float:
        after = rnn.lstm_step(X[0], h, c, weights)
        return float(at_h @ after[0] + at_c @ after[1])

    eyes = 1e-6 * np.eye(H)
    by_h, by_c = rnn.lstm_step_backward(step, c, weights, at_h, at_c)
    np.testing.assert_allclose(by_h, [(value(h + e, c) - value(h - e, c)) / 2e-6 for e in eyes], atol=1e-8)
    np.testing.assert_allclose(by_c, [(value(h, c + e) - value(h, c - e)) / 2e-6 for e in eyes], atol=1e-8)


def test_retention_of_the_forget_biases_on_the_page() -> None:
    assert [round(rnn.retention(bias, 1), 3) for bias in (0, 1, 3, 5)] == [0.5, 0.731, 0.953, 0.993]
    assert rnn.retention(0, 50) == pytest.approx(8.9e-16, rel=0.01)
    assert rnn.retention(1, 50) == pytest.approx(1.6e-7, rel=0.02)
    assert rnn.retention(3, 50) == pytest.approx(0.088, abs=5e-4)
    assert rnn.retention(5, 50) == pytest.approx(0.71, abs=5e-3)
    assert -1 / np.log(rnn.retention(1, 1)) == pytest.approx(3.2, abs=0.02)


def mean_profile(forget_bias: float | None) -> rnn.Array:
    """Geometric mean over a hundred seeds, as in the figure."""
    return np.asarray(np.exp(np.mean(np.log(rnn.gradient_profiles(100, forget_bias)), axis=0)))


def test_gradients_vanish_at_low_forget_bias_and_grow_at_a_high_one() -> None:
    """A seed's logarithm deviates by 2.3, 0.8, 0.6, 0.5, 0.4 at 50 steps, a mean of a hundred by a tenth of that."""
    plain, closed, half_open, open_, wide = (mean_profile(bias) for bias in (None, 0, 1, 3, 5))
    assert plain[50] < closed[50] / 50 < half_open[50] / 1e4 < 1e-7
    assert half_open[100] < 1e-6
    assert max(plain[100], closed[100]) < 1e-19
    assert 0.6 < open_[50] < 1.4
    assert open_[100] > 3
    assert 1.5 < wide[50] < 2.5
    assert 10 * wide[50] < wide[100] < 50


def test_parameter_counts_on_the_page() -> None:
    assert rnn.parameter_count(128, 256, 4) == 394_240
    assert rnn.parameter_count(128, 256, 4, bias_vectors=2) == 395_264
    assert rnn.parameter_count(128, 256, 1) == 98_560
    assert rnn.parameter_count(128, 256, 3) == 295_680
    assert rnn.parameter_count(128, 256, 4, bias_vectors=2, directions=2) == 790_528


def test_only_the_bidirectional_state_depends_on_the_future() -> None:
    forward, backward = (rnn.random_weights(D, H, 4, RNG) for _ in range(2))
    changed = X.copy()
    changed[-1] += 1
    difference = rnn.bidirectional(changed, forward, backward) - rnn.bidirectional(X, forward, backward)
    assert np.all(difference[:-1, :H] == 0)
    assert np.all(np.abs(difference[:, H:]).max(axis=1) > 0)


def test_each_half_of_a_bidirectional_state_depends_on_its_side_of_the_sequence() -> None:
    forward, backward = (rnn.random_weights(D, H, 4, RNG) for _ in range(2))
    states = rnn.bidirectional(X, forward, backward)
    for changed in range(len(X)):
        other = X.copy()
        other[changed] += 1
        difference = np.abs(rnn.bidirectional(other, forward, backward) - states)
        positions = np.arange(len(X))
        assert np.array_equal(difference[:, :H].max(axis=1) > 0, positions >= changed)
        assert np.array_equal(difference[:, H:].max(axis=1) > 0, positions <= changed)


def test_last_value_explains_99_percent_of_a_random_walk_without_forecasting_anything() -> None:
    walks = np.random.default_rng(0).standard_normal((200, 1001)).cumsum(axis=1)
    assert np.median([rnn.explained_by_last_value(walk) for walk in walks]) == pytest.approx(0.99, abs=0.004)
    assert rnn.skill_over_last_value(walks[0], walks[0, :-1]) == 0
