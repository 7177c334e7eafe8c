"""Footnotes and reference-style links are defined."""

import re
from collections.abc import Iterator

from scripts.content import Problem, Site

_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")
_REFERENCE = re.compile(r"\[([^\[\]@^]+)\]\[([^\[\]]*)\]")


def check(site: Site) -> Iterator[Problem]:
    """What the Markdown parser could not resolve stays in the text as it was written."""
    for page in site.pages:
        for inline in page.inlines:
            text, lines = inline.prose
            for match in _FOOTNOTE.finditer(text):
                message = f"footnote {match[1]!r} is not defined; add a line [^{match[1]}]: with its text"
                yield Problem(page.file, lines[match.start()], "footnotes", message)
            for match in _REFERENCE.finditer(text):
                name = " ".join((match[2] or match[1]).split())
                message = f"link reference {name!r} is not defined; add a line [{name}]: with its target"
                yield Problem(page.file, lines[match.start()], "footnotes", message)
