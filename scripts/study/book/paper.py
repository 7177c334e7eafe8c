"""The book as pages of HTML for the printer: cover, contents, parts, chapters, back matter.

The printer takes it in pieces, as its time grows faster than the number of pages. So links name places of the whole
book (`PLACES`), and each place marks where it stands by a link to itself (`MARKS`); `binding.py` makes both into
links and places of the PDF. A page number is an empty `<span class="on-page" data-place="…">` until it is known.
"""

import copy
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml.html import builder as make

from scripts.study.book.chapters import Book, Chapter, inner_links
from scripts.study.book.leaves import formula_source, serialized

PLACES = "https://book.invalid/to/"
MARKS = "https://book.invalid/at/"
CONTENTS = "contents"
_ROOM = "000"


@dataclass(frozen=True)
class Piece:
    """What is printed at once: sections, and the styles of their running heads."""

    name: str
    sections: list[Any] = field(repr=False)
    heads: str = ""

    @property
    def numbers(self) -> list[Any]:
        """Where numbers of pages stand."""
        return [span for section in self.sections for span in section.find_class("on-page")]

    def filled(self, pages: Mapping[str, int]) -> bool:
        """Write the numbers of pages that are known, and keep room for the others; whether all are known."""
        for span in self.numbers:
            span.text = str(pages.get(span.get("data-place"), _ROOM))
        return all(span.text != _ROOM for span in self.numbers)

    def document(self, styles: str, first: int) -> str:
        """The piece as a page of HTML whose sheets are numbered from `first`."""
        return (
            f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{self.name}</title>'
            f'<link rel="stylesheet" href="{styles}">'
            f"<style>html {{ counter-reset: page {first - 1} }}\n{self.heads}</style></head>\n<body>\n"
            + "\n".join(serialized(section) for section in self.sections)
            + "\n</body></html>\n"
        )


def pieces(book: Book) -> list[Piece]:
    """The whole book in order. The pages that list others are pieces of their own: they are printed twice."""
    wanted = wanted_places(book)
    made = [Piece("front", [_cover(book), _about(book), _contents(book)])]
    for opening, chapters in book.parts:
        head = _running_head(opening, book.title, opening.title) if opening.back else ""
        made.append(Piece(opening.name, [_chapter(opening, wanted)], head))
        if chapters:
            heads = "\n".join(_running_head(chapter, opening.title, chapter.title) for chapter in chapters)
            made.append(Piece(f"{opening.name}-chapters", [_chapter(each, wanted) for each in chapters], heads))
    return made


def place_name(name: str, place: str = "") -> str:
    """A place in the book: the chapter, and the id of what stands in it."""
    return f"{name}--{place}" if place else name


def wanted_places(book: Book) -> frozenset[str]:
    """The places to which something leads: a link, the contents or the outline."""
    found = {CONTENTS} | {chapter.name for chapter in book.chapters}
    found |= {place_name(chapter.name, each) for chapter in book.chapters for each, _ in headings(chapter)}
    links = (link for chapter in book.chapters for link in inner_links(chapter.body))
    return frozenset(found | {place_name(name, place) for _, name, place in links})


def headings(chapter: Chapter) -> list[tuple[str, str]]:
    """Id and text of what the outline shows of a chapter: questions and other headings of their rank."""
    if chapter.opens:
        return []
    return [(heading.get("id"), heading_text(heading)) for heading in chapter.body.iter("h2") if heading.get("id")]


def heading_text(heading: Any) -> str:
    """The words of a heading; a formula is its TeX."""
    shown = copy.deepcopy(heading)
    for formula in shown.find_class("katex"):
        source = formula_source(formula)
        formula.clear(keep_tail=True)
        formula.text = source
    return " ".join(str(shown.text_content()).split())


def about(book: Book) -> Iterator[str]:
    """What a reader of the book should know of it, as paragraphs."""
    yield (
        "Each question is answered once: first the short answer, then the reason, the formula, tested code and the "
        "limits. A formula marked “executed” is computed as it is printed and compared with the code; one marked "
        "“checked” is tested in another way. Numbers in the words were measured by the labs or by the code."
    )
    yield (
        "Boxes marked wrong, misleading or outdated correct what people repeat. What an interviewer asks next stands "
        "open below each answer. Code that only draws the figures of the labs is left out; the site has it."
    )
    where = f" of {book.address}" if book.address else ""
    yield f"{book.edition or 'An edition without a date'}{where}. Text CC BY 4.0, code MIT."


def _running_head(chapter: Chapter, left: str, right: str) -> str:
    texts = (json.dumps(text, ensure_ascii=False) for text in (left, right))
    sides = "".join(f"@top-{side} {{ content: {text} }} " for side, text in zip(("left", "right"), texts, strict=True))
    return f"@page {chapter.name} {{ {sides}}}\n#{chapter.name} {{ page: {chapter.name} }}"


def _cover(book: Book) -> Any:
    lines = [make.P(make.CLASS("cover-title"), book.title), make.P(make.CLASS("cover-lead"), book.description)]
    if book.edition:
        lines.append(make.P(make.CLASS("cover-edition"), book.edition))
    return make.SECTION(make.CLASS("cover"), *lines)


def _about(book: Book) -> Any:
    title = make.P(make.CLASS("about-title"), "About this book")
    return make.SECTION(make.CLASS("about"), title, *map(make.P, about(book)))


def _contents(book: Book) -> Any:
    title = make.H1("Contents")
    _mark(title, CONTENTS)
    items = []
    for opening, chapters in book.parts:
        item = make.LI(_entry(opening))
        if chapters:
            item.append(make.OL(*(make.LI(_entry(chapter)) for chapter in chapters)))
        items.append(item)
    return make.SECTION(make.CLASS("contents"), title, make.OL(*items))


def _entry(chapter: Chapter) -> Any:
    return make.A(make.SPAN(chapter.title), _on_page(chapter.name), href=PLACES + chapter.name)


def _on_page(place: str) -> Any:
    span = make.SPAN(make.CLASS("on-page"))
    span.set("data-place", place)
    return span


def _chapter(chapter: Chapter, wanted: Iterable[str]) -> Any:
    body = copy.deepcopy(chapter.body)
    for link, name, place in list(inner_links(body)):
        target = place_name(name, place)
        link.set("href", PLACES + target)
        if (chapter.back or chapter.opens) and name != "references":
            link.append(_on_page(target))
    _mark(body.find(".//h1"), chapter.name)
    for element in body.xpath(".//*[@id][not(ancestor::svg)]"):
        place = place_name(chapter.name, element.attrib.pop("id"))
        if place in wanted:
            _mark(element, place)
    for formula in body.find_class("katex"):
        formula.set("role", "math")
        formula.set("aria-label", formula_source(formula))
        for hidden in formula.find_class("katex-mathml"):
            hidden.drop_tree()
    for heading in list(body.iter("h2", "h3")) if chapter.opens else []:
        heading.tag = "p"  # no heading of the part, but the name of a chapter that follows
        heading.set("class", "listed")
    body.set("id", chapter.name)
    body.set("class", "part" if chapter.opens else "chapter back" if chapter.back else "chapter")
    return body


def _mark(element: Any, place: str) -> None:
    """Let an element say where it stands, by a link without words within its first line."""
    while element.tag in ("section", "div") and len(element):
        element = element[0]
    mark = make.A(make.CLASS("mark"), href=MARKS + place)
    mark.tail, element.text = element.text, None
    element.insert(0, mark)
