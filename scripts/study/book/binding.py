"""Printed pieces become one PDF: places, links within the book, outline, and a date that is not today."""

import io
from collections.abc import Iterator, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Pdf, String

from scripts.study.book.chapters import Book
from scripts.study.book.paper import CONTENTS, MARKS, PLACES, headings, place_name

_PRODUCER = "Chromium, pikepdf"


def page_count(sheets: bytes) -> int:
    """The number of pages of a PDF."""
    with Pdf.open(io.BytesIO(sheets)) as pdf:
        return len(pdf.pages)


def marks_of(sheets: bytes) -> dict[str, tuple[int, float]]:
    """Where each place stands that is marked: the page, from 0, and the height on it in points."""
    found: dict[str, tuple[int, float]] = {}
    with Pdf.open(io.BytesIO(sheets)) as pdf:
        for number, page in enumerate(pdf.pages):
            for link, address in _links(page):
                if address.startswith(MARKS):
                    found.setdefault(address.removeprefix(MARKS), (number, float(link.Rect[3])))
    return found


def bound(book: Book, pieces: Sequence[bytes]) -> bytes:
    """The pieces as one PDF; equal pieces make equal bytes."""
    pdf = Pdf.new()
    places: dict[str, Array] = {}
    for sheets in pieces:
        start = len(pdf.pages)
        with Pdf.open(io.BytesIO(sheets)) as piece:
            pdf.pages.extend(piece.pages)
        for place, (number, top) in marks_of(sheets).items():
            places[place] = Array([pdf.pages[start + number].obj, Name.XYZ, 0, min(top + 12, 842), 0])
    for page in pdf.pages:
        _lead(page)
    names = [each for place in sorted(places, key=str.encode) for each in (String(place), places[place])]
    pdf.Root.Names = Dictionary(Dests=pdf.make_indirect(Dictionary(Names=Array(names))))
    with pdf.open_outline() as outline:
        outline.root.extend(_outline(book, places))
    pdf.Root.PageMode = Name.UseOutlines
    pdf.Root.Lang = String("en")
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.docinfo.update(_information(book))
    written = io.BytesIO()
    pdf.save(
        written,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        deterministic_id=True,
    )
    return written.getvalue()


def _information(book: Book) -> dict[str, str]:
    made = {"/Title": book.title, "/Subject": book.description, "/Producer": _PRODUCER}
    if book.day:
        made |= dict.fromkeys(("/CreationDate", "/ModDate"), f"D:{book.day.replace('-', '')}000000Z")
    return made


def _links(page: pikepdf.Page) -> Iterator[tuple[Object, str]]:
    """The links of a page, each with its address, empty if it has none."""
    for link in page.obj.get("/Annots", Array()):
        action = link.get("/A")
        yield link, "" if action is None else str(action.get("/URI", ""))


def _lead(page: pikepdf.Page) -> None:
    """Let the links of a page that name places lead there, and take its marks away."""
    kept = []
    for link, address in _links(page):
        if address.startswith(MARKS):
            continue
        if address.startswith(PLACES):
            del link["/A"]
            link["/Dest"] = String(address.removeprefix(PLACES))
        kept.append(link)
    page.obj.Annots = Array(kept)


def _outline(book: Book, places: dict[str, Array]) -> Iterator[OutlineItem]:
    yield OutlineItem("Contents", places[CONTENTS])
    for opening, chapters in book.parts:
        part = OutlineItem(opening.title, places[opening.name])
        part.is_closed = True
        for chapter in chapters:
            item = OutlineItem(chapter.title, places[chapter.name])
            item.is_closed = True
            item.children.extend(_inside(chapter.name, headings(chapter), places))
            part.children.append(item)
        part.children.extend(_inside(opening.name, headings(opening), places))
        yield part


def _inside(name: str, found: list[tuple[str, str]], places: dict[str, Array]) -> Iterator[OutlineItem]:
    for place, title in found:
        yield OutlineItem(title, places[place_name(name, place)])
