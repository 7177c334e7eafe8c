"""Tables: each stands in a place of its own, in which it scrolls if it is wider than the text."""

from typing import Any
from xml.etree import ElementTree

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

PLACES = ("md-typeset__scrollwrap", "md-typeset__table")
"""Classes of the elements around a table, from the outside in; the theme's own script would add them."""


class TablesExtension(Extension):
    """Wraps tables."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Run after everything that makes or reads a table."""
        md.treeprocessors.register(_Tables(md), "tables-scroll", 1)


class _Tables(Treeprocessor):
    def run(self, root: ElementTree.Element) -> None:
        for parent in list(root.iter()):
            for index, child in enumerate(list(parent)):
                if child.tag == "table" and not child.get("class"):
                    parent[index] = _wrapped(child)


def _wrapped(table: ElementTree.Element) -> ElementTree.Element:
    outer, inner = (ElementTree.Element("div", {"class": name}) for name in PLACES)
    outer.tail, table.tail = table.tail, None
    outer.append(inner)
    inner.append(table)
    return outer


def makeExtension(**options: Any) -> TablesExtension:
    """Entry point of Python-Markdown."""
    return TablesExtension(**options)
