"""Claims of docs/regularization/weight-decay.md."""

import numpy as np
import pytest

from scripts.figures.regularization.weight_decay import _touching
from scripts.numbers.regularization import weight_decay as numbers
from snippets.optimization.adaptive_optimizers import adamw_step
from snippets.regularization import weight_decay as page

ZERO = np.zeros(1)


def test_shrinkage_minimizes_the_penalized_loss() -> None:
    weights = np.array([0.05, 0.5, 2.0, -2.0])
    grid = np.linspace(-3, 3, 60_001)
    loss = 0.5 * (grid - weights[:, None]) ** 2
    assert page.shrink_l2(weights, 0.1) == pytest.approx(grid[(loss + 0.05 * grid**2).argmin(axis=1)], abs=1e-4)
    assert page.shrink_l1(weights, 0.1) == pytest.approx(grid[(loss + 0.1 * abs(grid)).argmin(axis=1)], abs=1e-4)
    assert page.shrink_l2(weights, 0.1).round(3).tolist() == [0.045, 0.455, 1.818, -1.818]
    assert page.shrink_l1(weights, 0.1).round(3).tolist() == [0.0, 0.4, 1.9, -1.9]


def test_the_weights_of_the_page() -> None:
    weights = np.array([-2.0, -0.3, 0.4, 1.5])
    assert page.shrink_l1(weights, 0.5).tolist() == [-1.5, 0, 0, 1]
    np.testing.assert_allclose(page.shrink_l2(weights, 0.5), weights / 1.5)


def test_a_proximal_step_minimizes_its_model_of_the_penalized_loss() -> None:
    """argmin g v + (v − w)²/(2η) + λ|v|, on a grid."""
    grid = np.linspace(-3, 3, 60_001)
    for w, g in ((1.0, 0.7), (0.05, 0.1), (-0.3, -0.9), (0.0, 3.0)):
        model = g * grid + (grid - w) ** 2 / (2 * 0.2) + 0.5 * abs(grid)
        stepped = page.proximal_step(np.array([w]), np.array([g]), 0.2, 0.5)
        assert stepped[0] == pytest.approx(grid[model.argmin()], abs=2e-4)


def test_the_subgradient_step_is_a_gradient_step_away_from_zero_and_overshoots_at_zero() -> None:
    at_zero = page.subgradient_step(np.zeros(1), np.array([0.3]), 0.1, 0.5)
    assert at_zero[0] == pytest.approx(-0.03)  # the penalty has no side there
    w, g = np.array([1.0, -1.0, 0.01]), np.array([0.3, 0.3, 0.0])
    stepped = page.subgradient_step(w, g, 0.1, 0.5)
    np.testing.assert_allclose(stepped, [1 - 0.1 * 0.8, -1 - 0.1 * (0.3 - 0.5), 0.01 - 0.05])
    np.testing.assert_allclose(page.subgradient_step(stepped, g, 0.1, 0.5)[2], 0.01)  # and back


@pytest.mark.parametrize("first", [0, 1000])
def test_only_the_proximal_step_gives_exact_zeros(first: int) -> None:
    zeros = numbers.zeros(first)
    assert np.all(zeros["subgradient"] == 0)
    assert np.all(zeros["l2"] == 0)
    assert np.all(zeros["proximal"] >= 9)
    assert np.all(zeros["proximal"] <= 17)


@pytest.mark.parametrize("first", [0, 1000])
def test_l1_chooses_between_correlated_features_and_l2_shares(first: int) -> None:
    imbalance = numbers.imbalance(first)
    assert imbalance["l1"].mean() > 3 * imbalance["l2"].mean()
    assert np.all(imbalance["l2"] < 0.25)


def test_ridge_has_no_gradient_left_and_descent_with_l1_meets_its_optimality_conditions() -> None:
    X, y, _ = page.sparse_regression(np.random.default_rng(3))
    w = page.ridge(X, y, 0.2)
    np.testing.assert_allclose(X.T @ (X @ w - y) / 100 + 0.2 * w, 0, atol=1e-12)
    w = page.descend(X, y, page.proximal_step, 0.1, 0.2, 2000)
    g = X.T @ (X @ w - y) / 100
    np.testing.assert_allclose(g[w != 0], -0.2 * np.sign(w[w != 0]), atol=1e-6)
    assert np.all(np.abs(g[w == 0]) <= 0.2)


def test_the_diamond_is_touched_at_a_corner_and_the_circle_is_not() -> None:
    """No other point of the ball has a smaller loss, of 100,000 drawn."""
    points = np.random.default_rng(0).uniform(-1, 1, (100_000, 2))
    for order, inside in ((1, np.abs(points).sum(axis=1) <= 1), (2, (points**2).sum(axis=1) <= 1)):
        touching = _touching(order)
        assert np.linalg.norm(touching, order) == pytest.approx(1)
        assert np.all(page.bowl(points[inside]) >= page.bowl(touching[None]) - 1e-6)
    assert _touching(1)[0] == pytest.approx(0, abs=1e-9)
    assert np.all(np.abs(_touching(2)) > 0.1)


