"""Footnotes and reference-style links are defined."""

import re
from collections.abc import Iterator

from scripts.content import Page, Problem, Site
from scripts.content.by_page import Found, of_each_page

_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")
_REFERENCE = re.compile(r"\[([^\[\]@^]+)\]\[([^\[\]]*)\]")


def check(site: Site) -> Iterator[Problem]:
    """What the Markdown parser could not resolve stays in the text as it was written."""
    yield from of_each_page(site, "footnotes", _found)


def _found(page: Page) -> Iterator[Found]:
    for inline in page.inlines:
        text, lines = inline.prose
        for match in _FOOTNOTE.finditer(text):
            yield lines[match.start()], f"footnote {match[1]!r} is not defined; add a line [^{match[1]}]: with its text"
        for match in _REFERENCE.finditer(text):
            name = " ".join((match[2] or match[1]).split())
            yield lines[match.start()], f"link reference {name!r} is not defined; add a line [{name}]: with its target"
