"""Mini-batch noise, the steps-examples trade-off and the limits of learning-rate scaling."""

from itertools import product

import numpy as np
import pytest

from snippets.training.batch_size_and_convergence import (
    Array,
    best_rate,
    examples_for_steps,
    expected_square_norm,
    gaussian_stable_rate,
    gradient_descent_steps,
    largest_stable_rate,
    minibatch_covariance,
    noise_floor,
    noise_scale_parts,
    scaled_rate,
    sgd_steps,
    steps_and_examples,
    update_covariance,
    warmup_rate,
)


def all_minibatch_gradients(gradients: Array, batch_size: int, replacement: bool) -> Array:
    """The mean of every equally likely mini-batch, by enumeration."""
    draws = product(range(len(gradients)), repeat=batch_size)
    kept = [draw for draw in draws if replacement or len(set(draw)) == batch_size]
    return np.array([gradients[list(draw)].mean(axis=0) for draw in kept])


@pytest.mark.parametrize("replacement", [True, False])
@pytest.mark.parametrize("batch_size", [1, 2, 4, 5])
def test_covariance_of_the_minibatch_gradient_is_exact(batch_size: int, replacement: bool) -> None:
    gradients = np.random.default_rng(0).standard_normal((5, 3))
    means = all_minibatch_gradients(gradients, batch_size, replacement)

    np.testing.assert_allclose(means.mean(axis=0), gradients.mean(axis=0), atol=1e-15)  # unbiased
    expected = np.cov(means.T, bias=True)
    np.testing.assert_allclose(minibatch_covariance(gradients, batch_size, replacement), expected, atol=1e-15)


def test_finite_population_factor_of_the_page() -> None:
    gradients = np.random.default_rng(0).standard_normal((1000, 2))
    ratios = [
        np.trace(minibatch_covariance(gradients, B, False)) / np.trace(minibatch_covariance(gradients, B))
        for B in (100, 500, 1000)
    ]
    assert ratios == pytest.approx([0.901, 0.501, 0.0], abs=5e-4)


def test_small_batch_takes_longer_steps_not_shorter_ones() -> None:
    gradients = np.random.default_rng(1).standard_normal((5, 3)) + 0.3
    covariance = np.cov(gradients.T, bias=True)
    norms = {B: (all_minibatch_gradients(gradients, B, True) ** 2).sum(axis=1).mean() for B in (1, 2, 4)}

    assert norms[1] > norms[2] > norms[4]
    for B, norm in norms.items():
        assert expected_square_norm(gradients.mean(axis=0), covariance, B) == pytest.approx(norm)


def test_step_length_of_the_page() -> None:
    lengths = [expected_square_norm(np.array([1.0]), np.array([[100.0]]), B) ** 0.5 for B in (1, 100, 10_000)]
    assert lengths == pytest.approx([10.05, 1.41, 1.00], abs=0.006)


def test_both_parts_of_the_noise_scale_estimate_are_unbiased() -> None:
    gradients = np.random.default_rng(2).standard_normal((5, 3)) + 0.3
    small, big = ((all_minibatch_gradients(gradients, B, True) ** 2).sum(axis=1) for B in (1, 4))
    signals, noises = zip(*[noise_scale_parts(a, b, 1, 4) for a in small for b in big], strict=True)

    assert np.mean(signals) == pytest.approx((gradients.mean(axis=0) ** 2).sum())
    assert np.mean(noises) == pytest.approx(np.trace(np.cov(gradients.T, bias=True)))
    ratio = np.mean(np.array(noises) / np.array(signals))  # dividing first is the mistake
    assert abs(ratio - np.mean(noises) / np.mean(signals)) > 0.1


@pytest.mark.parametrize(
    ("curvature", "rate", "deviation", "batch_size"), [(1.0, 0.1, 1.0, 4), (3.0, 0.2, 1.0, 1), (0.5, 1.0, 2.0, 3)]
)
def test_noise_floor_matches_a_simulation(curvature: float, rate: float, deviation: float, batch_size: int) -> None:
    rng, errors = np.random.default_rng(3), np.zeros(20_000)
    for _ in range(400):
        noise = deviation * rng.standard_normal(errors.size) / np.sqrt(batch_size)
        errors -= rate * (curvature * errors + noise)
    floor = noise_floor(curvature, rate, deviation**2, batch_size)
    assert curvature * np.mean(errors**2) / 2 == pytest.approx(floor, rel=0.04)


