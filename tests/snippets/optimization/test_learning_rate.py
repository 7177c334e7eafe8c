"""Claims of docs/optimization/learning-rate.md."""

import numpy as np
import pytest

from scripts.numbers.optimization import learning_rate as numbers
from snippets.optimization import learning_rate as schedule
from snippets.optimization.gradient_descent import expected_losses
from snippets.optimization.learning_rate import Array, cosine, quadratic_path, steps_to_factor
from snippets.training.batch_size_and_convergence import gaussian_stable_rate

CURVATURES = [1, 0.5, 0.2, 0.1, 0.05]


def noisy_losses(rates: list[float]) -> Array:
    return expected_losses(rates, CURVATURES, 0.1, 1.0)


@pytest.mark.parametrize("rate", [0.05, 0.15, 0.19, 0.21])
def test_path_on_a_quadratic_is_gradient_descent_and_converges_below_two_over_the_curvature(rate: float) -> None:
    curvatures, theta = np.array([10.0, 1.0]), np.array([1.0, -2.0])
    path = quadratic_path(theta, curvatures, rate, 60)
    assert path.shape == (61, 2)
    for row in path[:10]:
        np.testing.assert_allclose(row, theta)
        theta = theta - rate * curvatures * theta
    signs = np.sign(path[1:, 0] * path[:-1, 0])
    assert np.all(signs == (-1 if rate * 10 > 1 else 1))  # overshoots above 1/λ
    assert (abs(path[60, 0]) < 1) == (rate < 2 / 10)


def test_steps_are_inverse_to_a_small_rate_and_symmetric_about_the_best_one() -> None:
    steps = [steps_to_factor(rate, 1, 100) for rate in (0.01, 0.02, 0.04, 1.98)]
    assert np.round(steps) == pytest.approx([458, 228, 113, 228])
    path = quadratic_path(np.ones(1), np.ones(1), 0.01, 459)
    assert path[458, 0] > 0.01 > path[459, 0]
    assert quadratic_path(np.ones(1), np.ones(1), 1.0, 1)[1, 0] == 0


@pytest.mark.parametrize(
    ("rate", "curvature", "factor"), [(0.01, 5, 100), (0.3, 0.2, 7), (0.25, 7, 1000), (0.9, 0.5, 2)]
)
def test_steps_to_a_factor_are_those_that_descent_takes(rate: float, curvature: float, factor: float) -> None:
    theta, steps = 1.0, 0
    while abs(theta) > 1 / factor:
        theta, steps = theta - rate * curvature * theta, steps + 1
    assert steps - 1 < steps_to_factor(rate, curvature, factor) <= steps


@pytest.mark.parametrize("first", [0, 100])
def test_range_test_falls_bottoms_out_and_blows_up_near_the_stability_limit(first: int) -> None:
    marks = numbers.range_test(first)
    assert gaussian_stable_rate(20, 32) == pytest.approx(1.21, abs=0.003)
    assert np.all((marks["explodes"] > 0.6 * 1.21) & (marks["explodes"] < 1.2 * 1.21))
    assert np.all((marks["rate"] > 0.1) & (marks["rate"] < 0.6))
    assert np.all((marks["steepest"] > 0.004) & (marks["steepest"] < 0.06))
    assert np.all(marks["start"] > 15 * marks["lowest"])


@pytest.mark.parametrize("first", [0, 100])
def test_a_tenth_of_the_minimum_to_the_minimum_is_a_good_choice(first: int) -> None:
    loss = {rate: runs.mean() for rate, runs in numbers.final(first).items()}
    best = min(loss.values())
    assert max(loss[rate] for rate in (0.025, 0.1, 0.3)) < 1.3 * best
    assert loss[0.01] > 1.3 * best
    assert loss[0.9] > 1.6 * best
    assert min(loss[0.001], loss[1.2]) > 5 * best


@pytest.mark.parametrize("first", [0, 100])
def test_warmup_reaches_peaks_that_diverge_from_a_cold_start(first: int) -> None:
    found = numbers.two_factors(first)
    assert found[0.1]["diverged"].max() == 0
    assert min(found[peak]["diverged"].min() for peak in (0.2, 0.4, 0.8)) == 1
    assert all(each["curvature"].max() < 2 / peak for peak, each in found.items())
    assert found[0.1]["curvature"].min() > found[0.2]["curvature"].max() > 2 * found[0.8]["curvature"].max()


def test_loss_after_1000_updates_at_constant_and_at_cosine_rate() -> None:
    rates = [0.001, 0.01, 0.03, 0.1, 0.3, 1, 1.9]
    constant = [noisy_losses([rate] * 1000)[-1] for rate in rates]
    decayed = [noisy_losses([cosine(t, 1000, rate) for t in range(1000)])[-1] for rate in rates]
    assert constant == pytest.approx([0.29, 0.019, 0.0051, 0.013, 0.040, 0.16, 1.2], rel=0.05)
    assert decayed == pytest.approx([0.49, 0.049, 0.0097, 0.0030, 0.0044, 0.0069, 0.0086], rel=0.05)
    assert constant[0] / constant[2] == pytest.approx(57, abs=0.5)
    assert noisy_losses([0.1])[0] == pytest.approx(0.925)
    assert noisy_losses([2.1] * 1000)[-1] > 1e80


