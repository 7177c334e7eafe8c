"""What the page on ReLU claims."""

from typing import Any

import numpy as np
import pytest

from snippets.foundations import relu as page

SEEDS = range(100, 108)  # not the draws of the page


def runs(name: str, rates: page.Array, **options: Any) -> list[page.Trained]:
    return [page.train(name, rates, seed, **options) for seed in SEEDS]


def silent(trained: list[page.Trained]) -> float:
    return float(np.mean([run.silent.mean() for run in trained]))


def accuracy(trained: list[page.Trained]) -> float:
    return float(np.mean([run.accuracy for run in trained]))


def constant(rate: float, updates: int = 300) -> page.Array:
    return np.full(updates, rate)


@pytest.mark.parametrize(
    ("name", "narrow", "unit", "wide"),
    [
        ("sigmoid", 0.062, 0.045, 0.013),
        ("tanh", 0.981, 0.464, 0.106),
        ("relu", 0.5, 0.5, 0.5),
        ("gelu", 0.256, 0.456, 0.509),
    ],
)
def test_mean_squared_slopes(name: str, narrow: float, unit: float, wide: float) -> None:
    computed = [page.mean_squared_slope(name, std) for std in (0.1, 1, 5)]
    assert computed == pytest.approx([narrow, unit, wide], abs=6e-4)
    sample = np.random.default_rng(0).standard_normal(200_000)
    assert np.mean(page.activation(name, 5 * sample)[1] ** 2) == pytest.approx(computed[2], abs=0.005)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "gelu", "silu"])
@pytest.mark.parametrize("std", [0.1, 0.7, 1.5])
def test_mean_squared_slope_agrees_with_gauss_hermite_quadrature(name: str, std: float) -> None:
    points, weights = np.polynomial.hermite_e.hermegauss(120)
    values = [page.activation(name, std * points + step)[0] for step in (1e-4, -1e-4)]
    squared = ((values[0] - values[1]) / 2e-4) ** 2  # the slopes are differences: none that the page computes
    assert page.mean_squared_slope(name, std) == pytest.approx(weights @ squared / weights.sum(), rel=1e-6)


@pytest.mark.parametrize("std", [0.1, 1.0, 20.0])
def test_mean_squared_slope_of_piecewise_linear_functions_is_that_of_half_and_half(std: float) -> None:
    assert page.mean_squared_slope("relu", std) == pytest.approx(1 / 2, rel=1e-12)
    assert page.mean_squared_slope("leaky_relu", std) == pytest.approx((1 + 0.01**2) / 2, rel=1e-12)


def test_positive_activations_give_gradients_of_one_sign_and_half_of_relu_is_zero() -> None:
    z = np.random.default_rng(0).standard_normal((1000, 50))
    shares = {name: page.same_sign_share(page.activation(name, z)[0]) for name in ("sigmoid", "tanh", "relu")}
    assert shares == {"sigmoid": 1.0, "tanh": 0.0, "relu": 1.0}
    by_hand = np.array([[1.0, 2.0], [-1.0, -2.0], [1.0, -1.0], [0.0, -3.0], [0.0, 3.0]])
    assert page.same_sign_share(by_hand) == 4 / 5
    hidden = page.activation("relu", z)[0]
    assert (hidden == 0).mean() == pytest.approx(0.5, abs=0.01)
    assert hidden.mean() == pytest.approx(0.40, abs=0.01)
    assert 1 / np.sqrt(2 * np.pi) == pytest.approx(0.399, abs=5e-4)
    error, inputs = -0.7, hidden[0]
    step = 1e-6 * np.eye(50)
    finite = [(error * ((np.ones(50) + row) @ inputs) - error * (np.ones(50) @ inputs)) / 1e-6 for row in step]
    assert np.all(np.array(finite) <= 1e-8)  # one example: all gradients share the sign of the error