def test_noise_floor_of_the_page() -> None:
    floor = noise_floor(1.0, 0.1, 1.0, 1)
    assert floor == pytest.approx(0.0263, abs=5e-5)
    assert noise_floor(1.0, 0.1, 1.0, 2) / floor == pytest.approx(0.5)
    assert noise_floor(1.0, 0.05, 1.0, 1) / floor == pytest.approx(0.487, abs=5e-4)


@pytest.mark.parametrize(
    ("batch_size", "steps", "examples"), [(100, 11_000, 1.1e6), (1000, 2000, 2e6), (10_000, 1100, 11e6)]
)
def test_steps_and_examples_lie_on_the_hyperbola(batch_size: int, steps: float, examples: float) -> None:
    assert steps_and_examples(batch_size, 1000, 1e6) == pytest.approx((steps, examples))
    assert (steps / 1000 - 1) * (examples / 1e6 - 1) == pytest.approx(1)
    assert examples_for_steps(steps, 1000, 1e6) == pytest.approx(examples)


def test_the_ends_of_the_hyperbola_and_its_middle() -> None:
    fewest_steps, fewest_examples = 300.0, 7200.0  # so that B_crit is 24
    assert steps_and_examples(24, fewest_steps, fewest_examples) == pytest.approx((600, 14_400))  # twice both
    assert steps_and_examples(1e12, fewest_steps, fewest_examples)[0] == pytest.approx(fewest_steps)
    assert steps_and_examples(1e-9, fewest_steps, fewest_examples)[1] == pytest.approx(fewest_examples)
    assert examples_for_steps(2 * fewest_steps, fewest_steps, fewest_examples) == pytest.approx(14_400)
    assert examples_for_steps(1e15, fewest_steps, fewest_examples) == pytest.approx(fewest_examples)
    for batch_size in (1, 10, 500):
        steps, examples = steps_and_examples(batch_size, fewest_steps, fewest_examples)
        assert examples_for_steps(steps, fewest_steps, fewest_examples) == pytest.approx(examples)


@pytest.mark.parametrize("seed", [4, 104, 204])
def test_eight_small_steps_are_one_large_step_to_first_order(seed: int) -> None:
    rng = np.random.default_rng(seed)
    X, start = rng.standard_normal((256, 20)), rng.standard_normal(20)
    y = X @ rng.standard_normal(20)

    def gap(rate: float) -> float:
        small, large = sgd_steps(start, X, y, 32, rate), sgd_steps(start, X, y, 256, scaled_rate(rate, 32, 256))
        return float(np.linalg.norm(small - large) / np.linalg.norm(large - start))

    assert gap(0.001) / gap(0.0005) == pytest.approx(2, rel=0.02)  # relative error is first order in the rate
    assert [gap(0.001), gap(0.01), gap(0.1)] == pytest.approx([0.0037, 0.036, 0.30], rel=0.35)


def test_the_last_mini_batch_counts_though_it_is_short() -> None:
    y = np.array([4.0, -2.0, 3.0])  # rows of the identity: each moves its own parameter by η·y/B
    np.testing.assert_allclose(sgd_steps(np.zeros(3), np.eye(3), y, 2, 1.0), [2, -1, 3])
    np.testing.assert_allclose(sgd_steps(np.zeros(3), np.eye(3), y, 1, 1.0), y)


def test_square_root_rule_keeps_the_covariance_of_the_update_and_the_linear_rule_does_not() -> None:
    covariance = np.array([[2.0, 0.5], [0.5, 1.0]])
    before = update_covariance(covariance, 0.1, 32)
    root, linear = scaled_rate(0.1, 32, 512, 0.5), scaled_rate(0.1, 32, 512)

    assert (root, linear) == pytest.approx((0.4, 1.6))
    np.testing.assert_allclose(update_covariance(covariance, root, 512), before)
    np.testing.assert_allclose(update_covariance(covariance, linear, 512), 16 * before)
    draws = -0.1 * np.random.default_rng(5).multivariate_normal([1, 1], covariance, (20_000, 32)).mean(axis=1)
    np.testing.assert_allclose(np.cov(draws.T), before, rtol=0.06)


