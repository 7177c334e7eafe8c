"""Claims of docs/regularization/batch-normalization.md."""

import numpy as np
import pytest

from scripts.numbers.regularization import batch_normalization as numbers
from snippets.regularization.batch_normalization import Array, batch_norm, batch_norm_gradient, batch_norm_inference
from snippets.regularization.batch_normalization import fold_batch_norm as fold
from snippets.regularization.batch_normalization import update_running_statistics as update

ONE, ZERO = np.ones(1), np.zeros(1)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def slopes(function: object, at: Array, step: float = 1e-6) -> Array:
    """Central differences of a scalar function."""
    result = np.empty_like(at)
    for index in np.ndindex(at.shape):
        moved = [at.copy(), at.copy()]
        moved[0][index] += step
        moved[1][index] -= step
        result[index] = (function(moved[0]) - function(moved[1])) / (2 * step)  # type: ignore[operator]
    return result


@pytest.mark.parametrize("shape", [(64, 3), (8, 3, 5, 4)])
def test_each_channel_gets_mean_beta_and_deviation_gamma(shape: tuple[int, ...], rng: np.random.Generator) -> None:
    x = 5 + 3 * rng.standard_normal(shape)
    gamma, beta = np.array([1.0, 2.0, 0.5]), np.array([0.0, -1.0, 4.0])
    axes = (0, *range(2, len(shape)))
    y = batch_norm(x, gamma, beta)
    np.testing.assert_allclose(y.mean(axis=axes), beta, atol=1e-12)
    np.testing.assert_allclose(y.std(axis=axes), gamma, rtol=1e-5)


def test_gradient_equals_finite_differences(rng: np.random.Generator) -> None:
    x, g = rng.standard_normal((6, 3)), rng.standard_normal((6, 3))
    gamma, beta = rng.standard_normal(3), rng.standard_normal(3)
    dx, dgamma, dbeta = batch_norm_gradient(g, x, gamma)
    np.testing.assert_allclose(dx, slopes(lambda v: np.sum(g * batch_norm(v, gamma, beta)), x), atol=1e-7)
    np.testing.assert_allclose(dgamma, slopes(lambda v: np.sum(g * batch_norm(x, v, beta)), gamma), atol=1e-7)
    np.testing.assert_allclose(dbeta, slopes(lambda v: np.sum(g * batch_norm(x, gamma, v)), beta), atol=1e-7)
    np.testing.assert_allclose(dx.sum(axis=0), 0, atol=1e-12)


@pytest.mark.parametrize(("batch", "output"), [((1, 2, 3, 4), -1.34), ((1, 0, -1, -2), 1.34)])
def test_the_same_input_comes_out_differently_among_other_examples(batch: tuple[int, ...], output: float) -> None:
    x = np.array(batch, dtype=float)[:, None]
    assert batch_norm(x, ONE, ZERO)[0, 0] == pytest.approx(output, abs=0.005)
    assert batch_norm_inference(x, ZERO, ONE, ONE, ZERO)[0, 0] == pytest.approx(1.0, abs=1e-5)


def test_a_mini_batch_of_two_keeps_only_the_order(rng: np.random.Generator) -> None:
    x = 10 * rng.standard_normal((2, 50))
    y = batch_norm(x, np.ones(50), np.zeros(50), epsilon=1e-12)
    np.testing.assert_allclose(y, np.sign(x - x[::-1]), atol=1e-6)


@pytest.mark.parametrize("first", [0, 1000])
def test_noise_from_the_other_examples_falls_with_the_batch_size(first: int) -> None:
    spread = {size: runs.mean() for size, runs in numbers.noise(first).items()}
    assert spread[4] > 2 * spread[32] > 5 * spread[256]
    # Mean and half the deviation's change: 1/B + 1/2B to first order.
    assert [spread[size] for size in (32, 256)] == pytest.approx([(1.5 / size) ** 0.5 for size in (32, 256)], rel=0.05)


def test_running_statistics_forget_their_start_geometrically(rng: np.random.Generator) -> None:
    mean, variance = ZERO, ONE
    x = 3 + 2 * rng.standard_normal((64, 1))
    for _ in range(22):
        mean, variance = update(mean, variance, x)
    assert mean[0] / x.mean() == pytest.approx(1 - 0.9**22)
    assert 0.9**22 < 0.1 < 0.9**21
    assert 0.99**230 < 0.1 < 0.99**229
    assert variance[0] == pytest.approx(0.9**22 + (1 - 0.9**22) * x.var(ddof=1))


def test_running_statistics_converge_to_the_population(rng: np.random.Generator) -> None:
    mean, variance = ZERO, ONE
    means, variances = [], []
    for _ in range(10_000):
        mean, variance = update(mean, variance, 3 + 2 * rng.standard_normal((4, 1)))
        means.append(mean[0])
        variances.append(variance[0])
    assert np.mean(means[100:]) == pytest.approx(3, abs=0.03)
    assert np.mean(variances[100:]) == pytest.approx(4, abs=0.1)  # the biased estimate would give 3


def test_folded_layer_equals_linear_then_batch_norm(rng: np.random.Generator) -> None:
    x, W, b = rng.standard_normal((7, 4)), rng.standard_normal((3, 4)), rng.standard_normal(3)
    mean, variance = rng.standard_normal(3), rng.uniform(0.5, 2, 3)
    gamma, beta = rng.standard_normal(3), rng.standard_normal(3)
    folded_W, folded_b = fold(W, b, mean, variance, gamma, beta)
    expected = batch_norm_inference(x @ W.T + b, mean, variance, gamma, beta)
    np.testing.assert_allclose(x @ folded_W.T + folded_b, expected, atol=1e-12)


def test_a_bias_before_batch_norm_changes_nothing(rng: np.random.Generator) -> None:
    z, bias = rng.standard_normal((16, 3)), np.array([5.0, -2.0, 100.0])
    np.testing.assert_allclose(
        batch_norm(z + bias, np.ones(3), np.zeros(3)), batch_norm(z, np.ones(3), np.zeros(3)), atol=1e-10
    )


def test_weight_scale_cancels_and_the_gradient_shrinks_in_proportion(rng: np.random.Generator) -> None:
    x, w, g = rng.standard_normal((32, 4)), rng.standard_normal(4), rng.standard_normal((32, 1))

    def loss(weights: Array) -> float:
        return float(np.sum(g * batch_norm((x @ weights)[:, None], ONE, ZERO, epsilon=0)))

    assert loss(10 * w) == pytest.approx(loss(w))
    gradient = slopes(loss, w)
    np.testing.assert_allclose(slopes(loss, 10 * w), gradient / 10, atol=1e-6)
    assert abs(gradient @ w) < 1e-6 * np.linalg.norm(gradient) * np.linalg.norm(w)
