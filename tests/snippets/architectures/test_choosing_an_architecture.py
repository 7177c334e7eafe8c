"""Claims of docs/architectures/choosing-an-architecture.md."""

import numpy as np
import pytest

from snippets.architectures.choosing_an_architecture import Array, influence, layer_costs, sequence_layers

T, D = 6, 4
X = np.random.default_rng(0).standard_normal((T, D))
LAYERS = sequence_layers(T, D, np.random.default_rng(1))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("dense", np.ones((T, T))),
        ("convolution", np.tri(T, k=1) - np.tri(T, k=-2)),
        ("recurrence", np.tri(T)),
        ("self-attention", np.ones((T, T))),
    ],
)
def test_who_sees_whom(name: str, expected: np.ndarray) -> None:
    np.testing.assert_array_equal(influence(LAYERS[name], X), expected)


def test_convolution_and_recurrence_reuse_weights_over_time_and_the_dense_layer_does_not() -> None:
    rng = np.random.default_rng(2)
    short, late = np.zeros((T, D)), np.zeros((T, D))
    short[1], late[2] = (rng.standard_normal(D),) * 2
    for name in ("convolution", "recurrence"):
        np.testing.assert_allclose(LAYERS[name](late)[2:5], LAYERS[name](short)[1:4])
    assert not np.allclose(LAYERS["dense"](late)[2:5], LAYERS["dense"](short)[1:4])


def test_a_permuted_sequence_only_permutes_the_output_of_self_attention() -> None:
    order = np.random.default_rng(3).permutation(T)
    np.testing.assert_allclose(LAYERS["self-attention"](X[order]), LAYERS["self-attention"](X)[order])
    assert not np.allclose(LAYERS["recurrence"](X[order]), LAYERS["recurrence"](X)[order])


@pytest.mark.parametrize(
    ("name", "weights", "millions", "millions_twice", "steps"),
    [
        ("dense", 40_960_000, 41.0, 163.8, 1),
        ("convolution", 12_288, 1.2, 2.5, 1),
        ("recurrence", 8_192, 0.8, 1.6, 100),
        ("self-attention", 16_384, 2.9, 8.4, 1),
    ],
)
def test_cost_table(name: str, weights: int, millions: float, millions_twice: float, steps: int) -> None:
    cost, twice = layer_costs(100, 64, 3)[name], layer_costs(200, 64, 3)[name]
    assert (cost.weights, cost.sequential_steps) == (weights, steps)
    assert twice.weights == (4 * weights if name == "dense" else weights)
    assert (cost.multiply_adds / 1e6, twice.multiply_adds / 1e6) == pytest.approx((millions, millions_twice), abs=0.05)


def test_attention_does_less_work_than_an_lstm_up_to_twice_the_size_of_its_vectors() -> None:
    d = 64
    for length in (d, 2 * d - 1, 2 * d, 2 * d + 1, 4 * d):
        costs = layer_costs(length, d, 3)
        lstm = 4 * costs["recurrence"].multiply_adds  # four gates, each with two matrices
        attention = costs["self-attention"].multiply_adds
        assert np.sign(attention - lstm) == np.sign(length - 2 * d)


def test_an_input_is_raised_by_one_and_one_changed_number_is_enough() -> None:
    def above_six(X: Array) -> Array:
        """The first number of a row changes where the sum of the input rises above 6, the second never."""
        return np.stack([np.maximum(X.sum(axis=1) - 6, 0), np.zeros(2)], axis=1)

    assert influence(above_six, np.array([[2.0, 4.0], [2.0, 0.5]])).tolist() == [[True, False], [False, False]]
