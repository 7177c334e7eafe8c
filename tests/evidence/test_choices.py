"""Choices are made of words of the pages, and nothing but knowing tells the right one."""

from collections import Counter

import pytest

from scripts.content import Site
from scripts.evidence.choices import Choice, choices, claimed
from tests.whole import SITE

CHOICES, PROBLEMS = choices(SITE)


def test_there_are_choices_in_most_sections() -> None:
    assert PROBLEMS == []
    assert len(CHOICES) >= 40
    assert len({choice.page.section for choice in CHOICES}) >= 8


@pytest.mark.parametrize("size", [3, 4])
def test_the_length_of_a_statement_tells_nothing(size: int) -> None:
    """Whoever always takes the longest, the shortest or one between them is right half of the time at most."""
    found = [choice for choice in CHOICES if len(choice.wrong) + 1 == size]
    places = Counter(_place(choice) for choice in found)
    assert len(found) >= 10
    assert max(places.values()) <= len(found) / 2, places


def test_claims_are_stated_without_the_marks_of_a_quotation() -> None:
    assert {mark for choice in CHOICES for each in choice.wrong for mark in claimed(each)[0] + claimed(each)[-1]} & set(
        "“”"
    ) == set()


def test_without_a_ledger_there_is_nothing(site: Site) -> None:
    assert choices(site) == ([], [])


def _place(choice: Choice) -> int:
    return sorted([*(len(claimed(each)) for each in choice.wrong), len(choice.right)]).index(len(choice.right))
