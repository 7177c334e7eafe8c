"""What the page on the number of epochs claims."""

import numpy as np
import pytest

from snippets.training import number_of_epochs as page
from tests.draws import drawing


def test_patience_counts_epochs_without_improvement() -> None:
    losses = [5.0, 4.0, 4.5, 3.0, 3.1, 3.2, 2.0, 2.5]
    assert page.early_stopping(losses, patience=0) == (2, 3)
    assert page.early_stopping(losses, patience=1) == (2, 3)
    assert page.early_stopping(losses, patience=2) == (4, 6)
    assert page.early_stopping(losses, patience=3) == (7, 8)
    assert page.early_stopping([1.0, 1.0, 1.0, 1.0, 1.0], patience=3) == (1, 4)


def test_a_loss_that_is_not_a_number_is_no_improvement() -> None:
    assert page.early_stopping([np.nan] * 5, patience=2) == (0, 2)


def test_min_delta_asks_for_more_than_a_hair() -> None:
    assert page.early_stopping([1.0, 0.99, 0.98, 0.5], patience=2, min_delta=0.1) == (1, 3)
    assert page.early_stopping([1.0, 0.99, 0.98, 0.5], patience=2) == (4, 4)


@pytest.fixture(scope="module")
def runs() -> list[list[page.Epoch]]:
    """Draws of the data other than those of the page."""
    return [page.logistic_run(seed, epochs=120) for seed in range(100, 110)]


def test_more_patience_costs_epochs_and_finds_better_checkpoints(runs: list[list[page.Epoch]]) -> None:
    stops, excesses, missed = [], [], []
    for patience in (0, 5, 10, 20):
        outcomes = []
        for run in runs:
            losses = [epoch.validation_loss for epoch in run]
            kept, stopped = page.early_stopping(losses, patience)
            outcomes.append((stopped, losses[kept - 1] - min(losses)))
        stops.append(np.mean([stop for stop, _ in outcomes]))
        excesses.append(np.mean([excess for _, excess in outcomes]))
        missed.append(sum(excess > 0 for _, excess in outcomes))
    assert stops == sorted(stops)
    assert stops[-1] > 3 * stops[0]
    assert excesses == sorted(excesses, reverse=True)
    assert excesses[0] > 10 * excesses[-1]
    assert missed == sorted(missed, reverse=True)
    assert missed[0] == 10 > 8 > missed[-1]  # about one in four runs, so more than seven of ten are out of reach


@pytest.mark.one_draw
def test_the_run_in_the_figure() -> None:
    losses = [epoch.validation_loss for epoch in page.logistic_run(9, epochs=120)]
    _, hasty = page.early_stopping(losses, patience=0)
    best, stopped = page.early_stopping(losses, patience=10)
    assert hasty < best == int(np.argmin(losses)) + 1
    assert stopped == best + 10
    assert losses[hasty - 1] - losses[hasty - 2] < 0.02 < losses[hasty - 1] - losses[best - 1]
    assert losses[best - 1] + 0.01 < losses[-1] < losses[0]


def test_loss_and_accuracy_pick_different_epochs(runs: list[list[page.Epoch]]) -> None:
    differ = 0
    for run in runs:
        losses, accuracies = np.array(run)[:, 2:].T
        differ += losses.argmin() != accuracies.argmax()
        assert accuracies.max() - accuracies[losses.argmin()] < 0.04
    assert differ > 5


def test_the_logged_training_loss_hides_the_gap(runs: list[list[page.Epoch]]) -> None:
    logged, after, validation, _ = np.array([run[0] for run in runs]).T
    assert abs(logged.mean() - validation.mean()) < 0.02 < 0.04 < validation.mean() - after.mean()


def risk(examples: int, passes: int, noise: float = 1.0) -> float:
    rngs = (np.random.default_rng(seed) for seed in range(100, 120))
    return float(np.mean([page.repeated_data_risk(examples, passes, rng, noise) for rng in rngs]))


def test_risk_of_one_pass_over_eleven_examples_by_hand() -> None:
    """Example i has one input, the i-th; ten are a mini-batch. Target and noise are 1, the last noise is 4."""
    normal = [np.full(20, np.sqrt(20) / 2), np.eye(11, 20), np.append(np.ones(10), 4)]
    rng = drawing(standard_normal=normal, permutation=[np.arange(11)])
    after_ten, alone, untouched = 1 - 0.02 * 3 / 10, 1 - 0.02 * 9, 1  # y = 1 + 2 · 1, 1 + 2 · 4
    expected = (10 * after_ten**2 + alone**2 + 9 * untouched**2) / 2
    assert page.repeated_data_risk(11, 1, rng, noise=2.0) == pytest.approx(expected)


def test_noise_has_unit_size_unless_told_otherwise() -> None:
    risks = [page.repeated_data_risk(30, 2, np.random.default_rng(0), *noise) for noise in ((), (1.0,))]
    assert risks[0] == risks[1]


