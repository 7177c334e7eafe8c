"""The last line of a page says what is known: the day of its last change, where to edit it, where to report it."""

import pytest

from scripts.content import Site
from tests.extensions.conftest import Render

FILES = {"training/page.md": b""}


def test_page_ends_with_its_day_and_its_links(render: Render, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPOSITORY_URL", "https://example.com/me/it")
    monkeypatch.setattr(Site, "days_of_change", {"training/page.md": "2024-01-01"})
    (line,) = render("Text.", page="training/page.md", files=FILES).xpath("//p[@class='page-info']")
    assert line.xpath("span/time/@datetime") == ["2024-01-01"]
    assert line.xpath("a/text()") == ["Edit this page", "Report a broken page"]
    assert line.xpath("a/@href") == [
        "https://example.com/me/it/edit/main/docs/training/page.md",
        "https://example.com/me/it/issues/new"
        "?template=broken-page.yml&title=docs%2Ftraining%2Fpage.md&page=docs%2Ftraining%2Fpage.md",
    ]


def test_only_the_day_is_told_where_no_repository_is_known(render: Render, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Site, "days_of_change", {"training/page.md": "2024-01-01"})
    (line,) = render("Text.", page="training/page.md", files=FILES).xpath("//p[@class='page-info']")
    assert line.text_content() == "Last changed 2024-01-01"


def test_there_is_no_line_where_nothing_is_known(render: Render, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Site, "days_of_change", {})
    assert render("Text.", page="training/page.md", files=FILES).xpath("//p[@class='page-info']") == []
    assert render("Text.").xpath("//p[@class='page-info']") == []
