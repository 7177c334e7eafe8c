"""What to read before a page and after it, between its lead and its first question.

Authors say in the front matter which pages come first (`read_first`); the pages that come next are those that name this
page there, so the two directions never contradict each other.
"""

from typing import Any
from xml.etree import ElementTree

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

from scripts.content import Page, Site, current_site
from scripts.extensions.context import mkdocs_context


class ReadingPathExtension(Extension):
    """Adds the line with the reading path to topic pages."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Run before MkDocs resolves links."""
        md.treeprocessors.register(_ReadingPath(md), "reading_path", 3)


class _ReadingPath(Treeprocessor):
    def run(self, root: ElementTree.Element) -> None:
        context = mkdocs_context(self.md)
        site = current_site()
        page = None if context is None else site.page(context.file.src_uri)
        if page is None or not page.questions:
            return
        first = [known for path in page.read_first if (known := site.page(path)) is not None]
        after = following(site, page)
        line = ElementTree.Element("p", {"class": "reading-path"})
        _add(line, "Read first: ", first)
        _add(line, "Read next: ", after)
        if len(line):
            position = next((n for n, child in enumerate(root) if child.tag == "h2"), len(root))
            root.insert(position, line)


def following(site: Site, page: Page) -> list[Page]:
    """The pages that name `page` under `read_first`, in the order of the navigation, at most three."""
    return [other for other in site.ordered_pages if page.path in other.read_first][:3]


def _add(line: ElementTree.Element, label: str, pages: list[Page]) -> None:
    if not pages:
        return
    part = ElementTree.SubElement(line, "span")
    part.text, part.tail = label, " "
    for page in pages:
        link = ElementTree.SubElement(part, "a", {"href": f"/{page.path}"})
        link.text = page.title
        link.tail = "." if page is pages[-1] else ", "


def makeExtension(**options: Any) -> ReadingPathExtension:
    """Entry point of Python-Markdown."""
    return ReadingPathExtension(**options)
