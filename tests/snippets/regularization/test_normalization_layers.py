"""Claims of docs/regularization/normalization-layers.md."""

from collections.abc import Callable

import numpy as np
import pytest

from scripts.figures.regularization.normalization_layers import _shared
from snippets.regularization.batch_normalization import batch_norm
from snippets.regularization.normalization_layers import (
    Array,
    group_norm,
    layer_norm,
    layer_norm_gradient,
    normalize,
    rms_norm,
    rms_norm_gradient,
    spread_after_rms_norm,
)

ONES, ZEROS = np.ones(6), np.zeros(6)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def finite_difference(function: Callable[[Array], float], at: Array, step: float = 1e-6) -> Array:
    """Central differences of a function of an array, entry by entry."""
    gradient = np.zeros_like(at)
    for index in np.ndindex(at.shape):
        bump = np.zeros_like(at)
        bump[index] = step
        gradient[index] = (function(at + bump) - function(at - bump)) / (2 * step)
    return gradient


def test_the_token_of_the_page() -> None:
    x = np.array([1.0, 2.0, 3.0, 6.0])
    np.testing.assert_allclose(normalize(x, (-1,), 0.0), np.array([-2, -1, 0, 3]) / np.sqrt(3.5))
    np.testing.assert_allclose(rms_norm(x, np.ones(4), 0.0), x / np.sqrt(12.5))


def test_only_batch_norm_looks_at_other_examples(rng: np.random.Generator) -> None:
    x = rng.standard_normal((4, 6, 2, 2))
    other = np.concatenate([x[:1], rng.standard_normal((3, 6, 2, 2))])
    for axes, alone in (((0, 2, 3), False), ((1, 2, 3), True), ((2, 3), True)):
        assert np.allclose(normalize(x, axes)[0], normalize(other, axes)[0]) == alone
    assert np.allclose(group_norm(x, 3, ONES, ZEROS)[0], group_norm(other, 3, ONES, ZEROS)[0])


def test_what_is_normalized_has_mean_zero_and_variance_one_over_its_axes(rng: np.random.Generator) -> None:
    x = 5 + 3 * rng.standard_normal((4, 6, 3, 3))
    for axes in ((0, 2, 3), (1, 2, 3), (2, 3)):
        y = normalize(x, axes, 0.0)
        np.testing.assert_allclose(y.mean(axis=axes), 0, atol=1e-12)
        np.testing.assert_allclose(y.var(axis=axes), 1)
    np.testing.assert_allclose(normalize(x, (0, 2, 3)), batch_norm(x, ONES, ZEROS))


def test_group_norm_lies_between_layer_and_instance_norm(rng: np.random.Generator) -> None:
    x, gamma, beta = rng.standard_normal((4, 6, 3, 2)), rng.standard_normal(6), rng.standard_normal(6)
    np.testing.assert_allclose(group_norm(x, 1, ONES, ZEROS), normalize(x, (1, 2, 3)))
    np.testing.assert_allclose(group_norm(x, 6, ONES, ZEROS), normalize(x, (2, 3)))
    scaled = gamma[:, None, None] * normalize(x, (2, 3)) + beta[:, None, None]
    np.testing.assert_allclose(group_norm(x, 6, gamma, beta), scaled)
    first = group_norm(x, 3, ONES, ZEROS, epsilon=0.0)[:, :2]
    np.testing.assert_allclose([first.mean(axis=(1, 2, 3)), first.var(axis=(1, 2, 3))], [[0] * 4, [1] * 4], atol=1e-12)


