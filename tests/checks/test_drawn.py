"""A drawing whose caption makes a claim asserts it, in a script that has been gone through."""

from pathlib import Path

import pytest

from scripts.checks.drawn import ASSERTED, check
from scripts.content import Site
from scripts.figures.__main__ import modules
from tests.whole import SITE

DRAWING = 'def falls() -> int:\n    """It falls."""\n    {}return 1\n\n\ndef _part() -> int:\n    return 1\n'


def said(repository: Path, name: str, code: str) -> list[str]:
    script = repository / f"scripts/figures/training/{name}.py"
    script.write_text(DRAWING.format(code), encoding="utf-8")
    found = [each for each in check(Site.read(repository)) if each.file.endswith(f"/{name}.py")]
    return [f"{each.line}: {each.message}" for each in found]


@pytest.mark.parametrize("name", sorted(ASSERTED))
def test_a_drawing_without_a_claim_is_named(repository: Path, name: str) -> None:
    assert said(repository, name, "") == ["1: this drawing asserts nothing; assert of the data what its caption says"]


def test_a_claim_that_cannot_fail_is_none(repository: Path) -> None:
    assert said(repository, "other", "assert True\n    ") != []


def test_a_claim_that_can_fail_is_enough(repository: Path) -> None:
    assert said(repository, min(ASSERTED), "assert falls() < 0\n    ") == []


def test_every_script_that_was_gone_through_is_there() -> None:
    assert {module.split("/")[1] for module in modules()} >= ASSERTED
    assert not [problem for problem in check(SITE) if problem.file.startswith("scripts/figures")]
