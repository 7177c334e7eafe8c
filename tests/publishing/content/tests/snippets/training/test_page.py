"""Claims of docs/training/page.md."""

from snippets.training.page import mean


def test_the_mean_of_equal_numbers_is_that_number() -> None:
    assert mean([2.5, 2.5]) == 2.5


def test_the_mean_lies_between_the_extremes() -> None:
    assert 1.0 < mean([1.0, 2.0, 6.0]) < 6.0
