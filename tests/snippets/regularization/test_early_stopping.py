"""What the page on the validation set claims."""

import numpy as np
import pytest

from scripts.numbers.regularization import early_stopping as numbers
from snippets.regularization import early_stopping as page


def test_expected_maximum_against_exact_values_and_simulation() -> None:
    assert page.expected_maximum(1) == pytest.approx(0, abs=1e-6)
    assert page.expected_maximum(2) == pytest.approx(1 / np.sqrt(np.pi), abs=1e-6)
    assert page.expected_maximum(3) == pytest.approx(1.5 / np.sqrt(np.pi), abs=1e-6)
    drawn = np.random.default_rng(0).standard_normal((20_000, 10)).max(axis=1)
    # Standard deviation of the maximum of ten is 0.59: standard error 0.004.
    assert page.expected_maximum(10) == pytest.approx(drawn.mean(), abs=0.015)
    assert [round(page.expected_maximum(count), 2) for count in (10, 40, 100, 1000)] == [1.54, 2.16, 2.51, 3.24]


@pytest.mark.parametrize("examples", [200, 2000])
@pytest.mark.parametrize("first", [0, 1000])
def test_best_of_a_hundred_guessers(examples: int, first: int) -> None:
    generators = [np.random.default_rng(seed) for seed in range(first, first + 200)]
    measured = np.mean([page.best_guesser(100, examples, rng) for rng in generators])
    error = page.accuracy_standard_error(0.5, examples)
    assert measured == pytest.approx(numbers.guessers()[100, examples], abs=5 * 0.43 * error / 200**0.5)
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


@pytest.mark.parametrize("first", [0, 1000])
def test_leaks_raise_the_score_of_coin_flips(first: int) -> None:
    score = {key: runs.mean() for key, runs in numbers.leaks(first).items()}
    assert all(score[name, "honest"] == pytest.approx(0.5, abs=0.05) for name in numbers.LEAKS)
    assert score["patients", "leak"] > 0.97
    assert 0.75 < score["features", "leak"] < 0.95
    assert score["scaling", "leak"] == pytest.approx(score["scaling", "honest"], abs=0.02)


def test_split_by_group_separates_groups_and_loses_nobody() -> None:
    groups = np.repeat(np.arange(10), 7)
    train, held = page.split_by_group(groups, 0.2, np.random.default_rng(2))
    assert set(groups[train]).isdisjoint(groups[held])
    assert sorted([*train, *held]) == list(range(70))
    assert len(held) == 14


@pytest.mark.parametrize("first", [0, 1000])
def test_score_of_the_selected_checkpoint_is_optimistic(first: int) -> None:
    found = numbers.checkpoint(first)
    few, many = (found[held_out]["true"] - found[held_out]["reported"] for held_out in (20, 100))
    assert few.min() > 0.06
    assert 0 < many.mean() < few.mean() / 2
    assert found[100]["true"].mean() < found[20]["true"].mean()


def test_true_errors_are_those_of_fresh_data() -> None:
    rng = np.random.default_rng(3)
    task = page.problems(50, rng)
    path = page.sgd_paths(*task.draw(60), epochs=3, rng=rng)[11::12]
    fresh = page.validation_curves(path, *task.draw(2000)).mean(axis=1)
    true = ((path - task.theta) ** 2).sum(axis=2).mean(axis=1) + 1
    # 100,000 squared errors of mean 1.7: standard error 0.008.
    assert fresh == pytest.approx(true, abs=0.03)


@pytest.mark.parametrize("first", [0, 1000])
def test_keeping_retraining_and_not_stopping(first: int) -> None:
    few, many = ({name: runs.mean() for name, runs in found.items()} for found in numbers.strategies(first).values())
    for found in (few, many):
        assert max(found["retrain_same_epochs"], found["retrain_same_updates"]) < found["keep_checkpoint"]
        assert found["all_data_no_stopping"] < found["held_out_no_stopping"]
    assert few["all_data_no_stopping"] > 1.3 * few["keep_checkpoint"]
    assert many["all_data_no_stopping"] < many["keep_checkpoint"]
    assert many["retrain_same_epochs"] < many["retrain_same_updates"]
