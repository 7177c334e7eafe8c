"""What the page on the validation set claims."""

from collections.abc import Callable

import numpy as np
import pytest

from snippets.regularization import early_stopping as page


def test_expected_maximum_against_exact_values_and_simulation() -> None:
    assert page.expected_maximum(1) == pytest.approx(0, abs=1e-6)
    assert page.expected_maximum(2) == pytest.approx(1 / np.sqrt(np.pi), abs=1e-6)
    assert page.expected_maximum(3) == pytest.approx(1.5 / np.sqrt(np.pi), abs=1e-6)
    drawn = np.random.default_rng(0).standard_normal((20_000, 10)).max(axis=1)
    # Standard deviation of the maximum of ten is 0.59: standard error 0.004.
    assert page.expected_maximum(10) == pytest.approx(drawn.mean(), abs=0.015)
    assert [round(page.expected_maximum(count), 2) for count in (10, 40, 100, 1000)] == [1.54, 2.16, 2.51, 3.24]


@pytest.mark.parametrize(("examples", "best"), [(200, 0.588), (2000, 0.528)])
def test_best_of_a_hundred_guessers(examples: int, best: float) -> None:
    measured = np.mean([page.best_guesser(100, examples, np.random.default_rng(seed)) for seed in range(200)])
    assert round(float(measured), 3) == best
    error = page.accuracy_standard_error(0.5, examples)
    assert measured == pytest.approx(0.5 + page.expected_maximum(100) * error, abs=0.003)


def test_standard_errors_against_simulation() -> None:
    rng = np.random.default_rng(1)
    both_right, only_first, only_second = 0.88, 0.03, 0.02
    cells = rng.multinomial(1000, [both_right, only_second, only_first, 0.07], size=20_000) / 1000
    difference = cells[:, 2] - cells[:, 1]
    expected = page.paired_standard_error(0.05, 0.01, 1000)
    assert difference.std() == pytest.approx(expected, rel=0.03)
    accuracy = cells[:, 0] + cells[:, 2]
    assert accuracy.std() == pytest.approx(page.accuracy_standard_error(0.91, 1000), rel=0.03)


def test_standard_errors_that_the_page_names() -> None:
    assert [round(page.accuracy_standard_error(0.9, n), 4) for n in (1000, 10_000)] == [0.0095, 0.0030]
    assert round(float(np.sqrt(2)) * page.accuracy_standard_error(0.9, 1000), 4) == 0.0134
    assert round(page.paired_standard_error(0.05, 0.01, 1000), 4) == 0.0071


@pytest.mark.parametrize(
    ("accuracy", "leaky", "honest"),
    [
        (page.grouped_accuracy, 1.00, 0.51),
        (page.selected_features_accuracy, 0.86, 0.51),
        (page.normalized_accuracy, 0.49, 0.49),
    ],
)
def test_leaks_raise_the_score_of_coin_flips(
    accuracy: Callable[[bool, np.random.Generator], float], leaky: float, honest: float
) -> None:
    scores = [np.mean([accuracy(leak, np.random.default_rng(seed)) for seed in range(100)]) for leak in (True, False)]
    assert [round(float(score), 2) for score in scores] == [leaky, honest]


def test_split_by_group_separates_groups_and_loses_nobody() -> None:
    groups = np.repeat(np.arange(10), 7)
    train, held = page.split_by_group(groups, 0.2, np.random.default_rng(2))
    assert set(groups[train]).isdisjoint(groups[held])
    assert sorted([*train, *held]) == list(range(70))
    assert len(held) == 14


@pytest.mark.parametrize(("held_out", "reported", "true"), [(10, 1.24, 1.52), (20, 1.34, 1.48), (100, 1.40, 1.42)])
def test_score_of_the_selected_checkpoint_is_optimistic(held_out: int, reported: float, true: float) -> None:
    measured = page.selected_checkpoint(held_out, np.random.default_rng(0))
    assert [round(value, 2) for value in measured] == [reported, true]


def test_true_errors_are_those_of_fresh_data() -> None:
    rng = np.random.default_rng(3)
    task = page.problems(50, rng)
    path = page.sgd_paths(*task.draw(60), epochs=3, rng=rng)[11::12]
    fresh = page.validation_curves(path, *task.draw(2000)).mean(axis=1)
    true = ((path - task.theta) ** 2).sum(axis=2).mean(axis=1) + 1
    # 100,000 squared errors of mean 1.7: standard error 0.008.
    assert fresh == pytest.approx(true, abs=0.03)


@pytest.mark.parametrize(
    ("examples", "excess"),
    [(50, [0.663, 0.640, 0.629, 0.982]), (100, [0.418, 0.379, 0.393, 0.447]), (200, [0.208, 0.178, 0.198, 0.179])],
)
def test_keeping_retraining_and_not_stopping(examples: int, excess: list[float]) -> None:
    measured = page.hold_out_or_retrain(examples, 0.2, np.random.default_rng(0))
    assert [round(value, 3) for value in measured[:4]] == excess