def test_decay_helps_at_the_end_and_costs_when_it_comes_too_early() -> None:
    T, steps = 2000, range(2000)
    for rates, table in (
        ([0.01] * T, [0.70, 0.29, 0.019, 0.0055]),
        ([0.3] * T, [0.070, 0.041, 0.040, 0.040]),
        ([0.3 if t < 20 else 0.003 for t in steps], [0.070, 0.062, 0.029, 0.017]),
        ([schedule.exponential(t, 0.3, 0.001 ** (1 / T)) for t in steps], [0.070, 0.031, 0.0028, 0.0017]),
        ([schedule.inverse_time(t, 0.3, 1 / (0.3 * 0.05)) for t in steps], [0.070, 0.023, 0.0031, 0.0016]),
        ([cosine(t, T, 0.3) for t in steps], [0.070, 0.041, 0.020, 0.0029]),
        ([schedule.warmup_stable_decay(t, 10, 400, T, 0.3) for t in steps], [0.082, 0.041, 0.040, 0.0075]),
    ):
        assert noisy_losses(rates)[[20, 100, 1000, 2000]] == pytest.approx(table, rel=0.03)


def test_schedules_hit_their_marks() -> None:
    assert np.mean([cosine(t, 1000, 0.2) for t in range(1000)]) == pytest.approx(0.1, rel=2e-3)
    assert [cosine(t, 100, 0.3, 0.1) for t in (0, 50, 100)] == pytest.approx([0.3, 0.2, 0.1])
    assert schedule.inverse_time(50, 0.3, 50) == pytest.approx(0.15)
    assert [schedule.warmup_stable_decay(t, 10, 40, 100, 1) for t in (0, 9, 60, 80)] == pytest.approx([0.1, 1, 1, 0.5])
    assert schedule.reduce_on_plateau([5, 4, 4, 4, 4], 0.1, 0.5, patience=2)[-2:] == pytest.approx([0.1, 0.05])


def test_transformer_schedule_has_its_peak_at_the_end_of_warmup() -> None:
    peak = 512**-0.5 * 4000**-0.5
    assert peak == pytest.approx(7.0e-4, rel=2e-3)
    for t in (1, 1000, 4000, 16_000):
        assert schedule.inverse_square_root(t, peak, 4000) == pytest.approx(512**-0.5 * min(t**-0.5, t * 4000**-1.5))


@pytest.mark.parametrize(("patience", "check"), [(0, 2), (1, 3), (2, 4)])
def test_a_plateau_is_called_after_patience_further_checks(patience: int, check: int) -> None:
    rates = schedule.reduce_on_plateau([1.0] * 6, 0.1, 0.5, patience)
    assert next(number for number, rate in enumerate(rates, 1) if rate < 0.1) == check


def test_a_range_test_on_all_examples_at_once_is_gradient_descent() -> None:
    """In the basis of the Hessian H = XᵀX/N, the error of each component shrinks by 1 − ηλ."""
    rng = np.random.default_rng(0)
    X, rates = rng.standard_normal((8, 3)), np.geomspace(0.1, 1, 6)
    truth = rng.standard_normal(3)
    eigenvalues, basis = np.linalg.eigh(X.T @ X / 8)
    shrunk = np.cumprod(np.vstack([np.ones(3), 1 - rates[:-1, None] * eigenvalues]), axis=0)
    expected = (eigenvalues * (shrunk * (basis.T @ truth)) ** 2).sum(axis=1) / 2
    np.testing.assert_allclose(schedule.range_test(X, X @ truth, 8, rates, rng), expected, rtol=1e-10)


def test_one_step_on_two_factors_by_hand() -> None:
    rng = np.random.default_rng(0)
    assert schedule.two_factor_run(2, 1, [0.1], 0.0, rng) == pytest.approx(1.9**2 + 0.8**2)
    assert schedule.two_factor_run(2, 1, [0.1, 0.0], 0.0, rng) == pytest.approx(1.9**2 + 0.8**2)


@pytest.mark.parametrize(("u", "v"), [(1000, 0), (0, 1000), (600, 800)])
def test_a_run_diverges_when_its_curvature_is_above_a_million(u: float, v: float) -> None:
    rng = np.random.default_rng(0)
    assert schedule.two_factor_run(u, v, [0.0], 0.0, rng) == 1e6
    assert schedule.two_factor_run(1.0001 * u, 1.0001 * v, [0.0], 0.0, rng) == np.inf


def test_the_mean_of_the_last_weights_lies_lower_than_each_of_them() -> None:
    curvatures, rng = np.array([1, 0.5, 0.2, 0.1, 0.05]), np.random.default_rng(0)
    weights, total = np.ones((400, 5)), np.zeros((400, 5))
    for step in range(2000):
        weights = weights - 0.3 * (curvatures * weights + np.sqrt(0.1) * rng.standard_normal((400, 5)))
        total += weights if step >= 1000 else 0
    last, mean = (0.5 * float((w**2 @ curvatures).mean()) for w in (weights, total / 1000))
    assert last == pytest.approx(0.040, rel=0.15)
    assert mean == pytest.approx(numbers.averaged(), rel=0.15)
