"""Code of a page that cannot be run is named at its line, whichever way it is broken: of formulas, of figures."""

import os
import re

import pytest

from tests.publishing.example import Repository

FILE = "tests/formulas/training/test_page.py"
SNIPPET = "snippets/training/page.py"
YIELD = "    yield"
FAULTS = {
    "no Python": ("def test_mean(", "def test_mean((", FILE, "def test_mean((", "python: this is not Python: "),
    "no such module": ("from numpy.", "from nunpy.", FILE, "from nunpy", "formulas: ModuleNotFoundError: No module"),
    "no such function": ("import mean", "import meen", FILE, "import meen", "formulas: ImportError: cannot import"),
    "it raises": (YIELD, f"    [][0]\n{YIELD}", FILE, "    [][0]", "formulas: IndexError: list index out of range"),
    "what it calls raises": ("sum(numbers)", "sum(numbrs)", SNIPPET, "sum(numbrs)", "formulas: NameError: name"),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_binding_that_cannot_run_is_named_at_its_line(
    repository: Repository, fault: tuple[str, str, str, str, str]
) -> None:
    old, new, file, needle, words = fault
    text = (repository.root / file).read_text(encoding="utf-8")
    assert old in text
    repository.write(file, text.replace(old, new, 1))
    answer = repository.run("scripts.evidence.formulas")
    assert answer.code == 1
    assert "Traceback" not in answer.text, answer.text
    place = f"{file}:{repository.line(file, needle)}: {words}"
    said = [line for line in answer.text.split("\n") if line.startswith(place)]
    assert said, answer.text
    assert "; mend the line" in said[0]
    assert "1 problem\n" in answer.text


DRAWING = "scripts/figures/training/page.py"
MADE = "    figure, axes = new_figure(3, 2)\n"
DRAWINGS = {
    "no such color": (
        "import BLUE",
        "import PINK",
        "from scripts.figures.style",
        "ImportError: cannot import name 'PINK'",
    ),
    "what it asserts is false": (
        MADE,
        f"{MADE}    assert 1 > 2\n",
        "    assert 1 > 2",
        "AssertionError: `assert 1 > 2`",
    ),
}


@pytest.mark.parametrize("fault", DRAWINGS.values(), ids=DRAWINGS)
def test_a_script_of_figures_that_raises_is_named_at_its_line(
    repository: Repository, fault: tuple[str, str, str, str]
) -> None:
    old, new, needle, words = fault
    before = (repository.root / "docs/_data/figures.yml").read_bytes()
    repository.edit(DRAWING, old, new)
    answer = repository.run("scripts.figures --changed")
    assert answer.code == 1
    assert f"{DRAWING}:{repository.line(DRAWING, needle)}: figures: {words}" in answer.text
    assert "; mend the line, or what it calls\n1 problem\n" in answer.text
    assert (repository.root / "docs/_data/figures.yml").read_bytes() == before


def test_figures_whose_code_has_changed_are_drawn_and_those_that_look_otherwise_are_named(
    repository: Repository,
) -> None:
    assert repository.run("scripts.figures --changed").text == ""
    file = "docs/training/page/noise-by-size.svg"
    for old, new, said in (
        ("1 / 64]", "2 / 128]", "as it was"),
        ("new_figure(3, 2)", "new_figure(4, 2)", "look at it"),
    ):
        repository.edit(DRAWING, old, new)
        os.utime(repository.root / DRAWING, (0, 0))  # both edits in one second
        answer = repository.run("scripts.figures --changed")
        assert answer.code == 0
        assert re.fullmatch(rf"{file}: [\d.]+ kB[,;] {said}\n", answer.text), answer.text
    assert not [each for each in repository.run("scripts.check").text.split("\n") if ": drawn: " in each]
