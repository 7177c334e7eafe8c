"""The ledger of what somebody has read: changed words are read again, unchanged ones keep their day."""

import datetime
from pathlib import Path

import pytest

from scripts.content import Site
from scripts.evidence import readings

PAGE = "docs/training/page.md"
BEFORE, TODAY = "2026-11-20", datetime.date(2027, 1, 2)


def changed(repository: Path, old: str, new: str, file: str = PAGE) -> list[str]:
    """What is said of the repository after a change."""
    text = (repository / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (repository / file).write_text(text.replace(old, new), encoding="utf-8")
    return [str(problem) for problem in readings.problems(Site.read(repository))]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("mistake wrong", "mistake misleading", f"{PAGE}:35: verified: verdict or words of this correction"),
        ("No: on a straight", "Yes: on a straight", f"{PAGE}:33: verified: this short answer has changed"),
        ("*A straight line has one slope.*", "*A line has two slopes.*", f"{PAGE}:26: verified: caption"),
        ("with its rise and its run.]", "without its rise and its run.]", f"{PAGE}:26: verified: caption"),
    ],
)
def test_what_was_turned_round_is_named(repository: Path, old: str, new: str, said: str) -> None:
    (found,) = changed(repository, old, new)
    assert found.startswith(said)
    assert f" on {BEFORE}; read it, then run `make format`, or write `" in found


def test_who_has_no_make_writes_the_line_of_the_message(repository: Path) -> None:
    (found,) = changed(repository, "No: on a straight", "Yes: on a straight")
    line = found.partition("or write `")[2].partition("`")[0].replace("DAY", "2026-11-21")
    ledger = repository / "docs/_data/verified.yml"
    old = "does-the-slope-change: 2026-11-20 3d27fc51"
    ledger.write_text(ledger.read_text(encoding="utf-8").replace(old, line), encoding="utf-8")
    assert list(readings.problems(Site.read(repository))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("over its run [@newton1687]. It", "over its run\n[@newton1687]. It"),
        ("is constant. See", "is constant.<!--= given --> See"),
    ],
)
def test_line_ends_and_names_of_values_do_not_count(repository: Path, old: str, new: str) -> None:
    assert changed(repository, old, new) == []


def test_only_what_has_changed_was_read_today(repository: Path) -> None:
    changed(repository, "mistake wrong", "mistake misleading")
    text = readings.written(Site.read(repository), TODAY)
    assert f"the-slope-grows-along-the-line: {TODAY}" in text
    assert text.count(str(TODAY)) == 1
    assert text.count(BEFORE) == 4
    (repository / "docs/_data/verified.yml").write_text(text, encoding="utf-8")
    assert list(readings.problems(Site.read(repository))) == []
