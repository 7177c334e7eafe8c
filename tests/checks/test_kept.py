"""What checks keep between runs hides nothing: after any edit they find what they find where nothing is kept."""

import shutil
from pathlib import Path

import pytest

from scripts.checks import problems
from scripts.content import Site, reading, recall
from scripts.content.cache import Cache
from scripts.evidence import records
from scripts.evidence.records import Results
from scripts.evidence.values import values_of
from tests.checks.test_fixtures import FIXTURES, MODULES

EDITS = {
    "a work that a page cites": ("docs/_data/bibliography.bib", "{newton1687,", "{hooke1687,"),
    "a function that a formula names": ("snippets/training/page.py", "def slope", "def rise"),
    "a region that a page shows": ("snippets/training/page.py", ":slope]", ":rise]"),
    "a test of what a formula names": ("tests/snippets/training/test_page.py", "slope(4, 2) == 2", "True"),
    "an anchor that a link names": ("docs/training/page.md", "{ #what-is-the-slope ", "{ #what-slope-is "),
    "a page that others link to": ("mkdocs.yml", "labs/experiment.py", "labs/other.py"),
    "a record": ("docs/labs/experiment/record.yml", "be6e", "be6f"),
    "a drawing": ("docs/training/page/straight-line.svg", "#2b83c4", "#ffff00"),
    "words that were read": ("docs/training/page.md", "It is the same", "It is not the same"),
    "a term": ("docs/glossary.md", "rise over run (ROR)", "rise over run"),
}
"""File, text and what stands there after the edit, which makes a check say something, mostly of another file."""


def found(repository: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the checks say, as in a new process with that cache."""
    monkeypatch.setattr(recall, "_CACHE", Cache(kept))
    monkeypatch.setattr(reading, "_read_before", {})
    return [str(problem) for problem in problems(Site.read(repository))]


@pytest.fixture
def kept(repository: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache that knows the minimal repository, on which all checks are silent."""
    folder = repository / ".cache"
    assert found(repository, folder, monkeypatch) == []
    return folder


@pytest.mark.parametrize("name", sorted(MODULES))
def test_faults_that_come_later_are_found(
    name: str, repository: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(FIXTURES / name, repository, dirs_exist_ok=True)
    after = found(repository, kept, monkeypatch)
    assert after == found(repository, repository / ".other", monkeypatch)
    assert after != []


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_that_another_file_depends_on_is_seen(
    edit: str, repository: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, before, behind = EDITS[edit]
    path = repository / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, behind), encoding="utf-8")
    after = found(repository, kept, monkeypatch)
    assert after == found(repository, repository / ".other", monkeypatch)
    assert after != []
    path.write_text(text, encoding="utf-8")
    assert found(repository, kept, monkeypatch) == []


def test_a_value_that_is_recorded_anew_is_held_against_the_pages_that_quote_it(
    repository: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = repository / "docs/training/page.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("the slope is const", "it is 17<!--= experiment: slope --> and const"), "utf-8")

    def wrong_with(value: float) -> list[str]:
        records.write(repository, "labs/experiment", "0" * 16, Results(values_of({"slope": [value]})))
        return [each for each in found(repository, kept, monkeypatch) if "page.md" in each and "measured" in each]

    assert wrong_with(17) == []
    assert [problem.split("; ")[-1] for problem in wrong_with(18)] == ["write 18"]


def test_a_name_is_a_claim_unless_a_snippet_has_it(
    repository: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = repository / "docs/training/page.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(f"{text}\n## More\n\nThe function `old_slope` does the same.\n", "utf-8")
    assert any("old_slope" in problem for problem in found(repository, kept, monkeypatch))
    snippet = repository / "snippets/training/page.py"
    snippet.write_text(snippet.read_text(encoding="utf-8").replace("def slope", "def old_slope"), encoding="utf-8")
    assert not any(": claims: " in problem for problem in found(repository, kept, monkeypatch))
