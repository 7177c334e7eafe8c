"""Exercises ask for what tested snippets compute; the worked solutions, as printed, give the same."""

import importlib
import math
import shutil
from collections import Counter
from pathlib import Path

import pytest

from scripts.content import Site
from scripts.evidence.exercises import called, worked
from scripts.evidence.exercises.declared import declared
from scripts.evidence.exercises.tables import DRAWS, FEWEST, Table, drawn, tables
from tests.whole import SITE

IDS = [exercise.id for exercise in declared(SITE)[0]]
LEDGER = """\
slope:
  question: what-is-the-slope
  ask: How steep is a line that rises by <y> over <x>?
  inputs: {y: {from: 1, to: 9, step: 0.5}, x: [2, 4, 5, 8]}
  computed_by: training.page.slope
  arguments: {rise: y, run: x}
  worked: ['Rise over run: $`m = \\frac{<y>}{<x>}`$.']
  within: 1
"""


@pytest.fixture(scope="module")
def computed() -> dict[str, Table]:
    """The exercises with their numbers, by id."""
    found, problems = tables(SITE)
    assert problems == []
    return {table.exercise.id: table for table in found}


def test_there_are_exercises_in_most_sections(computed: dict[str, Table]) -> None:
    assert list(computed) == IDS
    assert len(IDS) >= 20
    sections = {SITE.questions[table.exercise.question][0].section for table in computed.values()}
    assert len(sections) >= 8


@pytest.mark.parametrize("name", IDS)
def test_the_worked_solution_gives_what_the_snippet_gives(name: str, computed: dict[str, Table]) -> None:
    table = computed[name]
    exercise = table.exercise
    module, _, called_name = exercise.function.rpartition(".")
    function = getattr(importlib.import_module(f"snippets.{module}"), called_name)
    assert FEWEST <= len(table.draws) <= DRAWS
    for draw in table.draws:
        given = worked.arguments(exercise.arguments, draw.numbers)
        value = function(**{key: called.argument(each) for key, each in given.items()})
        value = float(value if exercise.part is None else value[exercise.part])
        unit = worked.number(exercise.in_units_of, draw.numbers)
        solution = worked.steps(exercise, {key: draw.numbers[key] for key in exercise.inputs})[""]
        assert math.isclose(solution, value / unit, rel_tol=1e-9, abs_tol=1e-15)
        assert math.isclose(draw.answer, value / unit, rel_tol=1e-9, abs_tol=1e-15)


@pytest.mark.parametrize("name", IDS)
def test_no_two_draws_are_the_same_and_no_answer_can_be_guessed(name: str, computed: dict[str, Table]) -> None:
    table = computed[name]
    inputs = [tuple(draw.numbers[name] for name in table.exercise.inputs) for draw in table.draws]
    assert len(set(inputs)) == len(inputs)
    assert max(Counter(draw.answer for draw in table.draws).values()) <= len(inputs) / 4


def test_the_numbers_hang_on_nothing_but_the_exercise(computed: dict[str, Table]) -> None:
    assert drawn(computed["updates-per-epoch"].exercise)[:2] == [
        {"N": 23350, "B": 48},
        {"N": 9230, "B": 64},
    ]  # the same on every machine


def test_a_changed_snippet_is_computed_again(repository: Path) -> None:
    (repository / "docs/_data/exercises.yml").write_text(LEDGER, encoding="utf-8")
    before, problems = tables(Site.read(repository))
    assert problems == []
    assert before[0].draws[0].answer == before[0].draws[0].numbers["y"] / before[0].draws[0].numbers["x"]
    snippet = repository / "snippets/training/page.py"
    snippet.write_text(snippet.read_text(encoding="utf-8").replace("rise / run", "rise * run"), encoding="utf-8")
    after, problems = tables(Site.read(repository))
    assert after == []
    assert "the worked solution gives" in problems[0].message
    shutil.rmtree(repository / "snippets")
    assert "computed_by" in declared(Site.read(repository))[1][0].message


def test_without_a_ledger_there_is_nothing(site: Site) -> None:
    assert tables(site) == ([], [])


def test_arguments_may_be_lists_and_runs() -> None:
    given = {"a": [["n", 1]], "b": {"runs": [[1, "n"], [0, "2 n"]]}, "c": True}
    assert worked.arguments(given, {"n": 2}) == {"a": [[2, 1]], "b": {"runs": [[1, 2], [0, 4]]}, "c": True}
    assert called.argument({"runs": [[1, 2], [0, 3]]}).tolist() == [1, 1, 0, 0, 0]
    assert called.argument([[2, 1]]).shape == (1, 2)
