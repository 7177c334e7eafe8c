"""Anchors for the terms of definition lists, so that pages can link to `glossary.md#early-stopping`."""

from typing import Any
from xml.etree import ElementTree

from markdown import Extension, Markdown
from markdown.extensions.toc import slugify
from markdown.treeprocessors import Treeprocessor


class TermAnchorsExtension(Extension):
    """Gives every term an id."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Run after the inline patterns."""
        md.treeprocessors.register(_TermAnchors(md), "term_anchors", 5)


class _TermAnchors(Treeprocessor):
    def run(self, root: ElementTree.Element) -> None:
        for term in root.iter("dt"):
            term.set("id", slugify("".join(term.itertext()), "-"))


def makeExtension(**options: Any) -> TermAnchorsExtension:
    """Entry point of Python-Markdown."""
    return TermAnchorsExtension(**options)