def test_updates_help_first_and_fresh_data_beat_repeated_data() -> None:
    assert risk(200, 1) > 10 * risk(200, 10)
    repeated = [risk(20, 100), risk(200, 10), risk(500, 4), risk(1000, 2)]
    assert repeated == sorted(repeated, reverse=True)
    assert risk(1000, 2) < 1.4 * risk(2000, 1) < 0.6 * risk(200, 10)


def test_half_of_the_risk_of_a_hundred_passes_is_noise() -> None:
    assert 0.35 < risk(20, 100, noise=0.0) / risk(20, 100) < 0.65


def problem() -> tuple[page.Array, page.Array]:
    rng = np.random.default_rng(3)
    X = rng.standard_normal((40, 6)) * np.array([3, 2, 1, 0.5, 0.2, 0.1])
    return X, X @ np.ones(6) + rng.standard_normal(40)


@pytest.mark.parametrize("weight_decay", [0.0, 0.3])
def test_closed_form_agrees_with_a_loop_of_gradient_descent(weight_decay: float) -> None:
    X, y = problem()
    theta = np.zeros(6)
    for _ in range(137):
        theta = theta - 0.05 * (X.T @ (X @ theta - y) / 40 + weight_decay * theta)
    assert page.gradient_descent_at(X, y, 0.05, 137, weight_decay) == pytest.approx(theta)


def test_ridge_shrinks_the_minimizer_along_eigenvectors() -> None:
    X, y = problem()
    hessian = X.T @ X / 40
    eigenvalues, vectors = np.linalg.eigh(hessian)
    minimizer = np.linalg.solve(hessian, X.T @ y / 40)
    ridge = np.linalg.solve(hessian + 0.3 * np.eye(6), X.T @ y / 40)
    shrunk = vectors @ (page.ridge_shrinkage(eigenvalues, 0.3) * (vectors.T @ minimizer))
    assert shrunk == pytest.approx(ridge)


def test_early_stopping_matches_ridge_where_curvature_is_small() -> None:
    eigenvalues = np.array([0.01, 0.1, 1.0, 10.0])
    stopped = page.gradient_descent_shrinkage(eigenvalues, learning_rate=0.01, updates=100)
    penalized = page.ridge_shrinkage(eigenvalues, penalty=1 / (0.01 * 100))
    assert stopped.round(3).tolist() == [0.01, 0.095, 0.634, 1.0]
    assert penalized.round(3).tolist() == [0.01, 0.091, 0.5, 0.909]
    grid = np.linspace(0, 50, 501)
    gap = page.gradient_descent_shrinkage(grid, 0.01, 100) - page.ridge_shrinkage(grid, 1.0)
    assert (round(float(gap.max()), 2), round(float(grid[gap.argmax()]), 1)) == (0.21, 2.5)
    assert gap.min() >= 0


def mean_error(epochs: list[int], slow_signal: float, weight_decay: float = 0.0) -> page.Array:
    curves = [page.error_curve(epochs, slow_signal, weight_decay, seed) for seed in range(100, 120)]
    return np.asarray(np.mean(curves, axis=0))


def test_three_shapes_of_the_error_curve() -> None:
    first, low, last = mean_error([1, 30, 10**6], slow_signal=0.0)
    assert low < 0.4 * first
    assert 1.5 * low < last < first
    early, late = mean_error([100, 10**6], slow_signal=0.0, weight_decay=0.25)
    assert early == pytest.approx(late, rel=0.05)
    assert late < 0.7 * last
    first, dip, peak, last = mean_error([1, 30, 350, 10**6], slow_signal=0.06)
    assert last < 0.8 * dip < dip < 0.9 * peak < peak < first


def test_weight_decay_and_patience_both_miss_the_second_descent() -> None:
    last = mean_error([10**6], slow_signal=0.06)[0]
    assert mean_error([10**6], slow_signal=0.06, weight_decay=0.25)[0] > 1.3 * last
    kept = []
    for seed in range(100, 120):
        errors = page.error_curve(range(1, 401), slow_signal=0.06, seed=seed)
        kept.append(page.early_stopping(errors.tolist(), patience=200)[0])
    assert sum(epoch < 150 for epoch in kept) >= 14  # in a single draw the error may have no rise between


def test_the_loss_drops_where_the_second_epoch_begins_by_about_the_gap_to_new_data() -> None:
    found = []
    for seed in range(80):
        rng = np.random.default_rng(seed)
        truth, theta = rng.standard_normal(200) / np.sqrt(200), np.zeros(200)
        inputs = rng.standard_normal((400, 200))
        targets = inputs @ truth + 0.5 * rng.standard_normal(400)
        logged, new = [], 0.0
        for epoch in range(2):
            for i in rng.permutation(200):
                error = inputs[i] @ theta - targets[i]
                logged.append(error**2)
                theta -= 0.002 * error * inputs[i]
            new = new if epoch else float(((inputs[200:] @ theta - targets[200:]) ** 2).mean())
        found.append((np.mean(logged[160:200]), np.mean(logged[200:240]), new))
    before, after, new = np.mean(found, axis=0)
    assert after < 0.6 * before
    assert before - after == pytest.approx(new - after, rel=0.3)
