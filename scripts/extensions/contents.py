"""No table of contents where the front matter hides it (`hide: [toc]`): a list of hundreds has filters instead."""

from typing import Any
from xml.etree import ElementTree

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

from scripts.content import Site
from scripts.extensions.context import place_of
from scripts.extensions.facts import fact


class ContentsExtension(Extension):
    """Empties the table of contents, which the theme would write into the page and only not show."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Run behind `toc`, which has the priority 5."""
        md.treeprocessors.register(_Contents(md), "contents", 4)


class _Contents(Treeprocessor):
    def run(self, root: ElementTree.Element) -> None:
        place = place_of(self.md)
        if place is not None and hides_contents(place.path):
            self.md.toc_tokens = []  # type: ignore[attr-defined] # `toc` adds it to the class


@fact
def hides_contents(site: Site, path: str) -> bool:
    """Whether the front matter of a page hides its table of contents."""
    page = site.page(path)
    return page is not None and "toc" in (page.meta.get("hide") or [])


def makeExtension(**options: Any) -> ContentsExtension:
    """Entry point of Python-Markdown."""
    return ContentsExtension(**options)
