"""What a page consists of is kept between runs, as it would be parsed."""

import dataclasses
from functools import cached_property
from pathlib import Path

import pytest

from scripts.content import Page, read_page, reading, recall
from scripts.content import page as pages
from scripts.content.cache import Cache
from tests.conftest import FILES

PARSED = {"tokens", "inlines"}
AT_ONCE = {"anchors", "source_lines", "title"}
"""What takes no time to make of the rest."""


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with the topic page of the minimal repository; nothing is kept yet."""
    monkeypatch.setattr(recall, "_CACHE", Cache(tmp_path / "cache"))
    monkeypatch.setattr(reading, "_read_before", {})
    (tmp_path / "page.md").write_text(FILES["docs/training/page.md"], encoding="utf-8")
    return tmp_path / "page.md"


def again(path: Path, monkeypatch: pytest.MonkeyPatch) -> Page:
    """The page as the next process reads it."""
    monkeypatch.setattr(reading, "_read_before", {})
    return read_page(path, "training/page.md")


def test_a_page_that_was_read_before_has_all_parts_without_being_parsed(
    written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = read_page(written, "training/page.md")
    parsed = {name: getattr(first, name) for name in reading._PARTS}
    assert all(parsed[name] for name in ("questions", "links", "images", "formulas", "citations", "corrections"))
    with monkeypatch.context() as patch:
        patch.setattr(pages, "parse", lambda text: pytest.fail(f"parsed again: {text[:20]}"))
        second = again(written, patch)
        assert dataclasses.astuple(second) == dataclasses.astuple(first)
        assert {name: getattr(second, name) for name in reading._PARTS} == parsed
        assert second.title == "The slope of a line"
    assert [token.as_dict() for token in second.tokens] == [token.as_dict() for token in first.tokens]


def test_a_page_whose_text_has_changed_is_parsed(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_page(written, "training/page.md").questions[0].title == "What is the slope?"
    written.write_text(FILES["docs/training/page.md"].replace("What is the", "Which is the"), encoding="utf-8")
    assert again(written, monkeypatch).questions[0].title == "Which is the slope?"


def test_front_matter_that_is_no_yaml_is_kept_as_such(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written.write_text('---\ndescription: "open\n---\n# Title\n', encoding="utf-8")
    said = read_page(written, "training/page.md").meta_error
    assert said != ""
    assert again(written, monkeypatch).meta_error == said


def test_every_part_of_a_page_is_kept_or_made_at_once() -> None:
    parts = {name for name, value in vars(Page).items() if isinstance(value, cached_property)}
    assert parts == PARSED | AT_ONCE | set(reading._PARTS)
