"""Citations: `[@key]` and `[@key, Table 4; @other]`, shown as author and year with the full reference at hand."""

import html
import re
from typing import Any
from xml.etree import ElementTree

from markdown import Extension, Markdown
from markdown.inlinepatterns import InlineProcessor

from scripts.content import CITATION, Site, parse_citation
from scripts.extensions.facts import fact


class CitationsExtension(Extension):
    """Turns citations into links to the list of references."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the pattern before those for links."""
        md.inlinePatterns.register(_Citation(CITATION.pattern, md), "citations", 175)


class _Citation(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ElementTree.Element, int, int]:
        element = ElementTree.Element("span", {"class": "citation"})
        element.text = "("
        for key, locator in parse_citation(m[1]):
            work = label_and_text(key)
            if work is None:
                part = ElementTree.SubElement(element, "span", {"class": "problem"})
                part.text = f"no work {key!r}"
            else:
                label, text = work
                part = ElementTree.SubElement(element, "a", _link(key, text))
                part.text = label + (f", {locator}" if locator else "")
            part.tail = "; "
        part.tail = ")"
        return element, m.start(0), m.end(0)


@fact
def label_and_text(site: Site, key: str) -> tuple[str, str] | None:
    """How text cites a work, and the full reference; None if the bibliography has no such work."""
    work = site.bibliography.get(key)
    return None if work is None else (work.label, work.text)


def _link(key: str, text: str) -> dict[str, str]:
    # MkDocs resolves the path from the page on which the citation stands, as it does for every absolute source path.
    return {"href": f"/references.md#{key}", "title": html.unescape(text)}


def makeExtension(**options: Any) -> CitationsExtension:
    """Entry point of Python-Markdown."""
    return CitationsExtension(**options)
