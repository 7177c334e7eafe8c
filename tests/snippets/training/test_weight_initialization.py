"""The claims of docs/training/weight-initialization.md, held against independent computations."""

import math
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from snippets.training import weight_initialization as page

SHAPE = (256, 256)
Draw = Callable[[np.random.Generator], page.Array]


def scales(activation: Callable[[page.Array], page.Array], draw: Draw, seeds: int = 10) -> list[float]:
    """Root mean square of the last of 20 layers for each seed."""
    rngs = [np.random.default_rng(seed) for seed in range(100, 100 + seeds)]  # others than those of the page
    return [page.activation_scales(activation, partial(draw, rng), rng)[-1] for rng in rngs]


def gaussian(std: float) -> Draw:
    return lambda rng: std * rng.standard_normal(SHAPE)


def scheme(name: str, distribution: str) -> Draw:
    return lambda rng: page.draw_weights(SHAPE, name, distribution, rng)


@pytest.mark.parametrize(
    ("activation", "draw", "expected"),
    [  # scale after 20 layers of width 256; other seeds are within a quarter of it
        (np.tanh, gaussian(0.01), 1.2e-16),
        (page.relu, gaussian(0.01), 1.2e-19),
        (np.tanh, gaussian(1.0), 0.97),
        (np.tanh, scheme("he", "normal"), 0.55),
        (page.relu, gaussian(1.0), 1.2e21),
        (np.tanh, scheme("xavier", "normal"), 0.16),
        (np.tanh, scheme("xavier", "uniform"), 0.16),
        (page.relu, scheme("xavier", "normal"), 1.0e-3),
        (page.relu, scheme("he", "normal"), 1.05),
        (page.relu, scheme("he", "uniform"), 1.08),
        (page.relu, lambda rng: rng.uniform(-1 / 16, 1 / 16, SHAPE), 1.8e-8),  # default of torch.nn.Linear
        (page.relu, lambda rng: rng.uniform(-0.05, 0.05, SHAPE), 2.1e-10),
        (page.selu, scheme("lecun", "normal"), 0.99),
        (page.selu, scheme("he", "normal"), 8.5),
    ],
)
def test_activation_scale_after_20_layers(
    activation: Callable[[page.Array], page.Array], draw: Draw, expected: float
) -> None:
    assert np.exp(np.mean(np.log(scales(activation, draw)))) == pytest.approx(expected, rel=0.25)


def test_he_normal_and_uniform_differ_less_than_two_seeds_do() -> None:
    normal, uniform = (scales(page.relu, scheme("he", kind), 20) for kind in ("normal", "uniform"))
    difference = abs(np.mean(np.log(normal)) - np.mean(np.log(uniform)))
    assert difference < np.std(np.log(normal))
    assert 0.1 < np.std(np.log(normal)) < 0.5
    assert 0.1 < np.std(np.log(uniform)) < 0.5


def test_pre_activation_variance_is_n_times_weight_variance_times_second_moment() -> None:
    rng = np.random.default_rng(0)
    x = np.maximum(rng.standard_normal(100), 0)  # fixed inputs that are not centered, as after a ReLU
    z = rng.normal(0, 0.3, (50_000, 100)) @ x
    expected = page.pre_activation_variance(100, 0.09, float(np.mean(x**2)))
    assert z.var() == pytest.approx(expected, rel=0.02)
    assert page.pre_activation_variance(100, 0.09, float(x.var())) < 0.75 * expected  # Var[x] is not enough


def test_relu_halves_the_second_moment_and_leaky_relu_keeps_more() -> None:
    z = np.random.default_rng(1).standard_normal(400_000)
    assert np.mean(page.relu(z) ** 2) == pytest.approx(0.5, rel=0.02)
    leaky = np.where(z > 0, z, 0.2 * z)
    assert np.mean(leaky**2) * 100 * page.weight_variance("he", 100, 50, 0.2) == pytest.approx(1, rel=0.02)


def test_gelu_keeps_a_little_less_than_relu() -> None:
    z = np.linspace(-10, 10, 4001)
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    gelu = z * np.array([0.5 * (1 + math.erf(value / math.sqrt(2))) for value in z])
    second_moment = np.trapezoid(gelu**2 * density, z)
    assert second_moment == pytest.approx(0.425, abs=5e-4)
    assert 1 / second_moment == pytest.approx(2.35, abs=5e-3)


