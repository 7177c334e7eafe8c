"""Citations: `[@key]` and `[@key, Table 4; @other]`, shown as author and year with the full reference at hand."""

import html
import re
from typing import Any
from xml.etree import ElementTree

from markdown import Extension, Markdown
from markdown.inlinepatterns import InlineProcessor

from scripts.content import CITATION, Reference, current_site, parse_citation


class CitationsExtension(Extension):
    """Turns citations into links to the list of references."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the pattern before those for links."""
        md.inlinePatterns.register(_Citation(CITATION.pattern, md), "citations", 175)


class _Citation(InlineProcessor):
    def __init__(self, pattern: str, md: Markdown) -> None:
        super().__init__(pattern, md)
        self._site = current_site()

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ElementTree.Element, int, int]:
        element = ElementTree.Element("span", {"class": "citation"})
        element.text = "("
        bibliography = self._site.bibliography
        for key, locator in parse_citation(m[1]):
            reference = bibliography.get(key)
            if reference is None:
                part = ElementTree.SubElement(element, "span", {"class": "problem"})
                part.text = f"no work {key!r}"
            else:
                part = ElementTree.SubElement(element, "a", _link(reference))
                part.text = reference.label + (f", {locator}" if locator else "")
            part.tail = "; "
        part.tail = ")"
        return element, m.start(0), m.end(0)


def _link(reference: Reference) -> dict[str, str]:
    # MkDocs resolves the path from the page on which the citation stands, as it does for every absolute source path.
    return {"href": f"/references.md#{reference.key}", "title": html.unescape(reference.text)}


def makeExtension(**options: Any) -> CitationsExtension:
    """Entry point of Python-Markdown."""
    return CitationsExtension(**options)
