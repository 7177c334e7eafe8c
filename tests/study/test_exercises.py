"""Exercises as cards: what the page puts into the gaps is what KaTeX and Markdown would have made of these numbers."""

import re

import pytest
from lxml import html

from scripts.content import hold
from scripts.evidence.exercises.declared import declared
from scripts.evidence.exercises.tables import Table, tables
from scripts.study.exercises import exercise_cards, filled, printed, rows, sides, stand_ins
from scripts.study.rendering import Shown, rendered
from tests.whole import SITE

IDS = [exercise.id for exercise in declared(SITE)[0]]


@pytest.fixture(scope="module")
def computed() -> dict[str, Table]:
    """The exercises with their numbers, by id."""
    return {table.exercise.id: table for table in tables(SITE)[0]}


@pytest.fixture(scope="module")
def asked() -> dict[str, Shown]:
    """Their cards by id."""
    return exercise_cards(SITE)


@pytest.fixture(autouse=True)
def held() -> None:
    hold(SITE)


def test_numbers_are_printed_as_on_the_pages() -> None:
    values = [0, 5, 9999, 10_000, 1_281_167, 0.1, 2.5, 0.27835051, 1610.612736, 67.108864, 0.0003, 23456.789, 6e-17]
    texts = ["0", "5", "9999", "10,000", "1,281,167", "0.1", "2.5", "0.2784", "1611", "67.11", "0.0003", "23,457", "0"]
    assert list(map(printed, values)) == texts


def test_every_exercise_is_a_card_at_its_question(computed: dict[str, Table], asked: dict[str, Shown]) -> None:
    assert {card_id.partition("/")[2] for card_id in asked} == computed.keys()
    for name, shown in asked.items():
        exercise = computed[name.partition("/")[2]].exercise
        assert shown.card.anchor == shown.card.question.id == exercise.question
        assert shown.more["within"] == exercise.within


@pytest.mark.parametrize("name", IDS)
def test_filled_gaps_are_what_katex_makes_of_the_numbers(
    name: str, computed: dict[str, Table], asked: dict[str, Shown]
) -> None:
    table, shown = computed[name], asked[f"exercise/{name}"]
    page, _ = SITE.questions[table.exercise.question]
    like = [f"{place + 2},345" if "," in text else f"{place + 2}3.5" for place, text in enumerate(stand_ins(table))]
    for row, part in ((like, _without_lengths), (rows(table)[1], _spoken)):
        wanted = rendered(SITE, [(page, text) for text in sides(table, row)])
        assert [part(filled(each, row)) for each in (shown.front, shown.back)] == list(map(part, wanted))


@pytest.mark.parametrize("name", IDS)
def test_each_row_has_a_number_for_each_gap(name: str, computed: dict[str, Table], asked: dict[str, Shown]) -> None:
    table, shown = computed[name], asked[f"exercise/{name}"]
    gaps = {int(place) for place in re.findall(r"⟦(\d+)⟧", shown.front + shown.back)}
    row_length = len(table.exercise.names) + 1
    assert gaps == set(range(row_length))
    for row, answer in zip(shown.more["rows"], shown.more["answers"], strict=True):
        assert len(row) == row_length
        assert all(re.fullmatch(r"\d[\d,]*(\.\d+)?", text) for text in row), row
        assert float(row[-1].replace(",", "")) == pytest.approx(answer, rel=6e-4, abs=1e-12)


def _without_lengths(markup: str) -> str:
    """KaTeX writes heights for what stands there; a comma in a number is a little deeper than digits."""
    return re.sub(r' style="[^"]*"', "", markup)


def _spoken(markup: str) -> str:
    """What screen readers get of formulas, and what is copied: without what is drawn for the eye."""
    tree = html.fragment_fromstring(markup, create_parent="div")
    for drawn in tree.xpath(".//span[@class='katex-html']"):
        drawn.drop_tree()
    text: str = html.tostring(tree, encoding="unicode")
    return text