def test_unit_gradient_agrees_with_finite_differences_and_dies() -> None:
    rng = np.random.default_rng(2)
    X, weight, target = rng.standard_normal((30, 4)), rng.standard_normal(4), rng.standard_normal(30)

    def loss(w: page.Array) -> float:
        return float(0.5 * np.sum((np.maximum(0, X @ w + 0.1) - target) ** 2))

    error = np.maximum(0, X @ weight + 0.1) - target
    finite = [(loss(weight + step) - loss(weight - step)) / 2e-6 for step in 1e-6 * np.eye(4)]
    assert page.unit_gradient(X, weight, 0.1, error) == pytest.approx(np.array(finite), abs=1e-6)
    assert page.silent_units((X @ weight - 100)[:, None]).all()
    assert not page.unit_gradient(X, weight, -100.0, error).any()


def test_a_unit_that_is_exactly_zero_is_silent_and_passes_no_gradient() -> None:
    z = np.array([[0.0, -1.0, 0.0], [-2.0, -1.0, 0.1]])
    assert page.silent_units(z).tolist() == [True, True, False]
    assert page.unit_gradient(np.array([[3.0]]), np.ones(1), -3.0, np.ones(1)).tolist() == [0]


def test_weight_decay_revives_a_dead_unit_only_through_a_positive_bias() -> None:
    X, weight = np.random.default_rng(0).random((50, 4)) + 0.5, -np.ones(4)
    for bias, revived in ((0.5, True), (-0.5, False)):
        assert page.silent_units((X @ weight + bias)[:, None]).all()
        for factor in (0.5, 0.1, 1e-3):
            assert page.silent_units(factor * (X @ weight + bias)[:, None]).all()  # decay on both
        assert page.silent_units((X @ (1e-3 * weight) + bias)[:, None]).all() != revived  # on the weights alone


def test_any_slope_between_zero_and_one_is_a_subgradient() -> None:
    z = np.linspace(-5, 5, 101)
    for slope in (-0.1, 0.0, 0.5, 1.0, 1.1):
        assert page.is_subgradient_at_zero(slope) == bool(np.all(np.maximum(0, z) >= slope * z))


@pytest.mark.parametrize(("rate", "least", "most"), [(0.1, 0.02, 0.15), (1, 0.03, 0.2), (3, 0.7, 1.0), (10, 0.97, 1.0)])
def test_learning_rate_and_uncentered_inputs_kill_units(rate: float, least: float, most: float) -> None:
    raw, centered = runs("relu", constant(rate)), runs("relu", constant(rate), centered=True)
    assert least <= silent(raw) <= most
    assert silent(centered) < silent(raw) - 0.02
    assert accuracy(centered) > accuracy(raw) + 0.04
    if rate == 10:
        assert 0.25 < silent(centered) < 0.75
        assert accuracy(raw) < 0.55 < 0.6 < accuracy(centered) < 0.9
    else:
        assert silent(centered) < 0.06
        assert accuracy(centered) > 0.9


def test_some_units_are_dead_at_the_start_and_a_negative_bias_kills() -> None:
    assert 0.02 < silent(runs("relu", np.empty(0))) < 0.12
    assert silent(runs("relu", np.empty(0), centered=True)) == 0
    assert silent(runs("relu", constant(1), centered=True, bias=-6.0)) > 0.95


def test_warmup_to_a_rate_that_is_too_high_does_not_help_much() -> None:
    assert silent(runs("relu", 3 * np.minimum(1, np.arange(1, 301) / 150))) > 0.6


def test_dead_units_stay_dead_and_leaky_ones_learn_while_silent() -> None:
    long = np.r_[constant(3), constant(1, 1000)]
    before, after = runs("relu", constant(3)), runs("relu", long)
    assert all(np.all(late.silent[early.silent]) for early, late in zip(before, after, strict=True))
    assert all(np.array_equal(run.silent, run.without_gradient) for run in after)
    before, after = runs("leaky_relu", constant(3)), runs("leaky_relu", long)
    assert min(silent(before), silent(after)) > 0.7
    assert accuracy(after) > 0.9
    assert not any(run.without_gradient.any() for run in after)


def test_slopes_far_below_zero() -> None:
    slopes = {name: page.activation(name, np.array([-10.0]))[1][0] for name in ("leaky_relu", "elu", "gelu", "silu")}
    assert slopes["leaky_relu"] == 0.01
    assert slopes["elu"] == pytest.approx(4.5e-5, rel=0.01)
    assert slopes["gelu"] == pytest.approx(-7.618e-22, rel=1e-3)
    assert slopes["silu"] == pytest.approx(-4.1e-4, rel=0.01)
