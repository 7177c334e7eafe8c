"""A file that cannot be read at all ends a command with one line, and loses nothing."""

from pathlib import Path

import pytest

from scripts import measure, record
from scripts.content import ContentError, Problem, told

PROBLEM = Problem("docs/a.md", 3, "encoding", "byte 0xef is not UTF-8; save the file as UTF-8")


def test_what_cannot_be_read_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="1"), told():
        raise ContentError(PROBLEM)
    assert capsys.readouterr().out == f"{PROBLEM}\n"


def test_dates_of_a_page_that_cannot_be_read_stay(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "ROOT", repository)
    before = (repository / "docs/_data/verified.yml").read_text(encoding="utf-8")
    (repository / "docs/training/page.md").write_bytes(b"# A page\n\nna\xefve\n")
    assert record.main() == 1
    assert (repository / "docs/_data/verified.yml").read_text(encoding="utf-8") == before


def test_a_broken_ledger_ends_the_record_with_its_line(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(record, "ROOT", repository)
    (repository / "docs/_data/published.yml").write_text("pages: [\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        record.main()
    assert capsys.readouterr().out.startswith("docs/_data/published.yml:2: yaml: not YAML: ")


def test_an_experiment_that_is_not_text_ends_the_measuring_with_its_line(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "docs/labs/experiment.py").write_bytes(b"# %%\nx = '\xef'\n")
    assert measure.measure(repository, []) == 1
    problem = "docs/labs/experiment.py:2: encoding: byte 0xef is not UTF-8; save the file as UTF-8\n"
    assert problem in capsys.readouterr().out
