"""Renders Markdown with the extensions of the site, as a page of the minimal repository."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from lxml import html
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from scripts.content import Site, hold
from scripts.extensions import katex

CONFIGS: dict[str, dict[str, Any]] = {
    "pymdownx.superfences": {"custom_fences": [{"name": "math", "class": "math", "format": katex.fence}]},
    "pymdownx.tabbed": {"alternate_style": True},
}
NAMES = ["abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc", *CONFIGS]
OWN = [
    "listings",
    "katex",
    "citations",
    "repository_links",
    "questions",
    "figures",
    "quantities",
    "term_anchors",
    "page_info",
]

Render = Callable[..., html.HtmlElement]


class Place(Treeprocessor):
    """What MkDocs adds: the page's own file, and the files of the site by their path."""

    def __init__(self, path: str, files: dict[str, bytes]) -> None:
        super().__init__()
        self.file = SimpleNamespace(src_uri=path)
        self._files = files
        self.files = SimpleNamespace(get_file_from_path=self._find)

    def run(self, root: ElementTree.Element) -> None:
        """Leave everything as it is."""

    def _find(self, path: str) -> SimpleNamespace | None:
        if path not in self._files:
            return None
        return SimpleNamespace(content_bytes=self._files[path])


@pytest.fixture
def render(site: Site, monkeypatch: pytest.MonkeyPatch) -> Render:
    """Turns Markdown into a tree; `page` and `files` say where it stands, if on a page of a site at all."""
    monkeypatch.setenv("REPOSITORY_URL", "")

    def make(text: str, page: str = "", files: dict[str, bytes] | None = None) -> html.HtmlElement:
        hold(Site.read(site.root))
        md = Markdown(extensions=[*NAMES, *(f"scripts.extensions.{name}" for name in OWN)], extension_configs=CONFIGS)
        if page:
            md.treeprocessors.register(Place(page, files or {}), "relpath", 0)
        return html.fromstring(f"<main>{md.convert(text)}</main>")

    return make
