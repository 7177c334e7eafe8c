"""A test of formulas that cannot be run is named at its line, whichever way it is broken."""

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
