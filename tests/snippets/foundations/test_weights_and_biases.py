"""Claims of docs/foundations/weights-and-biases.md."""

import numpy as np
import pytest

from snippets.foundations.backpropagation import random_layers
from snippets.foundations.weights_and_biases import (
    Array,
    boundary,
    collapsed,
    dense_layer,
    fit_boundary,
    parameter_count,
    two_clouds,
)

RNG = np.random.default_rng(0)


def relu(z: Array) -> Array:
    return np.maximum(z, 0)


def identity(z: Array) -> Array:
    return z


def test_worked_example_of_a_layer() -> None:
    X, W, b = np.array([[1.0, 2.0]]), np.array([[3.0, -1.0], [-1.0, 0.5]]), np.array([-0.5, -1.0])
    assert dense_layer(X, W, b, identity).tolist() == [[0.5, -1.0]]
    assert dense_layer(X, W, b, relu).tolist() == [[0.5, 0.0]]


def test_bias_is_the_weight_of_a_constant_input() -> None:
    X, W, b = RNG.standard_normal((5, 3)), RNG.standard_normal((4, 3)), RNG.standard_normal(4)
    extended = dense_layer(np.column_stack([X, np.ones(5)]), np.column_stack([W, b]), np.zeros(4), relu)
    np.testing.assert_allclose(extended, dense_layer(X, W, b, relu))


def test_bias_shifts_the_boundary_and_weights_turn_it() -> None:
    normal, distance = boundary(np.array([3.0, 4.0]), -10.0)
    assert (normal.tolist(), distance) == ([0.6, 0.8], 2.0)
    assert np.array([3.0, 4.0]) @ (distance * normal) - 10 == pytest.approx(0)
    assert boundary(np.array([3.0, 4.0]), 0.0)[1] == 0


def test_without_a_bias_the_boundary_passes_through_the_origin_and_misses() -> None:
    for seed in range(12):
        X, labels = two_clouds(np.random.default_rng(seed))
        accuracy = {}
        for bias in (False, True):
            w, b = fit_boundary(X, labels, bias)
            accuracy[bias] = np.mean((X @ w + b > 0) == labels)
        assert accuracy[False] < 0.8
        assert accuracy[True] > 0.93


def test_relu_network_without_biases_scales_with_its_input() -> None:
    X = RNG.standard_normal((6, 4))
    layers = random_layers([4, 8, 8, 3], np.random.default_rng(1))

    def network(inputs: Array) -> Array:
        for W, b in layers:
            inputs = dense_layer(inputs, W, b, relu)
        return inputs

    np.testing.assert_allclose(network(7 * X), 7 * network(X))
    assert not network(np.zeros((1, 4))).any()


def test_stack_without_activation_is_one_affine_map_and_with_relu_is_not() -> None:
    X = RNG.standard_normal((6, 4))
    layers = [(W, RNG.standard_normal(len(W))) for W, _ in random_layers([4, 8, 8, 3], np.random.default_rng(1))]
    W, b = collapsed(layers)
    outputs = {}
    for activation in (identity, relu):
        a = X
        for V, c in layers[:-1]:
            a = dense_layer(a, V, c, activation)
        outputs[activation] = dense_layer(a, *layers[-1], identity)
    assert W.shape == (3, 4)
    np.testing.assert_allclose(outputs[identity], X @ W.T + b)
    assert np.abs(outputs[relu] - (X @ W.T + b)).max() > 0.1


def test_biases_are_few() -> None:
    weights, biases = parameter_count([784, 512, 512, 10])
    assert (weights, biases) == (668_672, 1034)
    assert biases / (weights + biases) == pytest.approx(0.0015, abs=5e-5)
