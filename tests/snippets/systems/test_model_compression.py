"""What docs/systems/model-compression.md claims about scales, outliers, soft targets and pruning."""

import numpy as np
import pytest
from numpy.typing import NDArray

from snippets.systems.model_compression import (
    distillation_loss,
    int8_product,
    prune_units,
    prune_weights,
    quantize_int8,
    relative_error,
    restored,
    rounding_noise,
    smooth,
    soft_gradient,
    soft_or_hard,
    softmax,
    sparse_share,
)

Array = NDArray[np.float64]


def test_a_hand_worked_matrix() -> None:
    W = np.array([[1.27, -0.5, 0.004], [0.0, 12.7, -6.35]])
    tensor, rows = quantize_int8(W), quantize_int8(W, axis=1)
    np.testing.assert_array_equal(tensor.integers, [[13, -5, 0], [0, 127, -64]])
    np.testing.assert_array_equal(rows.integers, [[127, -50, 0], [0, 127, -64]])
    np.testing.assert_allclose(tensor.scale, [[0.1]])
    np.testing.assert_allclose(rows.scale, [[0.01], [0.1]])
    assert quantize_int8(W, axis=0).scale.shape == (1, 3)
    assert tensor.integers.dtype == np.int8
    np.testing.assert_array_equal(quantize_int8(np.zeros((2, 2))).scale, [[1 / 127]])


def test_the_error_is_that_of_uniform_noise() -> None:
    w = np.random.default_rng(0).standard_normal((1, 200_000))
    quantized = quantize_int8(w)
    measured = np.mean((w - restored(quantized)) ** 2)
    assert measured == pytest.approx(rounding_noise(float(quantized.scale[0, 0])), rel=0.01)
    assert 10 * np.log10(rounding_noise(2) / rounding_noise(1)) == pytest.approx(6.02, abs=0.01)  # decibels per bit


def test_one_outlier_spoils_a_shared_scale_and_a_single_row_of_many() -> None:
    W = np.random.default_rng(0).standard_normal((100, 100))
    W[3, 5] = 100.0
    tensor, rows = (relative_error(W, restored(quantize_int8(W, axis))) for axis in (None, 1))
    small = np.delete(W, 3, axis=0)
    assert tensor > 5 * rows
    assert relative_error(small, restored(quantize_int8(small, 1))) < 0.01
    assert relative_error(np.array([3.0, 4.0]), np.array([3.0, 0.0])) == 0.8


def test_integer_product_equals_the_product_of_the_restored_matrices() -> None:
    rng = np.random.default_rng(0)
    X, W = rng.standard_normal((5, 300)), rng.standard_normal((300, 4)) * np.array([1, 10, 0.1, 3])
    expected = restored(quantize_int8(X, 1)) @ restored(quantize_int8(W, 0))
    np.testing.assert_allclose(int8_product(X, W), expected)
    assert relative_error(X @ W, int8_product(X, W)) < 0.02


def test_smoothing_keeps_the_product_and_makes_it_robust() -> None:
    rng = np.random.default_rng(0)
    X, W = rng.standard_normal((50, 100)), rng.standard_normal((100, 20))
    X[:, 7] *= 60
    smoothed = smooth(X, W)
    np.testing.assert_allclose(smoothed[0] @ smoothed[1], X @ W)
    np.testing.assert_allclose(np.abs(smoothed[0]).max(axis=0), np.abs(smoothed[1]).max(axis=1))  # at one half
    all_in_weights = smooth(X, W, 1.0)
    np.testing.assert_allclose(np.abs(all_in_weights[0]).max(axis=0), 1)
    assert relative_error(X @ W, int8_product(*smoothed)) < 0.5 * relative_error(X @ W, int8_product(X, W))


def _logits() -> tuple[Array, Array, NDArray[np.int64]]:
    rng = np.random.default_rng(0)
    return 3 * rng.standard_normal((4, 5)), 3 * rng.standard_normal((4, 5)), np.array([0, 3, 1, 4])


def test_the_gradient_is_the_slope_of_the_loss() -> None:
    student, teacher, labels = _logits()
    for temperature in (1.0, 4.0):
        for row, column in ((0, 0), (2, 3)):
            step = np.zeros_like(student)
            step[row, column] = 1e-6
            up, down = (distillation_loss(student + sign * step, teacher, labels, temperature, 0.0) for sign in (1, -1))
            slope = (up - down) / 2e-6 * len(labels)  # the loss is a mean, the gradient per example
            assert soft_gradient(student, teacher, temperature)[row, column] == pytest.approx(slope, rel=1e-5)


def test_at_high_temperature_logits_are_matched() -> None:
    """The error is at most that of the second-order term: with p″ ≤ p·R², R the range of the logits, R²p/2T each."""
    student, teacher, _ = _logits()
    student, teacher = (z - z.mean(axis=1, keepdims=True) for z in (student, teacher))
    ranges = sum(np.ptp(z, axis=1, keepdims=True) ** 2 for z in (student, teacher))
    for temperature in (1e4, 1e6):
        error = np.abs(soft_gradient(student, teacher, temperature) - (student - teacher) / 5)
        assert np.all(error < 1.01 * ranges / 5 / (2 * temperature))  # p is within a hundredth of a fifth


def test_labels_alone_give_the_cross_entropy() -> None:
    student, teacher, labels = _logits()
    expected = -np.log(softmax(student))[np.arange(4), labels].mean()
    assert distillation_loss(student, teacher, labels, 3.0, 1.0) == pytest.approx(expected)
    assert distillation_loss(teacher, teacher, labels, 3.0, 0.0) == pytest.approx(0)
    expected_probabilities = np.array([[1.0, 0.0], [0.5, 0.5]])
    np.testing.assert_allclose(softmax(np.array([[1000.0, 0.0], [0.0, 0.0]])), expected_probabilities)


def test_the_smallest_weights_go() -> None:
    W = np.array([[0.1, -3.0], [2.0, -0.2]])
    np.testing.assert_array_equal(prune_weights(W, 0.5), [[0, -3], [2, 0]])
    np.testing.assert_array_equal(prune_weights(W, 0.25), [[0, -3], [2, -0.2]])
    np.testing.assert_array_equal(W, [[0.1, -3.0], [2.0, -0.2]])


def test_removed_units_make_smaller_matrices() -> None:
    W1 = np.array([[1.0, 5.0, 2.0, 0.1], [1.0, 0.0, 2.0, 0.1]])
    W2 = np.array([[9.0], [0.5], [3.0], [4.0]])
    smaller = prune_units(W1, W2, 0.5)
    np.testing.assert_array_equal(smaller[0], [[1, 2], [1, 2]])
    np.testing.assert_array_equal(smaller[1], [[9], [3]])


def test_indices_eat_what_zeros_save() -> None:
    assert sparse_share(0.1, 16, 16) == pytest.approx(0.2)
    assert sparse_share(0.5, 16, 16) == 1
    assert sparse_share(0.1, 8, 24) == pytest.approx(0.4)


def test_training_on_probabilities_finds_the_weights_that_made_them() -> None:
    rng = np.random.default_rng(0)
    X, truth = rng.standard_normal((40, 3)), rng.standard_normal((3, 4))
    found = soft_or_hard(X, softmax(X @ truth), steps=5000)
    np.testing.assert_allclose(found, truth - truth.mean(axis=1, keepdims=True), atol=0.01)
