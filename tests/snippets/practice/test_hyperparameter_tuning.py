"""What the page on hyperparameter tuning claims."""

from functools import cache

import numpy as np
import pytest

from scripts.numbers.practice import hyperparameter_tuning as numbers
from snippets.optimization.gradient_descent import expected_losses
from snippets.practice import hyperparameter_tuning as page

ranking = cache(numbers.ranking)


@pytest.mark.parametrize(("values", "dimensions", "trials"), [(3, 2, 9), (2, 6, 64)])
def test_a_grid_repeats_the_values_of_every_dimension(values: int, dimensions: int, trials: int) -> None:
    grid, random = (
        page.grid_trials(values, dimensions),
        page.random_trials(trials, dimensions, np.random.default_rng(0)),
    )
    assert grid.shape == random.shape == (trials, dimensions)
    assert [len(np.unique(column)) for column in grid.T] == [values] * dimensions
    assert [len(np.unique(column)) for column in random.T] == [trials] * dimensions


def test_a_grid_stands_in_the_middle_of_its_cells() -> None:
    grid = page.grid_trials(3, 2)
    assert sorted(map(tuple, (6 * grid).round(9))) == [(a, b) for a in (1, 3, 5) for b in (1, 3, 5)]


@pytest.mark.parametrize("first", [0, 100])
def test_random_wins_if_few_dimensions_matter_and_loses_if_all_do(first: int) -> None:
    found = {name: runs.mean() for name, runs in numbers.distance(first).items()}
    assert found["3.2.1.random"] < 0.75 * found["3.2.1.grid"]
    assert found["2.6.1.random"] < found["2.6.1.grid"] / 10
    assert found["3.2.2.random"] > 1.2 * found["3.2.2.grid"]
    assert found["2.6.6.random"] > 1.1 * found["2.6.6.grid"]
    assert (found["3.2.1.grid"], found["2.6.1.grid"]) == pytest.approx((1 / 12, 1 / 8), rel=0.05)
    assert found["3.2.1.random"] == pytest.approx(page.expected_nearest(9), rel=0.1)
    assert found["2.6.1.random"] == pytest.approx(page.expected_nearest(64), rel=0.15)


def test_fifty_nine_trials_reach_the_best_twentieth_with_95_percent() -> None:
    draws = np.random.default_rng(0).random((20_000, 59))
    assert np.mean(draws.max(axis=1) > 0.95) == pytest.approx(page.hit_probability(59, 0.05), abs=0.005)
    assert [round(page.hit_probability(n, 0.05), 3) for n in (14, 58, 59, 60)] == [0.512, 0.949, 0.952, 0.954]
    assert (page.trials_needed(0.05, 0.95), page.trials_needed(0.01, 0.95)) == (59, 299)


def test_log_uniform_draws_spread_over_the_decades() -> None:
    rng = np.random.default_rng(0)
    rates = np.array([page.log_uniform(1e-5, 1.0, rng) for _ in range(20_000)])
    assert np.histogram(np.log10(rates), [-5, -4, -3, -2, -1, 0])[0] / 20_000 == pytest.approx([0.2] * 5, abs=0.01)
    assert np.mean(rng.uniform(1e-5, 1, 20_000) > 0.1) == pytest.approx(0.9, abs=0.01)


def test_a_configuration_is_drawn_from_the_whole_of_its_ranges() -> None:
    rng = np.random.default_rng(0)
    drawn = [page.sample_configuration(rng) for _ in range(1000)]
    for name, ends in (("learning_rate", (1e-5, 1)), ("weight_decay", (1e-6, 0.1))):
        values = np.array([each[name] for each in drawn])
        assert (values.min(), values.max()) == pytest.approx(ends, rel=0.1)
        assert ends[0] <= values.min() < values.max() <= ends[1]


def test_widths_are_sampled_only_for_layers_that_exist() -> None:
    rng = np.random.default_rng(0)
    widths = [w for _ in range(200) if isinstance(w := page.sample_configuration(rng)["widths"], list)]
    assert ({*map(len, widths)}, {n for w in widths for n in w}) == ({1, 2, 3, 4}, {32, 64, 128, 256, 512})