def test_decay_is_the_gradient_step_on_the_penalized_loss() -> None:
    rng = np.random.default_rng(4)
    theta, gradient = rng.standard_normal((2, 7))
    stepped = theta - 0.3 * (gradient + 0.2 * theta)
    assert page.sgd_with_decay(theta, gradient, 0.3, 0.2) == pytest.approx(stepped)


def test_without_a_gradient_the_penalty_moves_every_weight_by_the_learning_rate_and_decay_does_not() -> None:
    for weight, penalty in ((2.0, 0.01), (2.0, 1.0), (-0.1, 0.01)):
        theta = np.array([weight])
        coupled, _ = page.adam_l2_step(theta, ZERO, (ZERO, ZERO, 0), 0.001, penalty)
        decoupled, _ = adamw_step(theta, ZERO, (ZERO, ZERO, 0), 0.001, penalty)
        assert (theta - coupled)[0] == pytest.approx(0.001 * np.sign(weight), rel=1e-4)
        assert (theta - decoupled)[0] == pytest.approx(0.001 * penalty * weight)


def test_the_defaults_of_the_penalized_step_are_those_of_adamw() -> None:
    theta = np.array([2.0])
    coupled = page.adam_l2_step(theta, np.array([0.5]), (ZERO, ZERO, 0))
    named = page.adam_l2_step(theta, np.array([0.5]), (ZERO, ZERO, 0), 1e-3, 0.01)
    assert coupled[0] == named[0] < theta
    assert coupled[1][0] == pytest.approx(0.1 * (0.5 + 0.02))


def test_decay_over_a_schedule_depends_on_the_sum_of_its_rates() -> None:
    rates = np.full(3, 0.1)
    assert page.decay_left(rates, 0.5) == pytest.approx(0.95**3)
    constant, cosine = numbers.left()["constant"], numbers.left()["cosine"]
    assert constant == pytest.approx(np.exp(-1), rel=1e-3)
    assert cosine == pytest.approx(np.exp(-0.5), rel=1e-3)


@pytest.mark.parametrize("seed", [0, 1000])
def test_decay_leads_every_length_to_the_same_equilibrium_and_none_lets_it_grow(seed: int) -> None:
    expected = page.equilibrium_norm(0.1, 0.1, 1.0)
    for first in (0.3, 1.0, 3.0):
        decayed = page.norms_before_normalization(first, 0.1, np.random.default_rng(seed))
        assert decayed[0] == first
        assert decayed[500:] == pytest.approx(expected, rel=0.1)
        free = page.norms_before_normalization(first, 0.0, np.random.default_rng(seed))
        assert np.all(np.diff(free) > 0)
    weaker = page.norms_before_normalization(1.0, 0.01, np.random.default_rng(seed), steps=4000)
    assert weaker[-500:] == pytest.approx(page.equilibrium_norm(0.1, 0.01, 1.0), rel=0.1)
    assert page.equilibrium_norm(0.1, 0.01, 4.0) == pytest.approx(2 * page.equilibrium_norm(0.1, 0.01, 1.0))


def test_noise_on_inputs_is_an_l2_penalty_and_noise_on_targets_a_constant() -> None:
    rng = np.random.default_rng(0)
    x, w, target = np.array([1.0, -2.0, 0.5]), np.array([0.3, 0.8, -1.2]), 0.7
    clean = (x @ w - target) ** 2
    noisy = ((x + 0.5 * rng.standard_normal((400_000, 3))) @ w - target) ** 2
    assert noisy.mean() == pytest.approx(clean + 0.25 * w @ w, rel=0.01)
    moved = (x @ w - (target + 0.5 * rng.standard_normal(400_000))) ** 2
    assert moved.mean() == pytest.approx(clean + 0.25, rel=0.01)


def test_adamw_turns_by_an_angle_that_rate_times_decay_decides() -> None:
    for rate, decay, size in ((0.02, 0.1, 1.0), (0.02, 0.1, 100.0), (0.1, 0.02, 1.0)):
        rng, turned, lengths = np.random.default_rng(0), [], []
        weights, moments = rng.standard_normal(400), (np.zeros(400), np.zeros(400), 0)
        for step in range(3000):
            after, moments = adamw_step(
                weights, size * rng.standard_normal(400), moments, learning_rate=rate, weight_decay=decay
            )
            if step >= 2000:
                cosine = weights @ after / np.linalg.norm(weights) / np.linalg.norm(after)
                turned.append(np.arccos(cosine))
                lengths.append(after @ after)
            weights = after
        assert np.mean(turned) == pytest.approx(np.sqrt(2 * rate * decay * 0.1 / 1.9), rel=0.1)
        assert np.mean(lengths) == pytest.approx(rate * 400 / (2 * decay), rel=0.2)
