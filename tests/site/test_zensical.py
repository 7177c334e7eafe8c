"""Zensical makes the same site from the same sources as MkDocs, page by page and without a warning."""

from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from lxml import etree, html

from scripts.checks.built import CHECKS, html_validity
from scripts.checks.built.site import BuiltSite
from scripts.content import ROOT, Site
from scripts.publishing.zensical import zensical_problems
from tests.whole import SITE

Pages = dict[str, Any]
"""The parsed pages of a site by their path; addresses in them are absolute, whatever the template wrote."""

THEME = ("assets/site.*.css", "sitemap.xml*", "sw.js")
"""What each builder writes in its own way: rules of its theme, days of the build, hashes of pages."""


@pytest.fixture(scope="module")
def other(base: str, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where Zensical has built the site for the address at which that of MkDocs is served."""
    made = tmp_path_factory.mktemp("zensical")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", base)
        patch.setenv("REPOSITORY_URL", "")
        assert zensical_problems(Site.read(ROOT), made) == []
        yield made


@pytest.fixture(scope="module")
def pair(base: str, folder: Path, other: Path) -> tuple[Pages, Pages]:
    """The pages of MkDocs and of Zensical."""
    return parsed(folder, base), parsed(other, base)


def parsed(folder: Path, base: str) -> Pages:
    pages = {}
    for path in sorted(folder.rglob("*.html")):
        name = path.relative_to(folder).as_posix()
        pages[name] = html.fromstring(path.read_text(encoding="utf-8"))
        here = urljoin(base, name.removesuffix("index.html"))
        pages[name].rewrite_links(lambda address, here=here: urljoin(here, address))
        for anchor in pages[name].xpath("//article/a[@id='__skip']"):
            anchor.drop_tree()  # where Zensical's theme lets readers skip to; Material's has the first heading
    return pages


def other_files(folder: Path) -> dict[str, bytes]:
    """The files that are neither pages nor the theme's."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    own = ("*.html", *THEME)
    return {name: path.read_bytes() for name, path in files.items() if not any(fnmatch(name, each) for each in own)}


def text(element: Any) -> str:
    return " ".join(element.text_content().split())


def links(page: Any, within: str) -> list[tuple[str, str]]:
    return [(link.get("href"), text(link)) for link in page.xpath(f"{within}//a[@href]")]


def markup(element: Any) -> str:
    """The element as bytes that say nothing of spaces between its parts."""
    return " ".join(etree.tostring(element, encoding="unicode", with_tail=False).split())


FACTS: dict[str, Callable[[Any], list[Any]]] = {
    "title": lambda page: page.xpath("//title/text()"),
    "descriptions": lambda page: [
        (meta.get("name") or meta.get("property"), meta.get("content"))
        for meta in page.xpath("//meta[@name or @property]")
    ],
    "relations": lambda page: [
        (link.get("rel"), link.get("href")) for link in page.xpath("//link[not(@rel='stylesheet')]")
    ],
    "ids": lambda page: page.xpath("//article//@id"),
    "headings": lambda page: [
        (each.tag, text(each)) for each in page.xpath("//article//*[self::h1|self::h2|self::h3]")
    ],
    "formulas": lambda page: [markup(each) for each in page.xpath("//article//*[@class='katex']")],
    "figures": lambda page: [markup(each) for each in page.xpath("//article//figure")],
    "links": lambda page: links(page, "//article"),
    "text": lambda page: [word for article in page.xpath("//article") for word in article.text_content().split()],
    "elements": lambda page: [(each.tag, sorted(each.items())) for each in page.xpath("//article//*")],
    "navigation": lambda page: links(page, "//header") + links(page, "//nav") + links(page, "//footer"),
}


def test_the_pages_are_the_same(pair: tuple[Pages, Pages]) -> None:
    mkdocs, zensical = pair
    assert sorted(zensical) == sorted(mkdocs)
    assert {page.url for page in SITE.pages} <= {name.removesuffix("index.html") for name in zensical}


@pytest.mark.parametrize("fact", FACTS)
def test_each_page_has_the_same(fact: str, pair: tuple[Pages, Pages]) -> None:
    mkdocs, zensical = ({name: FACTS[fact](page) for name, page in pages.items()} for pages in pair)
    assert sum(map(len, mkdocs.values())) >= len(mkdocs) - 1, "nothing is compared"
    assert {name: found for name, found in zensical.items() if found != mkdocs[name]} == {}


def test_all_other_files_are_the_same_but_those_of_the_theme(folder: Path, other: Path) -> None:
    mkdocs, zensical = other_files(folder), other_files(other)
    assert {"labs", "code", "assets"} <= {name.split("/")[0] for name in zensical}
    assert sorted(zensical) == sorted(mkdocs)
    assert [name for name, content in zensical.items() if content != mkdocs[name]] == []


def test_the_checks_on_the_built_pages_find_no_more_than_in_those_of_mkdocs(folder: Path, other: Path) -> None:
    found = complaints(other)
    assert not found or found <= complaints(folder)


def complaints(folder: Path) -> set[tuple[str, str]]:
    """Which check finds something in which page; HTML is left to `make zensical`, since its check takes long."""
    site = BuiltSite.read(folder, Site.read(ROOT))
    checks = [check for check in CHECKS if check is not html_validity.check]
    return {(problem.check, problem.file) for check in checks for problem in check(site)}
