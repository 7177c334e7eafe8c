"""Extensions and hooks are given the site of the build that is under way; it is read once."""

from pathlib import Path

import pytest

from scripts.content import ROOT, Site, current_site, hold


def test_a_site_that_is_held_is_the_current_one_whatever_becomes_of_the_files(repository: Path) -> None:
    site = hold(Site.read(repository))
    (repository / "docs/index.md").unlink()
    assert current_site(repository) is site


def test_where_no_site_is_held_it_is_read_once(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hold(Site(ROOT, ()))  # of another folder
    first = current_site(repository)
    assert first.page("index.md") is not None
    monkeypatch.setattr(Site, "read", None)
    assert current_site(repository) is first


def test_the_next_build_holds_the_site_as_it_is_then(repository: Path) -> None:
    hold(Site.read(repository))
    file = repository / "docs/index.md"
    file.write_text(file.read_text(encoding="utf-8").replace("# Home", "# Start"), encoding="utf-8")
    hold(Site.read(repository))
    page = current_site(repository).page("index.md")
    assert page is not None
    assert page.title == "Start"


ELSEWHERE = Path("elsewhere")


@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_before_has_held_is_forgotten(turn: int) -> None:
    assert current_site().root != ELSEWHERE, turn
    hold(Site(ELSEWHERE, ()))
    assert current_site().root == ELSEWHERE
