"""Each check finds in its fixture exactly what `expected.txt` there says, and nothing where nothing is wrong."""

import importlib
import shutil
from pathlib import Path

import pytest

from scripts import checks
from scripts.checks import CHECKS, problems
from scripts.content import Site

FIXTURES = Path(__file__).parent / "fixtures"
MODULES = {path.stem for path in Path(checks.__file__).parent.glob("*.py")} - {"__init__"}


@pytest.mark.parametrize("name", sorted(MODULES))
def test_check_finds_exactly_what_its_fixture_states(name: str, repository: Path) -> None:
    fixture = FIXTURES / name
    shutil.copytree(fixture, repository, dirs_exist_ok=True)
    found = sorted(set(importlib.import_module(f"scripts.checks.{name}").check(Site.read(repository))))
    expected = (fixture / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert [str(problem) for problem in found] == expected


def test_all_checks_are_silent_on_the_minimal_repository(site: Site) -> None:
    assert [str(problem) for problem in problems(site)] == []


def test_every_module_is_in_the_list_of_checks_once() -> None:
    listed = [check.__module__.removeprefix("scripts.checks.") for check in CHECKS]
    assert sorted(listed) == sorted(MODULES)


def test_every_check_has_a_fixture_that_states_problems() -> None:
    stated = {path.parent.name for path in FIXTURES.glob("*/expected.txt") if path.stat().st_size > 0}
    assert stated == MODULES
