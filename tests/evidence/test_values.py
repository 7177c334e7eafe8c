"""Values: what a record keeps, how finely a mean may be printed, and when two measurements agree."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.evidence.values import Value, agree, flatten


def test_mean_and_spread_are_those_of_numpy() -> None:
    runs = np.random.default_rng(1).normal(3, 2, 9)
    value = Value(tuple(runs.tolist()))
    assert value.mean == pytest.approx(runs.mean())
    assert value.spread == pytest.approx(runs.std(ddof=1))
    assert value.error == pytest.approx(runs.std(ddof=1) / 3)


@pytest.mark.parametrize(
    ("runs", "finest", "shown"),
    [
        ((0.9, 0.85, 0.95, 0.8, 0.99, 0.88), 0.01, "0.90 ± 0.07"),
        ((1.0, 1.002, 0.998, 1.0), 0.0001, "1.0000 ± 0.0016"),
        ((900.0, 1500.0, 1200.0), 100.0, "1200 ± 300"),
        ((7.0,), 0.0, "7"),
        ((5.0, 5.0, 5.0), 0.0, "5"),
    ],
)
def test_a_mean_is_printed_to_the_first_digit_of_its_standard_error(
    runs: tuple[float, ...], finest: float, shown: str
) -> None:
    assert Value(runs).finest == pytest.approx(finest)
    assert str(Value(runs)) == shown


def test_exact_values_agree_to_a_millionth() -> None:
    assert agree(Value((1.0000005,)), Value((1.0,)))
    assert not agree(Value((1.00001,)), Value((1.0,)))


def test_means_over_seeds_agree_within_four_standard_errors_of_their_difference() -> None:
    recorded = Value((0.9, 1.0, 1.1))  # spread 0.1, so 4 · 0.1 · √(2/3) = 0.327
    assert agree(Value((1.2, 1.3, 1.4)), recorded)
    assert not agree(Value((1.25, 1.35, 1.45)), recorded)


def test_values_of_another_number_of_seeds_do_not_agree() -> None:
    assert not agree(Value((1.0, 1.0)), Value((1.0,)))


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=8))
def test_every_value_agrees_with_itself(runs: list[float]) -> None:
    assert agree(Value(tuple(runs)), Value(tuple(runs)))


def test_nested_measurements_become_names() -> None:
    measured = {"loss": {("plain", 32): np.array([1.0, 2.0])}, "rates": (0.1, 3), "count": np.int64(7)}
    assert flatten(measured) == {"loss.plain.32": [1.0, 2.0], "rates.0": [0.1], "rates.1": [3], "count": [7]}


def test_a_record_keeps_six_digits_of_a_seed_and_twelve_of_an_exact_value() -> None:
    assert flatten({"x": np.array([1 / 3]), "y": 1 / 3}) == {"x": [0.333333], "y": [0.333333333333]}


@pytest.mark.parametrize("wrong", [np.ones((2, 2)), float("nan"), "text", None, np.array([]), np.array([np.inf])])
def test_what_is_no_measurement_is_named(wrong: Any) -> None:
    with pytest.raises(ValueError, match=r"^loss\.bad is "):
        flatten({"loss": {"bad": wrong}})