def test_each_rung_of_successive_halving_costs_the_same() -> None:
    table = page.rungs(81, 10, 3)
    assert table == [(81, 10), (27, 30), (9, 90), (3, 270), (1, 810)]
    assert {count * updates for count, updates in table} == {810}
    assert sum(count * (updates - updates // 3 * (updates > 10)) for count, updates in table) == 2970  # resumed
    losses = np.array([[9, 1, 5.0], [9, 2, 0.5], [9, 3, 0.1], [9, 4, 0.2]])
    assert (page.rungs(4, 1, 2), int(losses[:, 2].argmin())) == ([(4, 1), (2, 2), (1, 4)], 2)
    assert page.successive_halving(np.repeat(losses, [1, 1, 3], axis=1), 1, 2) == 1


@pytest.mark.parametrize("best", range(5))
def test_halving_finds_what_is_always_best_wherever_it_stands(best: int) -> None:
    losses = np.ones((5, 9)) + np.arange(5)[:, None]
    losses[best] = 0.0
    assert page.successive_halving(losses, 1, 2) == best


def test_halving_keeps_the_better_half_and_loses_what_starts_slowly() -> None:
    losses = np.tile(np.arange(1.0, 9.0)[:, None], 9)  # eight configurations, compared after 1, 2, 4 and 8 updates
    losses[2, 2:], losses[7, 2:] = 0.1, 0.0  # third at first, best of those that are left; last at first, then the best
    assert page.successive_halving(losses, 1, 2) == 2


def test_runs_follow_the_recursion_of_noisy_descent() -> None:
    rates = 0.3 * 0.5 * (1 + np.cos(np.pi * np.minimum(np.arange(90) / 60, 1)))
    by_hand = expected_losses(rates.tolist(), np.geomspace(0.05, 1, 10).tolist(), 0.1, 1.0)
    assert page.decayed_runs(np.array([0.3]), np.array([60.0]), 90)[0] == pytest.approx(by_hand)
    three = page.decayed_runs(np.array([0.3, 0.3, 0.1]), np.array([30.0, 200.0, 810.0]), 810)
    assert three[:, 30].round(2).tolist() == [0.14, 0.11, 0.21]
    assert three[:, 810].round(4).tolist() == [0.1382, 0.0233, 0.0067]
    assert np.flatnonzero(three[0] < three[2]).max() == 43


@pytest.mark.parametrize("first", [0, 100])
def test_early_ranking_misleads(first: int) -> None:
    found = {name: runs.mean() for name, runs in ranking(first).items()}
    for rates in ("decay", "constant"):
        early, middle, late = (found[f"{rates}.correlation.{count}"] for count in numbers.JUDGED)
        assert early < middle - 0.1 < late - 0.2
        leaders = [found[f"{rates}.leader.{count}"] for count in numbers.JUDGED]
        assert leaders[0] > 2 * leaders[1] > 3 * leaders[2] > 4.5
    assert found["decay.correlation.10"] > 0.4
    assert found["constant.correlation.10"] < -0.5


def test_halving_that_starts_early_wins_no_more_often_than_a_coin_but_ends_poorly_less_often() -> None:
    """Against the best of five full runs, which cost as much."""
    found = {name: runs.mean() for name, runs in numbers.race(1000).items()}
    assert found["lost"] == pytest.approx(0.55, abs=4 * 0.5 / np.sqrt(400))
    assert found["halving poor"] < 0.5 * found["five poor"]


@pytest.mark.parametrize("first", [0, 100])
def test_halving_that_starts_early_loses_where_fast_and_noisy_runs_lead(first: int) -> None:
    found = ranking(first)
    assert np.mean(found["constant.halving"] > found["constant.five"]) > 0.85
    assert found["constant.halving"].mean() > 2 * found["constant.five"].mean()


def test_rank_correlation_sees_order_only() -> None:
    values = np.array([0.1, 3.0, 2.0, 7.0])
    others = np.exp(values), -values, np.array([1.0, 2.0, 3.0, 4.0])
    assert [page.rank_correlation(values, other) for other in others] == pytest.approx([1, -1, 0.8])


def test_the_best_of_many_guesses_looks_skilled() -> None:
    draws = np.random.default_rng(0).binomial(100, 0.5, (200, 1000)).max(axis=1) / 100
    assert draws.mean() == pytest.approx(page.best_of_guesses(1000, 100), abs=0.003)
    assert [round(page.best_of_guesses(m, 100), 2) for m in (1, 10, 1000)] == [0.5, 0.58, 0.66]
    assert round(page.best_of_guesses(1000, 10_000), 3) == 0.516


def test_depth_adds_parameters_and_width_squares_them() -> None:
    shapes = ([512], [512, 512], [1024, 1024], [512] * 4, [256] * 6)
    sizes = [page.parameter_count([784, *hidden, 10]) for hidden in shapes]
    assert sizes == [407_050, 669_706, 1_863_690, 1_195_018, 532_490]


def test_ten_layers_of_two_units_make_1024_pieces() -> None:
    for layers in (1, 3, 10):
        slopes = np.diff(page.sawtooth(np.linspace(0, 1, 2**12 + 1), layers))
        assert np.sum(np.diff(np.sign(slopes)) != 0) + 1 == 2**layers
