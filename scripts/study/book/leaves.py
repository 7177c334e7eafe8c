"""What a page says, without what only a screen can do: nothing to click, everything open."""

from typing import Any

from lxml import html
from lxml.html import builder as make

_TAGS = ("script", "style", "form", "input", "button", "output")
_CLASSES = ("page-tools", "headerlink", "question-link", "question-report", "page-info", "lab-download", "drawing")
"""What is left out: what only a screen can do, and code that only draws figures of labs."""
_WRAPPERS = ("md-typeset__scrollwrap", "md-typeset__table", "tabbed-content")
_KEPT = {"class", "id", "href", "src", "alt", "title", "style", "datetime", "start", "colspan", "rowspan", "scope"}
"""Attributes of HTML that mean something on paper; drawings and formulas keep all of theirs."""
ASKED_NEXT = "What the interviewer asks next"


def as_read(article: Any) -> Any:
    """The content of a page as a `<section>` for a book: links lead where they did, ids are what they were."""
    for element in [each for name in _CLASSES for each in article.find_class(name)] + list(article.iter(*_TAGS)):
        element.drop_tree()
    for comment in article.xpath(".//comment()"):
        comment.drop_tree()
    for element in [each for each in article.iter("div") if each.get("class") in _WRAPPERS]:
        element.drop_tag()
    for tabs in article.find_class("tabbed-set"):
        _one_after_another(tabs)
    for box in article.xpath(".//details"):
        _open(box)
    for paragraph in article.xpath(".//p[not(*) and not(normalize-space())]"):
        paragraph.drop_tree()
    for span in article.xpath(".//pre/span[not(node())]"):
        span.drop_tag()
    for element in _outside_of_drawings(article):
        for name in set(element.attrib) - _KEPT:
            del element.attrib[name]
        if element.tag == "a":
            element.attrib.pop("title", None)
    article.tag = "section"
    article.attrib.clear()
    return article


def _outside_of_drawings(article: Any) -> list[Any]:
    found, waiting = [], [article]
    while waiting:
        element = waiting.pop()
        if element.tag in ("svg", "math"):
            continue
        found.append(element)
        waiting += element
    return found


def _one_after_another(tabs: Any) -> None:
    """Tabs stand below one another, each under its name."""
    labels = [label.text_content() for label in tabs.xpath("./div[@class='tabbed-labels']/label")]
    for name, block in zip(labels, tabs.find_class("tabbed-block"), strict=True):
        block.set("class", "tab")
        block.insert(0, make.P(name, make.CLASS("tab-name")))
    for element in tabs.find_class("tabbed-labels"):
        element.drop_tree()
    tabs.set("class", "tabs")


def _open(box: Any) -> None:
    """A box that opens by a click stands open; above the first of several it says what they are."""
    box.tag = "div"
    box.set("class", "follow-up")
    for summary in box.findall("summary"):
        summary.tag = "p"
        summary.set("class", "follow-up-question")
    before = box.getprevious()
    if before is None or before.get("class") != "follow-up":
        box.addprevious(make.P(ASKED_NEXT, make.CLASS("asked-next")))


def formula_source(formula: Any) -> str:
    """The TeX of an element that KaTeX has made."""
    found = formula.find(".//annotation")
    return "" if found is None else str(found.text or "")


def serialized(element: Any) -> str:
    """An element as HTML."""
    return str(html.tostring(element, encoding="unicode", with_tail=False))
