"""The book as EPUB 3: one file for each chapter, contents, cover; packed so that the same book makes the same bytes."""

import copy
import io
import uuid
import zipfile
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

from scripts.study.book.chapters import Book, Chapter
from scripts.study.book.paper import about, headings
from scripts.study.book.xhtml import EPUB, XHTML, document, leaf

FOLDER = "EPUB"
MIMETYPE = "application/epub+zip"
_CONTAINER = """\
<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_IDENTIFIER = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, 'deep-learning-checked')}"
"""How readers know the book: it never changes; an edition is told by its date."""
_NO_DAY = "1980-01-01"
_OPF, _DC = "http://www.idpf.org/2007/opf", "http://purl.org/dc/elements/1.1/"
_TYPES = {"xhtml": "application/xhtml+xml", "svg": "image/svg+xml", "css": "text/css"}
_make = ElementMaker(namespace=XHTML, nsmap={None: XHTML, "epub": EPUB})
_package = ElementMaker(namespace=_OPF, nsmap={None: _OPF, "dc": _DC})


def pack(book: Book, say: Callable[[int, int], None] = lambda done, of: None) -> bytes:
    """The book as EPUB; `say` hears how many chapters are written."""
    files: dict[str, bytes] = {"book.css": _styles(), "cover.svg": _cover_picture(book)}
    properties = {"cover.svg": "cover-image", "contents.xhtml": "nav"}
    files["cover.xhtml"] = document(book.title, [_make.p(_make.img(src="cover.svg", alt=book.title))])
    files["about.xhtml"] = document("About this book", [_about(book)])
    files["contents.xhtml"] = document("Contents", list(_contents(book)))
    spine = ["cover.xhtml", "about.xhtml", "contents.xhtml"]
    for number, chapter in enumerate(book.chapters, 1):
        made = leaf(chapter, copy.deepcopy(chapter.body))
        name = f"{chapter.name}.xhtml"
        spine.append(name)
        files |= {name: made.markup} | made.drawings
        if made.has_formulas:
            properties[name] = "mathml"
        say(number, len(book.chapters))
    files["package.opf"] = _package_file(book, files, spine, properties)
    return _zipped(files)


def _zipped(files: dict[str, bytes]) -> bytes:
    """An archive whose first file says, uncompressed, what it is; all files have one date, that of no clock."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), MIMETYPE, zipfile.ZIP_STORED)
        archive.writestr(zipfile.ZipInfo("META-INF/container.xml"), _CONTAINER, zipfile.ZIP_DEFLATED)
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(f"{FOLDER}/{name}"), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _package_file(book: Book, files: dict[str, bytes], spine: list[str], properties: dict[str, str]) -> bytes:
    metadata = _package.metadata(
        _dublin("identifier", _IDENTIFIER, id="book"),
        _dublin("title", book.title),
        _dublin("language", "en"),
        _dublin("creator", book.title),
        _dublin("description", book.description),
        _dublin("rights", "Text CC BY 4.0, code MIT"),
        _dublin("date", book.day or _NO_DAY),
        _package.meta(f"{book.day or _NO_DAY}T00:00:00Z", property="dcterms:modified"),
    )
    if book.address:
        metadata.append(_dublin("source", book.address))
    manifest = _package.manifest()
    for name in files:
        item = _package.item({"id": _key(name), "href": name, "media-type": _TYPES[name.rpartition(".")[2]]})
        if name in properties:
            item.set("properties", properties[name])
        manifest.append(item)
    order = _package.spine(*(_package.itemref(idref=_key(name)) for name in spine))
    root = _package.package(metadata, manifest, order, {"version": "3.0", "unique-identifier": "book"})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", "en")
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written


def _dublin(name: str, text: str, **attributes: str) -> Any:
    made = etree.Element(f"{{{_DC}}}{name}", attributes, nsmap={"dc": _DC})
    made.text = text
    return made


def _key(name: str) -> str:
    """The name of a file as an id of XML."""
    return "file-" + name.replace("/", "-").replace(".", "-")


def _contents(book: Book) -> Iterator[Any]:
    entries = _make.ol(*(_part(opening, chapters) for opening, chapters in book.parts))
    yield _make.nav(_make.h1("Contents"), entries, {f"{{{EPUB}}}type": "toc", "id": "toc"})
    first = book.chapters[0]
    marks = [("cover", "cover.xhtml", "Cover"), ("toc", "contents.xhtml", "Contents")]
    marks.append(("bodymatter", f"{first.name}.xhtml", first.title))
    links = (_make.li(_make.a(text, {"href": href, f"{{{EPUB}}}type": kind})) for kind, href, text in marks)
    yield _make.nav(_make.ol(*links), {f"{{{EPUB}}}type": "landmarks", "hidden": "hidden"})


def _part(opening: Chapter, chapters: list[Chapter]) -> Any:
    entry = _entry(opening)
    if chapters:
        entry.append(_make.ol(*(_entry(chapter) for chapter in chapters)))
    return entry


def _entry(chapter: Chapter) -> Any:
    """A chapter with its questions."""
    item = _make.li(_make.a(chapter.title, href=f"{chapter.name}.xhtml"))
    inside = [_make.li(_make.a(text, href=f"{chapter.name}.xhtml#{place}")) for place, text in headings(chapter)]
    if inside:
        item.append(_make.ol(*inside))
    return item


def _about(book: Book) -> Any:
    return _make.section(_make.h1("About this book"), *(_make.p(text) for text in about(book)))


def _cover_picture(book: Book) -> bytes:
    """The cover: words and a line, as on paper."""
    first, _, second = book.title.partition(", ")
    lines = [(first + "," * bool(second), 620), (second, 730)]
    words = "".join(f'<text x="120" y="{y}" font-size="96" font-weight="bold">{text}</text>' for text, y in lines)
    lead = f'<text x="120" y="830" font-size="32" fill="#566072">{escape(book.edition)}</text>'
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 1500" width="1000" height="1500" font-family="serif"'
        f'><path d="M0 0H1000V1500H0z" fill="#fff"/><path d="M60 100V1400" stroke="#1a5aa6" stroke-width="16"/>'
        f"{words}{lead}</svg>\n"
    ).encode()


def _styles() -> bytes:
    here = Path(__file__).parent
    return b"".join((here / name).read_bytes() for name in ("common.css", "reader.css"))