@pytest.mark.parametrize(("kind", "cells"), [("batch", 4), ("layer", 6), ("instance", 1), ("group", 3)])
def test_figure_marks_the_feature_maps_that_a_statistic_depends_on(kind: str, cells: int) -> None:
    """What is marked is what changes the normalized map of one example and channel when it is changed."""
    x = np.random.default_rng(0).standard_normal((4, 6, 3, 3))
    functions = {
        "batch": lambda x: normalize(x, (0, 2, 3)),
        "layer": lambda x: normalize(x, (1, 2, 3)),
        "instance": lambda x: normalize(x, (2, 3)),
        "group": lambda x: group_norm(x, 2, ONES, ZEROS),
    }
    before = functions[kind](x)[1, 1]
    felt = np.zeros((4, 6))
    for example, channel in np.ndindex(4, 6):
        changed = x.copy()
        changed[example, channel, 0, 0] += 1
        felt[example, channel] = not np.allclose(functions[kind](changed)[1, 1], before)
    np.testing.assert_array_equal(felt, _shared(kind))
    assert felt.sum() == cells


def test_gradients_agree_with_finite_differences(rng: np.random.Generator) -> None:
    x, g = rng.standard_normal((2, 2, 3, 5))
    gamma, beta = rng.standard_normal((2, 5))
    by_x, by_gamma, by_beta = layer_norm_gradient(g, x, gamma, 0.1)
    for found, at, loss in (
        (by_x, x, lambda x: np.sum(g * layer_norm(x, gamma, beta, 0.1))),
        (by_gamma, gamma, lambda gamma: np.sum(g * layer_norm(x, gamma, beta, 0.1))),
        (by_beta, beta, lambda beta: np.sum(g * layer_norm(x, gamma, beta, 0.1))),
    ):
        np.testing.assert_allclose(found, finite_difference(loss, at), atol=1e-7)
    by_x, by_gamma = rms_norm_gradient(g, x, gamma, 0.1)
    for found, at, loss in (
        (by_x, x, lambda x: np.sum(g * rms_norm(x, gamma, 0.1))),
        (by_gamma, gamma, lambda gamma: np.sum(g * rms_norm(x, gamma, 0.1))),
    ):
        np.testing.assert_allclose(found, finite_difference(loss, at), atol=1e-7)


def test_layer_norm_is_rms_norm_of_the_centered_vector(rng: np.random.Generator) -> None:
    x, gamma, beta = rng.standard_normal((3, 8)), rng.standard_normal(8), rng.standard_normal(8)
    centered = x - x.mean(axis=-1, keepdims=True)
    np.testing.assert_allclose(layer_norm(x, gamma, beta), rms_norm(centered, gamma, 1e-5) + beta)


def test_both_ignore_the_scale_of_a_token_and_only_layer_norm_its_offset(rng: np.random.Generator) -> None:
    x, ones, zeros = rng.standard_normal((3, 8)), np.ones(8), np.zeros(8)
    functions: list[Callable[[Array], Array]] = [
        lambda x: layer_norm(x, ones, zeros, 0.0),
        lambda x: rms_norm(x, ones, 0.0),
    ]
    for function in functions:
        np.testing.assert_allclose(function(1000 * x), function(x))
        np.testing.assert_allclose(function(-x), -function(x))
    np.testing.assert_allclose(layer_norm(x + 10, ones, zeros), layer_norm(x, ones, zeros))
    offsets = [rms_norm(x + offset, ones).std(axis=-1) for offset in (0, 10, 100)]
    assert np.all(offsets[1] < offsets[0] / 5)
    assert np.all(offsets[2] < offsets[1] / 5)


def test_scaling_a_token_shrinks_its_gradient_and_the_gradient_is_orthogonal_to_it(rng: np.random.Generator) -> None:
    x, g, gamma = rng.standard_normal((3, 1, 8))
    for gradient in (layer_norm_gradient, rms_norm_gradient):
        small, large = gradient(g, x, gamma, 0.0)[0], gradient(g, 10 * x, gamma, 0.0)[0]
        np.testing.assert_allclose(large, small / 10)
        assert np.sum(x * small) == pytest.approx(0, abs=1e-12)
    assert np.sum(layer_norm_gradient(g, x, gamma)[0]) == pytest.approx(0, abs=1e-12)


