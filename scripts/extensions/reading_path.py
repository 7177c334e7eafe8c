"""What to read before a page and after it, between its lead and its first question.

Authors say in the front matter which pages come first (`read_first`); the pages that come next are those that name this
page there, so the two directions never contradict each other.
"""

from typing import Any
from xml.etree import ElementTree

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

from scripts.content import Page, Site
from scripts.extensions.context import place_of
from scripts.extensions.facts import fact


class ReadingPathExtension(Extension):
    """Adds the line with the reading path to topic pages."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Run before MkDocs resolves links."""
        md.treeprocessors.register(_ReadingPath(md), "reading_path", 3)


class _ReadingPath(Treeprocessor):
    def run(self, root: ElementTree.Element) -> None:
        place = place_of(self.md)
        if place is None:
            return
        first, after = reading_path(place.path)
        line = ElementTree.Element("p", {"class": "reading-path"})
        _add(line, "Read first: ", first)
        _add(line, "Read next: ", after)
        if len(line):
            position = next((n for n, child in enumerate(root) if child.tag == "h2"), len(root))
            root.insert(position, line)


@fact
def reading_path(site: Site, path: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The pages to read before a topic page and after it, each with its path and its title."""
    page = site.page(path)
    if page is None or not page.questions:
        return [], []
    first = [known for path in page.read_first if (known := site.page(path)) is not None]
    return [(each.path, each.title) for each in first], [(each.path, each.title) for each in following(site, page)]


def following(site: Site, page: Page) -> list[Page]:
    """The pages that name `page` under `read_first`, in the order of the navigation, at most three."""
    return [other for other in site.ordered_pages if page.path in other.read_first][:3]


def _add(line: ElementTree.Element, label: str, pages: list[tuple[str, str]]) -> None:
    if not pages:
        return
    part = ElementTree.SubElement(line, "span")
    part.text, part.tail = label, " "
    for number, (path, title) in enumerate(pages, 1):
        link = ElementTree.SubElement(part, "a", {"href": f"/{path}"})
        link.text = title
        link.tail = "." if number == len(pages) else ", "


def makeExtension(**options: Any) -> ReadingPathExtension:
    """Entry point of Python-Markdown."""
    return ReadingPathExtension(**options)
