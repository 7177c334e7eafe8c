"""Claims of docs/foundations/deep-learning-vs-machine-learning.md."""

import numpy as np
import pytest

from snippets.foundations.backpropagation import forward, random_layers
from snippets.foundations.deep_learning_vs_machine_learning import (
    accuracies,
    bands,
    fit_logistic,
    fit_stumps,
    predict_stumps,
    train_network,
)

COLUMN = np.eye(10)[0]
OBLIQUE = np.where(np.arange(10) % 2, -1, 1) / np.sqrt(10)


def test_bands_alternate_across_the_direction_and_nowhere_else() -> None:
    steps = np.linspace(-2, 2, 9)[:, None]  # half a unit apart; a band is π/3 wide
    assert bands(steps * COLUMN, COLUMN).tolist() == [1, 0, 0, 1, 1, 1, 0, 0, 1]
    assert bands(steps * COLUMN, COLUMN).tolist() == bands(steps * OBLIQUE, OBLIQUE).tolist()
    assert set(bands(steps * np.eye(10)[1], COLUMN)) == {1}


def test_logistic_regression_is_at_the_minimum() -> None:
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((200, 3)), rng.integers(0, 2, 200)
    design = np.column_stack([X, np.ones(200)])
    for theta, ridge in ((fit_logistic(X, y), 1.0), (fit_logistic(X, y, 30.0), 30.0)):
        slope = design.T @ (1 / (1 + np.exp(-design @ theta)) - y) + ridge * np.append(theta[:-1], 0)
        np.testing.assert_allclose(slope, 0, atol=1e-10)


def test_first_stump_is_the_best_of_all_cuts() -> None:
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((30, 2)), rng.integers(0, 2, 30)
    targets = 2.0 * y - 1

    def error(column: int, threshold: float) -> float:
        left = X[:, column] <= threshold
        return float(sum(((targets[side] - targets[side].mean()) ** 2).sum() for side in (left, ~left)))

    column, threshold, low, _ = fit_stumps(X, y, rounds=1)[0]
    cuts = [(c, t) for c in (0, 1) for t in np.sort(X[:, c])[:-1]]
    assert error(column, threshold) == pytest.approx(min(error(*cut) for cut in cuts))
    assert low == pytest.approx(0.3 * targets[X[:, column] <= threshold].mean())
    assert np.mean(predict_stumps(fit_stumps(X, y), X) == y) > 0.9


@pytest.mark.parametrize("seed", [0, 1])
def test_every_round_adds_the_cut_that_leaves_the_least_error(seed: int) -> None:
    """All cuts of all columns, tried one by one; a side's value is the mean of what is left there, times the rate.

    Two cuts may leave the same: then either will do.
    """
    rng = np.random.default_rng(seed)
    X, y = rng.standard_normal((13, 3)), rng.integers(0, 2, 13)
    left = 2.0 * y - 1
    for column, threshold, low, high in fit_stumps(X, y, rounds=6, rate=0.7):
        errors = {}
        for tried in range(3):
            values = np.sort(X[:, tried])
            for cut in (values[1:] + values[:-1]) / 2:
                sides = X[:, tried] < cut
                means = left[sides].mean(), left[~sides].mean()
                errors[tried, cut, *means] = np.sum((left - np.where(sides, *means)) ** 2)
        taken = min(errors, key=lambda tried: (tried[0] != column, abs(tried[1] - threshold)))
        assert errors[taken] == pytest.approx(min(errors.values()))
        assert (column, threshold, low / 0.7, high / 0.7) == pytest.approx(taken)
        left = left - 0.7 * np.where(X[:, column] < threshold, *taken[2:])
    assert len(fit_stumps(X, y)) == 200


def test_training_moves_the_features_too() -> None:
    rng = np.random.default_rng(0)
    X = rng.standard_normal((100, 10))
    start = random_layers([10, 32, 2], rng)
    trained = train_network(start, X, bands(X, COLUMN), rng.integers(0, 100, (50, 64)))
    assert np.abs(forward(trained, X)[1] - forward(start, X)[1]).max() > 0.1


@pytest.mark.parametrize("direction", [COLUMN, OBLIQUE], ids=["column", "oblique"])
def test_stumps_win_along_a_column_and_the_network_across_columns(direction: np.ndarray) -> None:
    few, some, many = (
        np.mean([accuracies(examples, direction, seed) for seed in range(200, 204)], axis=0)  # not the page's draws
        for examples in (100, 300, 3000)
    )
    for raw, feature, stumps, network in (few, some, many):
        assert raw == pytest.approx(0.5, abs=0.03)
        assert feature > 0.97
        assert stumps > 0.94 if direction is COLUMN else stumps == pytest.approx(0.5, abs=0.04)
        assert network < feature - 0.02
    assert few[3] < 0.62 < many[3] - 0.25
    assert few[3] < some[3] < many[3]
    assert many[3] > 0.92