def test_best_rate_minimizes_the_expected_loss_after_one_step() -> None:
    gradient, hessian, covariance = np.array([1.0, -2.0]), np.diag([1.0, 4.0]), np.diag([3.0, 1.0])
    rates = np.linspace(0, 0.5, 50_001)
    for B in (1, 7, 1000):
        curvature = gradient @ hessian @ gradient + np.trace(hessian @ covariance) / B
        loss = -rates * (gradient @ gradient) + rates**2 / 2 * curvature
        assert best_rate(gradient, hessian, covariance, B) == pytest.approx(rates[np.argmin(loss)], abs=1e-5)
    noise_batch = 7 / 17  # tr(HΣ) / GᵀHG
    assert best_rate(gradient, hessian, covariance, noise_batch) == pytest.approx(5 / 17 / 2)


@pytest.mark.parametrize("batch_size", [1, 2, 3])
def test_largest_stable_rate_is_where_the_second_moment_stops_shrinking(batch_size: int) -> None:
    X = np.random.default_rng(6).standard_normal((5, 2))
    limit = largest_stable_rate(X, batch_size)

    def growth(rate: float) -> float:
        draws = [X[list(rows)] for rows in product(range(5), repeat=batch_size)]
        factors = [np.eye(2) - rate * rows.T @ rows / batch_size for rows in draws]
        return float(np.abs(np.linalg.eigvals(np.mean([np.kron(A, A) for A in factors], axis=0))).max())

    assert growth(limit) == pytest.approx(1)
    assert growth(0.99 * limit) < 1 < growth(1.01 * limit)
    full_batch = 2 / np.linalg.eigvalsh(X.T @ X / 5)[-1]
    assert limit < largest_stable_rate(X, 10**9) == pytest.approx(full_batch)


@pytest.mark.parametrize("dimension", [1, 2, 3])
@pytest.mark.parametrize("batch_size", [1, 4, 64])
def test_stable_rate_for_gaussian_inputs_is_exact(dimension: int, batch_size: int) -> None:
    nodes = np.array([3**0.5, -(3**0.5), 0, 0, 0, 0])  # moments of N(0, 1) up to the fifth
    X = np.array(list(product(nodes, repeat=dimension)))
    assert largest_stable_rate(X, batch_size) == pytest.approx(gaussian_stable_rate(dimension, batch_size))


def test_largest_stable_rate_rises_to_its_limit_which_is_lower_for_4096_examples_than_for_all() -> None:
    X = np.random.default_rng(7).standard_normal((4096, 20))
    sizes = [1, 4, 16, 64, 256, 1024]
    limits = [largest_stable_rate(X, B) for B in sizes]
    full_batch = 2 / np.linalg.eigvalsh(X.T @ X / len(X))[-1]

    assert np.all(np.diff([*limits, full_batch]) > 0)
    assert full_batch == pytest.approx(2 / (1 + np.sqrt(20 / 4096)) ** 2, rel=0.06)  # the edge of Marchenko–Pastur
    ideal = [gaussian_stable_rate(20, B) for B in sizes]
    assert limits[:3] == pytest.approx(ideal[:3], rel=0.03)
    assert np.all(np.array(limits[4:]) < 0.98 * np.array(ideal[4:]))


@pytest.mark.parametrize("seed", [8, 108, 208])
def test_a_rate_that_a_large_batch_survives_blows_up_a_small_one(seed: int) -> None:
    rng = np.random.default_rng(seed)
    X, truth = rng.standard_normal((1024, 20)), rng.standard_normal(20)
    errors = {B: np.linalg.norm(sgd_steps(np.zeros(20), X, X @ truth, B, 1.0) - truth) for B in (4, 256)}
    assert errors[4] > 1e6 * np.linalg.norm(truth)
    assert errors[256] < 0.02 * np.linalg.norm(truth)


@pytest.mark.parametrize("seed", [9, 109, 209])
def test_the_rate_sets_the_number_of_steps_to_a_target(seed: int) -> None:
    X = np.random.default_rng(seed).standard_normal((4096, 20))
    slow, medium, fast = (gradient_descent_steps(X, rate, 1e-4) for rate in (0.01, 0.1, 1.0))
    assert slow / medium == pytest.approx(10, rel=0.1)
    assert fast in (2, 3)
    hessian, error = X.T @ X / len(X), np.ones(20)
    start = error @ hessian @ error
    losses = [
        (after := np.linalg.matrix_power(np.eye(20) - 0.1 * hessian, k) @ error) @ hessian @ after
        for k in (medium - 1, medium)
    ]
    assert losses[1] <= 1e-4 * start < losses[0]


def test_warm_up_of_the_page() -> None:
    rates = [warmup_rate(step, 100, start_rate=0.1, peak_rate=3.2) for step in (0, 50, 100, 1000)]
    assert rates == pytest.approx([0.1, 1.65, 3.2, 3.2])
