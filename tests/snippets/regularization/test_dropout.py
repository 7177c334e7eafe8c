"""Claims of docs/regularization/dropout.md."""

from math import comb

import numpy as np
import pytest

from scripts.numbers.regularization import dropout as numbers
from snippets.regularization import dropout as module
from snippets.regularization.dropout import Array, channel_dropout, dropout, original_dropout
from tests.draws import drawing


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def regression(rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """20,000 examples, 10 inputs, and weights halfway from zero to the true ones."""
    X, truth = rng.standard_normal((20_000, 10)), np.arange(1, 11) / 10
    return X, X @ truth + rng.standard_normal(20_000), truth / 2


def test_inverted_dropout_keeps_the_expectation_and_the_plain_mask_does_not(rng: np.random.Generator) -> None:
    ones = np.ones((1000, 1000))  # standard error of the mean: 0.0005
    assert dropout(ones, 0.8, rng).mean() == pytest.approx(1.0, abs=0.002)
    assert original_dropout(ones, 0.8, rng).mean() == pytest.approx(0.8, abs=0.002)
    assert dropout(ones, 0.8, rng, training=False) is ones


def test_original_and_inverted_dropout_are_one_model_with_rescaled_weights(rng: np.random.Generator) -> None:
    a, W, q = rng.standard_normal((32, 8)), rng.standard_normal((8, 3)), 0.7
    for training in (True, False):
        original = original_dropout(a, q, np.random.default_rng(1), training) @ W
        inverted = dropout(a, q, np.random.default_rng(1), training) @ (q * W)
        np.testing.assert_allclose(original, inverted, atol=1e-12)


def test_each_example_has_its_own_mask_and_the_dropped_fraction_is_not_exact(rng: np.random.Generator) -> None:
    dropped = (dropout(np.ones((100_000, 10)), 0.5, rng) == 0).sum(axis=1)
    assert comb(10, 5) / 2**10 == pytest.approx(0.246, abs=5e-4)
    assert np.mean(dropped == 5) == pytest.approx(0.246, abs=0.006)  # 4 standard errors
    masks = dropout(np.ones((8, 40)), 0.5, rng)
    assert len(np.unique(masks, axis=0)) == 8


def test_penalty_is_what_dropout_adds_to_the_squared_error(rng: np.random.Generator) -> None:
    X, y, w = regression(rng)
    X, y = X[:64], y[:64]
    losses = [np.mean((dropout(X, 0.8, rng) @ w - y) ** 2) for _ in range(10_000)]
    added = np.mean(losses) - np.mean((X @ w - y) ** 2)
    assert added == pytest.approx(module.dropout_penalty(X, w, 0.8), abs=4 * np.std(losses) / 100)
    standardized = X / np.sqrt(np.mean(X**2, axis=0))
    assert module.dropout_penalty(standardized, w, 0.8) == pytest.approx(0.25 * np.sum(w**2))
    assert module.dropout_penalty(standardized, w, 0.5) == pytest.approx(np.sum(w**2))


def test_weight_scaling_is_the_geometric_mean_of_all_subnetworks_of_a_softmax_layer() -> None:
    """The plain mean is another one: for most of twenty layers it is less certain."""
    rng, differences, less_certain = np.random.default_rng(0), [], 0
    for _ in range(20):
        h, W, b = np.abs(rng.standard_normal(10)), rng.standard_normal((3, 10)), rng.standard_normal(3)
        outputs = module.subnetwork_outputs(h, W, b)
        assert outputs.shape == (1024, 3)
        geometric = np.exp(np.log(outputs).mean(axis=0))
        scaled = np.exp(W @ h + b) / np.exp(W @ h + b).sum()
        np.testing.assert_allclose(geometric / geometric.sum(), scaled)
        mean = outputs.mean(axis=0)
        differences.append(np.abs(mean - scaled).max())
        less_certain += mean.max() < scaled.max()
    assert np.mean(differences) > 0.1
    assert less_certain > 15


def test_channel_dropout_drops_whole_feature_maps(rng: np.random.Generator) -> None:
    kept = channel_dropout(np.ones((500, 20, 3, 3)), 0.8, rng)
    assert np.all(kept == kept[:, :, :1, :1])
    assert kept.mean() == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize("first", [0, 1000])
def test_surviving_neighbors_reveal_a_dropped_pixel_of_a_smooth_map(first: int) -> None:
    correlation = numbers.neighbors(first)
    assert np.all(correlation["smooth"] > 0.8)
    assert np.all(np.abs(correlation["white"]) < 0.05)


@pytest.mark.parametrize(("q", "normal", "relu"), [(0.5, 0.5, 0.405), (0.8, 0.8, 0.73), (0.9, 0.9, 0.86)])
def test_variance_at_evaluation_is_smaller_than_behind_dropout(q: float, normal: float, relu: float) -> None:
    x = np.random.default_rng(0).standard_normal(200_000)
    assert module.variance_ratio(x, q) == pytest.approx(normal, abs=0.001)
    assert module.variance_ratio(np.maximum(x, 0), q) == pytest.approx(relu, abs=0.003)
    dropped = dropout(np.maximum(x, 0)[None], q, np.random.default_rng(1))
    assert np.maximum(x, 0).var() / dropped.var() == pytest.approx(relu, rel=0.02)


def test_a_new_mask_at_every_step_erases_a_memory_and_one_mask_per_sequence_does_not(rng: np.random.Generator) -> None:
    memory = np.ones((1, 100_000))
    for _ in range(20):
        memory = dropout(memory, 0.9, rng)
    assert np.mean(memory != 0) == pytest.approx(0.9**20, abs=0.005) == pytest.approx(0.12, abs=0.005)
    assert np.mean(dropout(np.ones((1, 100_000)), 0.9, rng) != 0) == pytest.approx(0.9, abs=0.005)


@pytest.mark.parametrize("first", [0, 1000])
def test_dropout_raises_the_variance_of_an_example_gradient(first: int) -> None:
    ratios = numbers.gradient_variance(first)
    assert np.all((ratios[0.5] > 2.3) & (ratios[0.5] < 3))
    assert np.all((ratios[0.8] > 1.25) & (ratios[0.8] < 1.45))


def test_stochastic_depth_skips_the_work_and_keeps_the_expectation(rng: np.random.Generator) -> None:
    h = np.ones((1, 3))
    outputs = np.array([module.stochastic_depth(h, lambda x: 2 * x, 0.75, rng) for _ in range(10_000)])
    assert np.mean(np.all(outputs == h, axis=(1, 2))) == pytest.approx(0.25, abs=0.02)  # block not computed
    np.testing.assert_allclose(outputs.mean(axis=0), h + 2 * h, atol=0.05)
    assert module.linear_decay(54, 0.5).sum() == pytest.approx(40.25)


def test_a_unit_is_kept_if_its_number_is_below_the_keep_probability() -> None:
    a, u = np.array([3.0, -5.0, 7.0]), [0.2, 0.5, 0.8]  # the second is not below
    np.testing.assert_allclose(original_dropout(a, 0.5, drawing(random=[u])), [3, 0, 0])
    np.testing.assert_allclose(original_dropout(a, 0.5, drawing(), training=False), a / 2)
    maps = a.reshape(1, 3, 1, 1) * np.ones((2, 4))
    kept = channel_dropout(maps, 0.5, drawing(random=[np.reshape(u, (1, 3, 1, 1))]))
    np.testing.assert_allclose(kept[0], np.reshape([6, 0, 0], (3, 1, 1)) * np.ones((2, 4)))
    for number, expected in ((0.2, 3 + 2 * 9), (0.5, 3), (0.8, 3)):
        assert module.stochastic_depth(np.array([3.0]), np.square, 0.5, drawing(random=[number])) == expected


def test_outputs_of_one_hidden_unit_by_hand_even_where_exponentials_overflow() -> None:
    b = np.array([np.log(3), 0.0])
    outputs = module.subnetwork_outputs(np.array([np.log(2)]), np.array([[0.5], [-0.5]]), b)
    np.testing.assert_allclose(outputs, [[3 / 4, 1 / 4], [12 / 13, 1 / 13]])  # odds 3, and 3 · 2²
    huge = module.subnetwork_outputs(np.array([1e4, 1e4]), np.eye(2), b)
    np.testing.assert_allclose(huge, [[0.75, 0.25], [0.0, 1.0], [1.0, 0.0], [0.75, 0.25]])
