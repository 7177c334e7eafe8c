"""A site that knows its address names it; one that does not names none, least of all the builder's."""

from pathlib import Path

import pytest
from lxml import html

from tests.publishing.example import Repository

NAMED = "//link[@rel='canonical' or @rel='search'] | //meta[@property='og:url' or @property='og:image']"
PICTURE = "//meta[@property='og:image']/@content"
FILES = {"sitemap.xml", "sitemap.xml.gz", "opensearch.xml"}


def pages(repository: Repository) -> list[Path]:
    return sorted((repository.root / "site").rglob("*.html"))


@pytest.fixture(scope="module")
def addressed(good: Repository, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The example with a site that knows its address."""
    repository = good.copy(tmp_path_factory.mktemp("addressed") / "repository")
    answer = repository.quickly(SITE_URL="https://example.org/deep/")
    assert answer.code == 0, answer.text
    return repository


def test_site_without_an_address_names_none(repository: Repository) -> None:
    answer = repository.quickly(SITE_URL="")
    assert answer.code == 0, answer.text
    for path in pages(repository):
        assert html.parse(path).xpath(NAMED) == [], path
    for path in (repository.root / "site").rglob("*"):
        if path.suffix in (".html", ".xml", ".txt", ".js", ".css"):
            assert "localhost" not in path.read_text(encoding="utf-8"), path
    assert FILES & set(repository.published()) == set()
    assert (repository.root / "site" / "robots.txt").read_text() == "User-agent: *\nAllow: /\n"


def test_the_picture_of_each_page_is_there(addressed: Repository) -> None:
    site = addressed.root / "site"
    shown = {path.relative_to(site).as_posix(): html.parse(path).xpath(PICTURE)[0] for path in pages(addressed)}
    assert {address for address in shown.values() if not address.startswith("https://example.org/deep/")} == set()
    assert [
        each for each in shown.values() if not (site / each.removeprefix("https://example.org/deep/")).is_file()
    ] == []
    assert shown["training/page/index.html"] == "https://example.org/deep/training/page/card.png"
    assert shown["index.html"] == shown["404.html"] == "https://example.org/deep/assets/preview.png"


def test_site_with_an_address_names_it_and_no_other(addressed: Repository) -> None:
    for path in pages(addressed):
        found = [each.get("href") or each.get("content") for each in html.parse(path).xpath(NAMED)]
        if path.name != "404.html":
            place = path.relative_to(addressed.root / "site").parent.as_posix().removeprefix(".")
            assert f"https://example.org/deep/{place + '/' if place else ''}" in found, path
        assert "localhost" not in path.read_text(encoding="utf-8"), path
    assert set(addressed.published()) >= FILES
