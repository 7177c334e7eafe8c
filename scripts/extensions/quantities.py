"""Where no line ends: between a number and what belongs to it, between a formula and the mark behind it."""

import re
from typing import Any
from xml.etree import ElementTree

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE

from scripts.extensions.unbroken import keep_together

_CODE = {"code", "pre", "kbd"}
_SPACE = re.compile(r"(?<=\d) (?=[%×±·]|(?:[kMGTPE]?i?B|[mµn]?s|M)\b)|(?<=[×±·≈]) (?=[−+]?\d)")
"""The space between a number and a sign, the symbol of a unit, or the number behind the sign."""
_BESIDE = r"[^\s\x02\x03—]"
_WITH_FORMULA = re.compile(
    rf"{_BESIDE}+{HTML_PLACEHOLDER_RE.pattern}{_BESIDE}*|{HTML_PLACEHOLDER_RE.pattern}{_BESIDE}+"
)
"""A formula, to browsers a picture, and what stands beside it without a space: a bracket, a comma, “-fold”."""
_LONGEST = 16
"""As many characters without a break fit anywhere; in a longer formula a line may end."""
_TAGS = re.compile(r"<[^>]*>")


class QuantitiesExtension(Extension):
    """Puts no-break spaces into quantities, and short formulas into one span with what stands beside them."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Run when the tree has its final texts, while formulas are still out of it."""
        md.treeprocessors.register(_Quantities(md), "quantities", 2)


class _Quantities(Treeprocessor):
    def run(self, root: ElementTree.Element) -> None:
        self._keep_together(root)

    def _keep_together(self, element: ElementTree.Element) -> None:
        if element.text:
            element.text = _SPACE.sub("\N{NO-BREAK SPACE}", element.text)
        for child in element:
            if child.tag not in _CODE:
                self._keep_together(child)
            if child.tail:
                child.tail = _SPACE.sub("\N{NO-BREAK SPACE}", child.tail)
        keep_together(element, _WITH_FORMULA, self._is_short)

    def _is_short(self, match: re.Match[str]) -> bool:
        """Whether what is kept apart is a formula, and short together with what stands beside it."""
        kept = str(self.md.htmlStash.rawHtmlBlocks[int(match[1] or match[2])])
        _, formula, drawn = kept.partition('<span class="katex-html"')
        beside = HTML_PLACEHOLDER_RE.sub("", match[0])
        return bool(formula) and len(_TAGS.sub("", formula + drawn) + beside) <= _LONGEST


def makeExtension(**options: Any) -> QuantitiesExtension:
    """Entry point of Python-Markdown."""
    return QuantitiesExtension(**options)
