"""The built site as the checks on it see it; an HTML page is parsed, once, only if a check has not seen it before."""

import gzip
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote, unquote, urljoin, urlsplit

from scripts.content import Page, Problem, Site
from scripts.content.recall import recalled
from scripts.render.markup import Markup

SELF_TEST = "assets/study/study.js"
URL_ATTRIBUTES = {
    "a": ("href",),
    "area": ("href",),
    "audio": ("src",),
    "iframe": ("src",),
    "img": ("src", "srcset"),
    "link": ("href",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "use": ("href",),
    "video": ("src", "poster"),
}


@dataclass(frozen=True)
class BuiltPage(Markup):
    """One HTML file; `path` is relative to the site's folder."""

    path: str
    source: Page | None = field(repr=False, default=None)

    def problem(self, check: str, message: str, needle: str = "") -> Problem:
        """A problem of this page, at the line of its source that holds `needle`, if there is one."""
        if self.source is None:
            return Problem(f"site/{self.path}", 1, check, message)
        lines = enumerate(self.source.source_lines, 1)
        line = next((number for number, text in lines if needle and needle in text), 1)
        return Problem(self.source.file, line, check, message)

    @cached_property
    def ids(self) -> list[str]:
        """Every id, in order; twice if it stands twice."""
        found: list[str] = self.remembered(lambda tree: map(str, tree.xpath("//@id")), "ids")
        return found

    @cached_property
    def urls(self) -> list[tuple[str, str]]:
        """Every address in an attribute, with the tag that holds it."""
        return [(tag, url) for tag, url in self.remembered(_urls, "urls")]


def _urls(tree: Any) -> Iterator[tuple[str, str]]:
    for tag, names in URL_ATTRIBUTES.items():
        for element in tree.iter(tag):
            for name in names:
                if value := element.get(name):
                    parts = value.split(",") if name == "srcset" else [value]
                    yield from ((tag, part.split()[0]) for part in parts if part.strip())


def _fetched(tree: Any) -> Iterator[str]:
    """What the site's own script fetches for a page, but for what the self-test fetches in its turn."""
    yield from (f"assets/figures/{name}.js" for name in tree.xpath("//figure/@data-interactive"))
    if tree.xpath("//form[@class='filters']"):
        yield "assets/filter.js"
    if tree.xpath("//div[@class='self-test']"):
        yield SELF_TEST


def compressed_size(content: bytes) -> int:
    """How many bytes a server sends of a text, gzipped."""
    size: int = recalled(lambda: len(gzip.compress(content, mtime=0)), "gzip", content)
    return size


Found = tuple[str, str]
"""What is wrong with a built page, and what stands on the line of its source that is to blame (`""`: nobody knows)."""


@dataclass(frozen=True)
class BuiltSite:
    """A folder that MkDocs has written, with the `Site` that it was made from."""

    folder: Path
    site: Site
    pages: tuple[BuiltPage, ...]

    @classmethod
    def read(cls, folder: Path, site: Site) -> Self:
        """Read every HTML file below `folder`."""
        sources = {f"{page.url}index.html": page for page in site.pages}
        pages = []
        for path in sorted(folder.rglob("*.html")):
            name = path.relative_to(folder).as_posix()
            markup = path.read_text(encoding="utf-8")
            pages.append(BuiltPage(markup, name, sources.get(name)))
        return cls(folder, site, tuple(pages))

    @cached_property
    def by_path(self) -> dict[str, BuiltPage]:
        """The pages by their path."""
        return {page.path: page for page in self.pages}

    def on_demand(self, page: BuiltPage) -> set[str]:
        """What the site's own script fetches for a page: scripts of its interactive figures, of a list to filter,
        of the self-test.
        """
        found = set(page.remembered(_fetched, "fetched"))
        if SELF_TEST in found:
            first = next((each.section for each in self.site.ordered_pages if each.questions and not each.is_lab), "")
            names = ("index.js", "study.css", f"cards/{first}.js")
            found |= {f"assets/study/{name}" for name in names}
        return found

    @cached_property
    def base(self) -> str:
        """The path below which the site is served, with slashes: `/` or `/deep-learning/`."""
        path = unquote(urlsplit(str(self.site.mkdocs.get("site_url") or "/")).path)
        return path if path.endswith("/") else path + "/"

    def target(self, page: BuiltPage, url: str) -> tuple[str, str] | None:
        """The file of the site that `url` on `page` leads to, and the fragment; None if it leads elsewhere."""
        parts = urlsplit(url)
        if parts.scheme or parts.netloc:
            return None
        path = unquote(urlsplit(urljoin(quote(f"{self.base}{page.path}"), url)).path).removeprefix(self.base)
        if not path or path.endswith("/"):
            path += "index.html"
        return path, unquote(parts.fragment)

    def compressed(self, path: str) -> int:
        """The size of a file in bytes as a server sends it: text gzipped, fonts and pictures as they are."""
        if path not in self._sizes:
            raw = (self.folder / path).read_bytes()
            packed = path.endswith((".woff2", ".png", ".webp"))
            self._sizes[path] = len(raw) if packed else compressed_size(raw)
        return self._sizes[path]

    @cached_property
    def _sizes(self) -> dict[str, int]:
        return {}

    def of_each_page(
        self, check: str, look: Callable[[BuiltPage], Iterable[Found]], given: str = ""
    ) -> Iterator[Problem]:
        """What `look` finds on each page; it looks at the page, its source and what `given` stands for, and again only
        after a change.
        """
        for page in self.pages:
            source = page.source.raw if page.source else ""
            for message, needle in recalled(partial(look, page), check, page.path, page.digest, source, given):
                yield page.problem(check, message, needle)
