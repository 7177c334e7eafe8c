"""A drawing as part of a page."""

import html
import re
from typing import Any

from lxml import etree

SVG = "http://www.w3.org/2000/svg"
_DECIMALS = re.compile(r"\d+\.\d{3,}")
_NO_TURN = re.compile(r"rotate\(-?0(?: [^)]*)?\)")


def inline_svg(svg: bytes, alternative: str) -> str:
    """An SVG file as an element of an HTML page, with `alternative` as its accessible name."""
    root = etree.fromstring(svg)
    root.set("role", "img")
    root.set("aria-label", html.unescape(alternative))
    root.attrib.pop("version", None)
    _tighten(root)
    return str(etree.tostring(root, encoding="unicode"))


def _tighten(root: Any) -> None:
    """Take away what draws nothing: shapes without color, empty groups, turns by no angle, needless decimals."""
    for element in list(root.iter(f"{{{SVG}}}path", f"{{{SVG}}}defs")):
        unseen = element.get("style") == "fill: none" if element.tag.endswith("path") else len(element) == 0
        if unseen and not element.get("id") and element.getparent() is not None:
            element.getparent().remove(element)
    for group in list(root.iter(f"{{{SVG}}}g")):
        parent = group.getparent()
        if not group.attrib and parent is not None:
            place = parent.index(group)
            parent[place : place + 1] = list(group)
    for element in root.iter():
        if transform := element.attrib.pop("transform", ""):
            rounded = _DECIMALS.sub(lambda number: f"{float(number[0]):.2f}".rstrip("0").rstrip("."), transform)
            if not _NO_TURN.fullmatch(rounded):
                element.set("transform", rounded)