def test_later_tokens_and_padding_change_batch_norm_and_not_layer_norm(rng: np.random.Generator) -> None:
    tokens, ones, zeros = rng.standard_normal((2, 5, 8)), np.ones(8), np.zeros(8)
    changed = tokens.copy()
    changed[:, -1] += 1
    padded = np.concatenate([tokens, np.zeros((2, 3, 8))], axis=1)
    for other in (changed, padded):
        batch = [batch_norm(x.reshape(-1, 8), ones, zeros).reshape(x.shape) for x in (tokens, other)]
        assert np.abs(batch[0][:, 0] - batch[1][:, 0]).max() > 0.01
        np.testing.assert_allclose(layer_norm(other, ones, zeros)[:, 0], layer_norm(tokens, ones, zeros)[:, 0])


def test_one_feature_becomes_zero_and_two_keep_only_their_order() -> None:
    assert np.all(layer_norm(np.array([[3.0], [-7.0]]), np.ones(1), np.zeros(1)) == 0)
    two = layer_norm(np.array([[3.0, 1.0], [-7.0, 90.0]]), np.ones(2), np.zeros(2))
    np.testing.assert_allclose(two, [[1, -1], [-1, 1]], atol=1e-4)
    dense = np.array([3.0, 1.0, -7.0, 90.0]).reshape(2, 2, 1, 1)  # two channels without positions
    assert np.all(group_norm(dense, 2, np.ones(2), np.zeros(2)) == 0)


def test_behind_a_centered_linear_layer_rms_norm_is_layer_norm(rng: np.random.Generator) -> None:
    inputs, W, b, gamma = rng.standard_normal((5, 3)), rng.standard_normal((8, 3)), *rng.standard_normal((2, 8))
    centered = inputs @ (W - W.mean(axis=0)).T + b - b.mean()
    assert not np.allclose(rms_norm(inputs @ W.T + b, gamma, 1e-5), layer_norm(inputs @ W.T + b, gamma, np.zeros(8)))
    np.testing.assert_allclose(rms_norm(centered, gamma, 1e-5), layer_norm(inputs @ W.T + b, gamma, np.zeros(8)))


def test_defaults_of_epsilon() -> None:
    tiny = np.full((1, 2), 1e-3)
    tiny[0, 1] *= -1  # mean square 1e-6
    np.testing.assert_allclose(np.abs(rms_norm(tiny, np.ones(2))), 1 / np.sqrt(2))
    np.testing.assert_allclose(np.abs(layer_norm(tiny, np.ones(2), np.zeros(2))), 1 / np.sqrt(11))
    g = np.array([[1.0, 1.0]])
    np.testing.assert_allclose(rms_norm_gradient(g, tiny, np.ones(2))[0], 1 / np.sqrt(2e-6))
    unequal = np.array([[1.0, 0.0]])
    by_x = layer_norm_gradient(unequal, tiny, np.ones(2))[0]
    np.testing.assert_allclose(by_x, np.array([[0.5, -0.5]]) * (1 - 1 / 11) / np.sqrt(1.1e-5))
    images = tiny.reshape(1, 1, 1, 2)
    np.testing.assert_allclose(np.abs(group_norm(images, 1, np.ones(1), np.zeros(1))), 1 / np.sqrt(11))
    np.testing.assert_allclose(np.abs(normalize(tiny, (1,))), 1 / np.sqrt(11))


def test_an_offset_drowns_what_differs_between_the_features_under_rms_norm_alone() -> None:
    """√(σ²/(σ² + c²)), whatever the features are: the caption of the second figure."""
    x = np.random.default_rng(0).standard_normal((1, 50))
    x = (x - x.mean()) / x.std()
    for offset in (0.0, 1.0, 3.0):
        left = rms_norm(x + offset, np.ones(50), 0.0).std()
        assert left == pytest.approx(1 / np.sqrt(1 + offset**2))
        assert left == pytest.approx(spread_after_rms_norm(offset), abs=1e-5)
        assert layer_norm(x + offset, np.ones(50), np.zeros(50), 0.0).std() == pytest.approx(1)
