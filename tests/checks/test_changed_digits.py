"""One digit changed in each of 40 measured numbers, all in one copy: `python -m scripts.check` refuses every one."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.content import ROOT, Page
from scripts.evidence.bound import position
from scripts.evidence.printed import Printed, bindings
from scripts.evidence.texts import blocks
from tests.whole import SITE

FOLDERS = ("docs", "scripts", "snippets", "tests")
COPIED = (
    *FOLDERS,
    "README.md",
    "mkdocs.yml",
    "pyproject.toml",
    "package.json",
    "package-lock.json",
    "requirements.txt",
)
LINKED = (".venv", ".cache", "node_modules")
"""With what is kept of the checks: an author's check looks anew only at what has changed, and so does this one."""
CHANGES = 40


def bound_numbers(page: Page) -> Iterator[tuple[int, int, Printed]]:
    """Line, counted from 0, column and number, of one number in figures for each line that binds any."""
    lines, seen = page.raw.split("\n"), set()
    for block in blocks(page.raw, page.is_lab):
        for binding in bindings(block.text):
            for name, number in zip(binding.names, binding.numbers, strict=not binding.marks):
                if binding.marks or name == "_" or number.match is None or number.match["mantissa"] is None:
                    continue
                line, column = position(lines, block, number)
                if line not in seen and lines[line][column:].startswith(number.text):
                    seen.add(line)
                    yield line, column, number


def changed(number: Printed, turn: int) -> str:
    """The number with one of the digits of its mantissa or its spread one higher, 0 for 9; `turn` says which."""
    match = number.match
    assert match is not None
    spans = [match.span(group) for group in ("mantissa", "spread") if match[group]]
    places = [at - match.start() for span in spans for at in range(*span) if match.string[at].isdigit()]
    at = places[turn % len(places)]
    return number.text[:at] + str((int(number.text[at]) + 1) % 10) + number.text[at + 1 :]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy(source, tmp_path / name)
    for name in LINKED:
        if (ROOT / name).exists():
            (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def test_each_of_40_changed_digits_is_refused_at_its_file_and_line(copy: Path) -> None:
    numbers = [(page, *found) for page in SITE.pages for found in bound_numbers(page)]
    chosen = numbers[:: len(numbers) // CHANGES][:CHANGES]
    assert len({page.file for page, *_ in chosen}) > CHANGES / 2
    wrong = {}
    for turn, (page, line, column, number) in enumerate(chosen):
        path = copy / page.file
        lines = path.read_text(encoding="utf-8").split("\n")
        new = changed(number, turn)
        lines[line] = lines[line][:column] + new + lines[line][column + len(number.text) :]
        path.write_text("\n".join(lines), encoding="utf-8")
        wrong[f"{page.file}:{line + 1}"] = new.strip()
    answer = subprocess.run(
        [sys.executable, "-m", "scripts.check"], cwd=copy, capture_output=True, text=True, check=False
    )
    said = [text.split(": ", 2) for text in answer.stdout.splitlines()]  # the place, the check, the message
    measured = {place: message for place, check, message in said if check == "measured"}
    assert len(wrong) == CHANGES
    assert {place: new for place, new in wrong.items() if new not in measured.get(place, "")} == {}
    assert measured.keys() == wrong.keys()
    others = ("arithmetic", "verified")  # they name the line of the equation, of the box
    elsewhere = [each for each in said if each[0] not in wrong and each[1] not in others]
    assert elsewhere == []
    assert answer.returncode == 1
