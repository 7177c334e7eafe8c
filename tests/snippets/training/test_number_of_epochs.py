"""What the page on the number of epochs claims."""

import numpy as np
import pytest

from snippets.training import number_of_epochs as page


def test_patience_counts_epochs_without_improvement() -> None:
    losses = [5.0, 4.0, 4.5, 3.0, 3.1, 3.2, 2.0, 2.5]
    assert page.early_stopping(losses, patience=0) == (2, 3)
    assert page.early_stopping(losses, patience=1) == (2, 3)
    assert page.early_stopping(losses, patience=2) == (4, 6)
    assert page.early_stopping(losses, patience=3) == (7, 8)
    assert page.early_stopping([1.0, 1.0, 1.0, 1.0, 1.0], patience=3) == (1, 4)


def test_min_delta_asks_for_more_than_a_hair() -> None:
    assert page.early_stopping([1.0, 0.99, 0.98, 0.5], patience=2, min_delta=0.1) == (1, 3)
    assert page.early_stopping([1.0, 0.99, 0.98, 0.5], patience=2) == (4, 4)


@pytest.fixture(scope="module")
def runs() -> list[list[page.Epoch]]:
    return [page.logistic_run(seed, epochs=120) for seed in range(10)]


@pytest.mark.parametrize(
    ("patience", "mean_stop", "mean_excess", "misses"),
    [(0, 12.0, 0.0591, 10), (1, 12.0, 0.0591, 10), (5, 36.2, 0.0082, 9), (10, 55.2, 0.0018, 4), (20, 72.0, 0.0005, 2)],
)
def test_more_patience_costs_epochs_and_finds_better_checkpoints(
    runs: list[list[page.Epoch]], patience: int, mean_stop: float, mean_excess: float, misses: int
) -> None:
    stops, excesses = [], []
    for run in runs:
        losses = [epoch.validation_loss for epoch in run]
        kept, stopped = page.early_stopping(losses, patience)
        stops.append(stopped)
        excesses.append(losses[kept - 1] - min(losses))
    assert round(float(np.mean(stops)), 1) == mean_stop
    assert round(float(np.mean(excesses)), 4) == mean_excess
    assert sum(excess > 0 for excess in excesses) == misses


def test_the_run_in_the_figure(runs: list[list[page.Epoch]]) -> None:
    losses = [epoch.validation_loss for epoch in runs[9]]
    assert page.early_stopping(losses, patience=0) == (15, 16)
    assert page.early_stopping(losses, patience=10) == (50, 60)
    assert int(np.argmin(losses)) + 1 == 50
    assert [round(losses[epoch - 1], 2) for epoch in (1, 50, 120)] == [0.70, 0.50, 0.52]


def test_loss_and_accuracy_pick_different_epochs(runs: list[list[page.Epoch]]) -> None:
    losses = [epoch.validation_loss for epoch in runs[1]]
    accuracies = [epoch.validation_accuracy for epoch in runs[1]]
    by_loss, by_accuracy = int(np.argmin(losses)), int(np.argmax(accuracies))
    assert (by_loss + 1, by_accuracy + 1) == (39, 77)
    assert (accuracies[by_loss], accuracies[by_accuracy]) == (0.728, 0.746)
    assert [round(losses[at], 3) for at in (by_loss, by_accuracy)] == [0.529, 0.538]


def test_logged_training_loss_can_exceed_the_validation_loss(runs: list[list[page.Epoch]]) -> None:
    first = runs[0][0]
    assert first.training_loss_during > first.validation_loss > first.training_loss_after
    assert [round(loss, 3) for loss in first[:3]] == [0.705, 0.637, 0.694]


@pytest.mark.parametrize(
    ("examples", "passes", "risk"),
    [(200, 1, 0.914), (20, 100, 0.775), (200, 10, 0.056), (500, 4, 0.023), (1000, 2, 0.013), (2000, 1, 0.011)],
)
def test_excess_risk_of_repeated_data(examples: int, passes: int, risk: float) -> None:
    seeds = (np.random.default_rng(seed) for seed in range(20))
    mean = np.mean([page.repeated_data_risk(examples, passes, rng) for rng in seeds])
    assert round(float(mean), 3) == risk


def test_half_of_the_risk_of_a_hundred_passes_is_noise() -> None:
    seeds = (np.random.default_rng(seed) for seed in range(20))
    assert round(float(np.mean([page.repeated_data_risk(20, 100, rng, noise=0.0) for rng in seeds])), 3) == 0.391


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


def test_three_shapes_of_the_error_curve() -> None:
    counts = np.unique(np.logspace(0, 6, 61).astype(int)).tolist()
    rising = page.error_curve(counts, slow_signal=0.0)
    flat = page.error_curve(counts, slow_signal=0.0, weight_decay=0.25)
    double = page.error_curve(counts, slow_signal=0.06)
    assert [round(float(x), 2) for x in (rising[0], rising.min(), rising[-1])] == [1.06, 0.25, 0.64]
    assert counts[int(np.argmin(rising))] == pytest.approx(30, abs=2)
    assert [round(float(x), 2) for x in (flat.min(), flat[-1])] == [0.25, 0.25]
    peak = int(np.argmax(double[10:])) + 10
    shape = double[0], double[:peak].min(), double[peak], double[-1]
    assert [round(float(x), 2) for x in shape] == [1.77, 1.07, 1.47, 0.64]
    around_peak = page.error_curve([300, 345, 400], slow_signal=0.06)
    assert int(np.argmax(around_peak)) == 1


def test_weight_decay_and_patience_both_miss_the_second_descent() -> None:
    assert round(float(page.error_curve([10**6], slow_signal=0.06, weight_decay=0.25)[0]), 2) == 1.10
    errors = page.error_curve(range(1, 301), slow_signal=0.06)
    kept, stopped = page.early_stopping(errors.tolist(), patience=200)
    assert (kept, stopped, round(float(errors[kept - 1]), 2)) == (23, 223, 1.07)
