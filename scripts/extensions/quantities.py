"""Quantities: no line ends between a number and its sign, its unit or the number that it is multiplied by."""

import re
from typing import Any
from xml.etree import ElementTree

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

_CODE = {"code", "pre", "kbd"}
_SPACE = re.compile(r"(?<=\d) (?=[%×±·]|(?:[kMGTPE]?i?B|[mµn]?s|M)\b)|(?<=[×±·≈]) (?=[−+]?\d)")
"""The space between a number and a sign, the symbol of a unit, or the number behind the sign."""


class QuantitiesExtension(Extension):
    """Puts no-break spaces into quantities."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Run when the tree has its final texts, while formulas are still out of it."""
        md.treeprocessors.register(_Quantities(md), "quantities", 2)


class _Quantities(Treeprocessor):
    def run(self, root: ElementTree.Element) -> None:
        _keep_together(root)


def _keep_together(element: ElementTree.Element) -> None:
    if element.text:
        element.text = _SPACE.sub("\N{NO-BREAK SPACE}", element.text)
    for child in element:
        if child.tag not in _CODE:
            _keep_together(child)
        if child.tail:
            child.tail = _SPACE.sub("\N{NO-BREAK SPACE}", child.tail)


def makeExtension(**options: Any) -> QuantitiesExtension:
    """Entry point of Python-Markdown."""
    return QuantitiesExtension(**options)
