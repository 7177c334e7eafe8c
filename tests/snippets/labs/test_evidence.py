"""The statistics on which the labs' assertions rest."""

import numpy as np
import pytest

from snippets.labs.evidence import mean_and_sd, standard_errors, wins


def test_mean_and_sd_of_three_runs_by_hand() -> None:
    assert mean_and_sd(np.array([1.0, 2.0, 3.0]), 2) == "2.00 ± 1.00"
    assert mean_and_sd(np.array([10.0, 14.0])) == "12 ± 3"


def test_standard_errors_are_the_t_statistic_by_hand() -> None:
    assert standard_errors(np.array([1.0, 2.0, 3.0])) == pytest.approx(2 * np.sqrt(3))
    assert standard_errors(np.array([-1.0, 1.0])) == 0


def test_standard_errors_of_noise_have_unit_variance() -> None:
    noise = np.random.default_rng(0).standard_normal((2000, 50))
    assert np.std([standard_errors(values) for values in noise]) == pytest.approx(1, abs=0.05)


def test_wins_count_all_pairs_and_no_ties() -> None:
    assert wins(np.array([1.0, 3.0]), np.array([2.0, 3.0])) == 0.5
    assert wins(np.array([1.0, 1.0]), np.array([2.0])) == 1
