"""A drawing asserts what its caption says, itself or in a part of its script."""

from pathlib import Path

import pytest

from scripts.checks.drawn import check
from scripts.content import Site

DRAWING = 'def falls() -> int:\n    """It falls."""\n    {}return 1\n\n\ndef _part() -> int:\n    {}return 1\n'


def said(repository: Path, code: str, part: str = "") -> list[str]:
    script = repository / "scripts/figures/training/other.py"
    script.write_text(DRAWING.format(code, part), encoding="utf-8")
    found = [each for each in check(Site.read(repository)) if each.file.endswith("/other.py")]
    return [f"{each.line}: {each.message}" for each in found]


@pytest.mark.parametrize(("code", "part"), [("", ""), ("_part()\n    ", ""), ("", "assert falls() < 0\n    ")])
def test_a_drawing_without_a_claim_is_named(repository: Path, code: str, part: str) -> None:
    wrong = ["1: this drawing asserts nothing; assert of the data what its caption says"]
    assert said(repository, code, part) == wrong


def test_a_claim_that_cannot_fail_is_none(repository: Path) -> None:
    assert said(repository, "assert True\n    ") != []


@pytest.mark.parametrize(
    ("code", "part"), [("assert falls() < 0\n    ", ""), ("_part()\n    ", "assert falls() < 0\n    ")]
)
def test_a_claim_that_can_fail_is_enough(repository: Path, code: str, part: str) -> None:
    assert said(repository, code, part) == []
