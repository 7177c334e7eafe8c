"""Converts pages from Markdown to HTML, and only those of which something has changed since the last time.

A page is converted anew if its text, the code of the conversion or the answer to any question that the page has asked
about the rest of the site (`scripts/extensions/facts.py`) has changed. What is kept stands below `.cache/pages`.
"""

import contextlib
import functools
import json
import logging
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as BuilderPage
from mkdocs.structure.toc import AnchorLink, get_toc

from scripts.content import ROOT, current_site
from scripts.content.cache import Cache, file_name, key
from scripts.extensions.facts import Facts, NotedFiles, holds, noted
from scripts.render.katex import MACROS
from scripts.render.node import code_key

ROOMS = ("content", "extensions", "render")
"""The rooms whose code takes part in a conversion."""
LIBRARIES = ("markdown", "mkdocs", "pygments", "pymdown-extensions", "lxml", "pybtex", "pylatexenc")
SETTINGS = ("markdown_extensions", "use_directory_urls", "validation")
"""The parts of `mkdocs.yml` that a conversion depends on."""


@dataclass(frozen=True)
class Converted:
    """A page as HTML, and what the builder asks of it.

    `toc` is the tree of headings as Python-Markdown gives it; `anchors` are the ids of the page; `links` are those that
    name an anchor, as the author wrote them, by target and anchor.
    """

    content: str
    toc: list[dict[str, Any]]
    title: str | None
    anchors: list[str]
    links: dict[str, dict[str, str]]


class Conversions:
    """The pages that have been converted, in this process or in an earlier one."""

    def __init__(self, root: Path) -> None:
        self._cache = Cache(root / ".cache" / "pages")
        self._kept: dict[str, tuple[Facts, Converted]] = {}
        self.converted = 0

    def render(self, page: Any, config: Any, files: Files) -> None:
        """Take the place of MkDocs' `Page.render`."""
        name = self._name(page)
        found = self._find(name, config, files)
        if found is None:
            found = self._convert(name, page, config, files)
        page.content = found.content
        page.toc = _contents(found.toc)
        page._title_from_render = found.title
        page.present_anchor_ids = set(found.anchors)
        page.links_to_anchors = {files.get_file_from_path(path): links for path, links in found.links.items()}

    def is_current(self, page: Any, config: Any, files: Files) -> bool:
        """Whether a page that has been converted would be the same if it were converted now."""
        return self._find(self._name(page), config, files) is not None

    def _name(self, page: Any) -> str:
        site = current_site()
        settings = json.dumps([site.mkdocs.get(name) for name in SETTINGS], default=str)
        place = f"{page.file.src_uri} {page.file.url} {site.repository}"
        given = key(code_key(ROOMS, LIBRARIES), (site.root / MACROS).read_bytes(), settings, place, page.markdown)
        return f"{file_name(page.file.src_uri)}-{given}"

    def _find(self, name: str, config: Any, files: Files) -> Converted | None:
        if name not in self._kept and (text := self._cache.read(name)) is not None:
            facts, converted = json.loads(text)
            self._kept[name] = facts, Converted(**converted)
        if name not in self._kept:
            return None
        _import_extensions(tuple(config.markdown_extensions))
        facts, found = self._kept[name]
        return found if holds(facts, files) else None

    def _convert(self, name: str, page: Any, config: Any, files: Files) -> Converted:
        with noted() as facts, _warnings() as warnings:
            _builder_renders(page, config, NotedFiles(files))
        self.converted += 1
        links = page.links_to_anchors or {}
        made = Converted(
            page.content,
            [_tokens(item) for item in page.toc],
            page._title_from_render,
            sorted(page.present_anchor_ids),
            {file.src_uri: anchors for file, anchors in links.items()},
        )
        if not warnings:  # a page with a problem is converted again, so that it is named again
            self._kept[name] = facts, made
            self._cache.write(name, json.dumps([facts, asdict(made)], ensure_ascii=False))
        return made


CONVERSIONS = Conversions(ROOT)
"""Those of this process."""


_contents: Any = get_toc
_builder_renders: Any = BuilderPage.render


def _tokens(item: AnchorLink) -> dict[str, Any]:
    children = [_tokens(child) for child in item.children]
    return {"name": item.title, "id": item.id, "level": item.level, "children": children}


@functools.cache
def _import_extensions(names: tuple[str, ...]) -> None:
    """Import our extensions, so that the questions which they ask can be asked without them."""
    for name in names:
        if name.startswith("scripts."):
            import_module(name)


@contextlib.contextmanager
def _warnings() -> Iterator[list[logging.LogRecord]]:
    """What MkDocs warns of meanwhile."""
    records: list[logging.LogRecord] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(record)

    handler = Collector(logging.WARNING)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    try:
        yield records
    finally:
        logger.removeHandler(handler)
