"""The last line of a page: when it last changed, and where a reader edits it or reports that it is broken.

Only what is known is said: no day outside of git, no links without a repository, and no line if nothing is left.
"""

from typing import Any
from xml.etree import ElementTree

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

from scripts.content import Site
from scripts.content.repository import edit_address, issue_address
from scripts.extensions.context import place_of
from scripts.extensions.facts import fact, repository


class PageInfoExtension(Extension):
    """Adds the last line to every page of the site."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Run late, when everything else of the page stands."""
        md.treeprocessors.register(_PageInfo(md), "page_info", 2)


class _PageInfo(Treeprocessor):
    def run(self, root: ElementTree.Element) -> None:
        place = place_of(self.md)
        if place is None:
            return
        path, known = place.path, repository()
        line = ElementTree.Element("p", {"class": "page-info"})
        if day := day_of_change(path):
            changed = ElementTree.SubElement(line, "span")
            changed.text = "Last changed "
            ElementTree.SubElement(changed, "time", {"datetime": day}).text = day
        links = {
            "Edit this page": edit_address(known, f"docs/{path}"),
            "Report a broken page": issue_address(known, "broken-page", f"docs/{path}", page=f"docs/{path}"),
        }
        for text, address in links.items():
            if address:
                ElementTree.SubElement(line, "a", {"href": address}).text = text
        if len(line):
            root.append(line)


@fact
def day_of_change(site: Site, path: str) -> str | None:
    """The day on which a page last changed, None if git does not know."""
    return site.days_of_change.get(path)


def makeExtension(**options: Any) -> PageInfoExtension:
    """Entry point of Python-Markdown."""
    return PageInfoExtension(**options)
