"""The built pages as chapters of a book: which, in which order, and what of a page belongs on paper."""

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html

from scripts.content import Page, Site
from scripts.study.book.leaves import as_read

BACK = ("corrections.md", "glossary.md", "references.md")
"""What stands behind the labs."""
INNER = "book:"
"""How a link within the book begins; then the name of the chapter, and `#` with the place in it."""


@dataclass(frozen=True)
class Chapter:
    """A page as it stands in the book. Links within the book are `book:name#place`; ids are those of the page."""

    page: Page
    name: str
    title: str
    body: Any = field(repr=False, hash=False, compare=False)
    opens: bool = False
    back: bool = False

    @cached_property
    def ids(self) -> frozenset[str]:
        """The places of the chapter."""
        return frozenset(str(each) for each in self.body.xpath(".//@id"))


@dataclass(frozen=True)
class Book:
    """All chapters in their order; one that opens a part stands before those of the part."""

    title: str
    description: str
    address: str
    day: str
    chapters: tuple[Chapter, ...]

    @cached_property
    def parts(self) -> list[tuple[Chapter, list[Chapter]]]:
        """Each part with its chapters; a chapter of the back matter is a part without any."""
        found: list[tuple[Chapter, list[Chapter]]] = []
        for chapter in self.chapters:
            if chapter.opens or chapter.back:
                found.append((chapter, []))
            else:
                found[-1][1].append(chapter)
        return found

    @property
    def edition(self) -> str:
        """The version as it is printed: the day of the last change of a page."""
        return f"Version of {self.day}" if self.day else ""


def pages_of(site: Site) -> list[Page]:
    """The pages of the book: sections with their pages in the order of the navigation, labs, back matter."""
    ordered = [page for page in site.ordered_pages if page.section and page.path in site.nav]
    return ordered + [page for path in BACK if (page := site.page(path)) is not None]


def read_book(site: Site, folder: Path, day: str, say: Callable[[int, int], None] = lambda done, of: None) -> Book:
    """The book of the site that was built into `folder`; `say` hears how many of its pages are read.

    Raises `FileNotFoundError` if a page is not in `folder`.
    """
    pages, bodies = pages_of(site), []
    for number, page in enumerate(pages, 1):
        markup = (folder / page.url / "index.html").read_text(encoding="utf-8")
        bodies.append(as_read(html.document_fromstring(markup).find(".//article")))
        say(number, len(pages))
    names = {page.url: page.stem.removesuffix("/index").replace("/", "-") for page in pages}
    chapters = [
        Chapter(page, names[page.url], _title(body), body, page.stem.endswith("/index"), page.path in BACK)
        for page, body in zip(pages, bodies, strict=True)
    ]
    address = str(site.mkdocs.get("site_url") or "")
    places = {chapter.page.url: chapter for chapter in chapters}
    for chapter in chapters:
        _lead(chapter, places, address)
    described = str(site.mkdocs.get("site_description", ""))
    return Book(str(site.mkdocs.get("site_name", "")), described, address, day, tuple(chapters))


def inner_links(body: Any) -> Iterator[tuple[Any, str, str]]:
    """The links of a chapter within the book, each with the chapter and the place to which it leads."""
    for link in body.iter("a"):
        if (href := link.get("href", "")).startswith(INNER):
            name, _, place = href.removeprefix(INNER).partition("#")
            yield link, name, place


def _title(body: Any) -> str:
    return " ".join(str(body.find(".//h1").text_content()).split())


def _lead(chapter: Chapter, places: dict[str, Chapter], address: str) -> None:
    """Let links lead to chapters, else to the site where its address is known; what leads nowhere is no link."""
    for link in list(chapter.body.iter("a")):
        href = link.get("href", "")
        parts = urlsplit(urljoin(f"/{chapter.page.url}", href))
        target = places.get(unquote(parts.path).removeprefix("/"))
        fragment = unquote(parts.fragment)
        if urlsplit(href).scheme:
            continue
        if target is not None and (not fragment or fragment in target.ids):
            link.set("href", f"{INNER}{target.name}" + (f"#{fragment}" if fragment else ""))
        elif address:
            link.set("href", urljoin(address, posixpath.relpath(parts.path, "/")) + _end(parts.path, parts.fragment))
        else:
            link.tag = "span"
            link.attrib.pop("href", None)


def _end(path: str, fragment: str) -> str:
    return ("/" if path.endswith("/") and path != "/" else "") + (f"#{fragment}" if fragment else "")