def test_variances_and_bounds_of_a_256_to_128_layer() -> None:
    assert page.weight_variance("xavier", 256, 128) == pytest.approx(0.00521, abs=5e-6)
    assert page.weight_variance("he", 256, 128) == pytest.approx(0.00781, abs=5e-6)
    assert page.uniform_bound(2 / 384) == pytest.approx(np.sqrt(6 / 384))
    assert page.uniform_bound(2 / 384) == pytest.approx(0.125)
    assert page.uniform_bound(2 / 256) == pytest.approx(0.153, abs=5e-4)
    with pytest.raises(ValueError, match="no scheme"):
        page.weight_variance("uniform", 1, 1)


@pytest.mark.parametrize("name", ["xavier", "he", "lecun"])
@pytest.mark.parametrize("distribution", ["normal", "uniform"])
def test_drawn_weights_have_the_variance_of_the_scheme(name: str, distribution: str) -> None:
    weights = page.draw_weights((64, 32, 3, 3), name, distribution, np.random.default_rng(2))
    variance = page.weight_variance(name, 32 * 9, 64 * 9)
    assert weights.var() == pytest.approx(variance, rel=0.05)
    assert weights.mean() == pytest.approx(0, abs=0.02 * np.sqrt(variance))
    inside = np.abs(weights) <= page.uniform_bound(variance)
    assert inside.all() == (distribution == "uniform")


@pytest.mark.parametrize("seed", [0, 100, 200])
def test_units_with_equal_weights_stay_equal(seed: int) -> None:
    rng = np.random.default_rng(seed)
    inputs = rng.standard_normal((64, 2))
    targets = np.sin(2 * inputs[:, 0]) * inputs[:, 1]
    first, second = np.tile([0.3, -0.2], (4, 1)), np.full(4, 0.5)
    trained = page.train_hidden_units(first, second, inputs, targets, 500)
    assert np.abs(trained - trained[0]).max() < 1e-12
    assert np.abs(trained - first).max() > 0.05  # they do move
    zero = page.train_hidden_units(np.zeros((4, 2)), np.zeros(4), inputs, targets, 500)
    assert not zero.any()
    outgoing_differ = page.train_hidden_units(first, np.array([0.5, 0.4, 0.3, 0.2]), inputs, targets, 1)
    assert np.ptp(outgoing_differ, axis=0).min() > 1e-4
    random = page.train_hidden_units(rng.normal(0, 0.5, (4, 2)), rng.normal(0, 0.5, 4), inputs, targets, 500)
    assert np.ptp(random, axis=0).min() > 0.1


def test_training_follows_the_slope_of_the_loss() -> None:
    """Three steps, with the gradient by finite differences."""
    rng = np.random.default_rng(4)
    inputs, targets = rng.standard_normal((5, 2)), rng.standard_normal(5)
    first, second = rng.standard_normal((3, 2)), rng.standard_normal(3)

    def loss(weights: page.Array) -> float:
        hidden = np.tanh(inputs @ weights[:6].reshape(3, 2).T)
        return float(np.mean((hidden @ weights[6:] - targets) ** 2) / 2)

    weights = np.concatenate([first.ravel(), second])
    for _ in range(3):
        slope = [(loss(weights + step) - loss(weights - step)) / 2e-5 for step in 1e-5 * np.eye(9)]
        weights = weights - 0.1 * np.array(slope)
    trained = page.train_hidden_units(first, second, inputs, targets, 3)
    np.testing.assert_allclose(trained, weights[:6].reshape(3, 2), atol=1e-8)


def test_orthogonal_matrices_are_those_of_the_factorization_with_a_positive_diagonal() -> None:
    triangular = page.orthogonal(5, np.random.default_rng(3)).T @ np.random.default_rng(3).standard_normal((5, 5))
    np.testing.assert_allclose(np.tril(triangular, -1), 0, atol=1e-12)
    assert (np.diag(triangular) > 0).all()


def test_orthogonal_matrices_keep_every_norm() -> None:
    rng = np.random.default_rng(3)
    matrix, state = page.orthogonal(64, rng), rng.standard_normal(64)
    np.testing.assert_allclose(matrix @ matrix.T, np.eye(64), atol=1e-12)
    moved = np.linalg.matrix_power(matrix, 1000) @ state
    assert np.linalg.norm(moved) == pytest.approx(np.linalg.norm(state))


def test_base_rate_bias_starts_at_the_entropy_of_the_labels() -> None:
    bias = page.base_rate_bias(0.01)
    assert bias == pytest.approx(-4.6, abs=0.01)
    loss = 0.01 * np.log1p(np.exp(-bias)) + 0.99 * np.log1p(np.exp(bias))
    assert loss == pytest.approx(-0.01 * np.log(0.01) - 0.99 * np.log(0.99))
    assert loss == pytest.approx(0.056, abs=5e-4)
    assert np.log(2) == pytest.approx(0.693, abs=5e-4)  # with bias 0
