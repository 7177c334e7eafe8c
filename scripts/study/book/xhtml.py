"""A chapter as XHTML for readers of EPUB 3: formulas are MathML, drawings are files, every name has its namespace."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from lxml import etree

from scripts.safety.allowed import SVG as DRAWN
from scripts.study.book.chapters import Chapter, inner_links
from scripts.study.book.leaves import formula_source

XHTML = "http://www.w3.org/1999/xhtml"
EPUB = "http://www.idpf.org/2007/ops"
_MATHML = "http://www.w3.org/1998/Math/MathML"
_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_VARIABLE = re.compile(r"var\(--[\w-]+, ?([^()]*)\)")
"""A color of the site, and behind it the one that can be read on light and on dark ground."""
_NAMES = {name.lower(): name for tag, names in DRAWN.items() for name in (tag, *names)}
"""What the HTML parser has written in lower case, as SVG writes it."""

_APPLIED, _SCRIPTS = "\u2061", ("msub", "msup", "msubsup", "munder", "mover", "munderover")
"""KaTeX writes this invisible sign behind `\\min`, as a child too many where that is an index."""

_ALPHABETS = {"double-struck": "DOUBLE-STRUCK", "script": "SCRIPT", "bold": "BOLD", "bold-italic": "BOLD ITALIC"}
"""Many readers no longer draw `mathvariant`; they draw ℝ as R."""


@dataclass(frozen=True)
class Leaf:
    """A chapter as it stands in the EPUB: its text, and its drawings by the names of their files."""

    markup: bytes
    drawings: dict[str, bytes]
    has_formulas: bool


def leaf(chapter: Chapter, body: Any) -> Leaf:
    """A chapter for EPUB, made of a copy of its body, which is changed."""
    for link, name, place in list(inner_links(body)):
        link.set("href", f"{name}.xhtml" + (f"#{place}" if place else ""))
    for formula in body.find_class("katex"):
        _as_mathml(formula)
    drawings = {}
    for number, drawing in enumerate(body.xpath(".//svg"), 1):
        name = f"images/{chapter.name}-{number}.svg"
        made = _drawing(drawing)
        _, _, width, height = made.get("viewBox").split()
        made.attrib.update({"width": width, "height": height})  # some readers show nothing without
        drawings[name] = etree.tostring(made, encoding="utf-8", xml_declaration=True)
        _as_image(drawing, name)
    markup = document(chapter.title, [namespaced(body, XHTML)])
    return Leaf(markup, drawings, body.find(".//math") is not None)


def document(title: str, content: list[Any]) -> bytes:
    """A file of XHTML with `content` in its body."""
    root = etree.Element(f"{{{XHTML}}}html", {"lang": "en"}, nsmap={None: XHTML, "epub": EPUB})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", "en")
    head = etree.SubElement(root, f"{{{XHTML}}}head")
    etree.SubElement(head, f"{{{XHTML}}}title").text = title
    etree.SubElement(head, f"{{{XHTML}}}link", {"rel": "stylesheet", "href": "book.css", "type": "text/css"})
    etree.SubElement(root, f"{{{XHTML}}}body").extend(content)
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>")
    return written


def namespaced(element: Any, namespace: str) -> Any:
    """A copy of an element of the HTML parser, in its namespace; formulas within are in theirs."""
    if element.tag == "math":
        namespace = _MATHML
    made = etree.Element(f"{{{namespace}}}{element.tag}", dict(element.attrib), nsmap={None: namespace})
    made.text, made.tail = element.text, element.tail
    made.extend(namespaced(child, namespace) for child in element)
    return made


def _as_mathml(formula: Any) -> None:
    """Leave only MathML of what KaTeX has made, with the TeX as its text alternative."""
    math, source = formula.find(".//math"), formula_source(formula)
    shown = math.find("semantics")[0]
    for sign in [each for each in shown.iter("mo") if each.text == _APPLIED and each.getparent().tag in _SCRIPTS]:
        sign.drop_tree()
    for letters in [each for each in shown.iter() if each.text and each.get("mathvariant") in _ALPHABETS]:
        letters.text = lettered(letters.text, letters.attrib.pop("mathvariant"))
    math.clear()
    math.append(shown)
    math.set("alttext", source)
    if (formula.getparent().get("class") or "") == "katex-display":
        math.set("display", "block")
    math.tail = formula.tail
    formula.getparent().replace(formula, math)


def lettered(text: str, variant: str) -> str:
    """Text in another alphabet of MathML, as characters of their own; what has no such character stays."""
    return "".join(_letter(letter, _ALPHABETS[variant]) for letter in text)


def _letter(letter: str, alphabet: str) -> str:
    name = unicodedata.name(letter, "").replace("LATIN ", "").replace("GREEK ", "").replace(" LETTER", "")
    for full in (f"MATHEMATICAL {alphabet} {name}", f"{alphabet} {name}"):
        try:
            return unicodedata.lookup(full)
        except KeyError:
            continue
    return letter


def _drawing(drawing: Any) -> Any:
    """A drawing as a file: names as SVG writes them, colors that need no style sheet."""
    made = etree.Element(f"{{{_SVG}}}{_NAMES[drawing.tag]}", nsmap={None: _SVG, "xlink": _XLINK})
    for name, value in drawing.attrib.items():
        if name == "xlink:href":
            made.set(f"{{{_XLINK}}}href", value)
        elif not name.startswith(("xmlns", "aria-", "role")):
            made.set(_NAMES.get(name, name), _VARIABLE.sub(r"\1", value))
    made.text, made.tail = drawing.text, drawing.tail
    made.extend(_drawing(child) for child in drawing)
    return made


def _as_image(drawing: Any, name: str) -> None:
    alternative, tail = drawing.get("aria-label", ""), drawing.tail
    drawing.clear()
    drawing.tag, drawing.tail = "img", tail
    drawing.set("src", name)
    drawing.set("alt", alternative)
