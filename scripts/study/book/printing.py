"""Chromium prints the pieces of the book, each with the numbers of its pages; `binding.py` makes them one PDF."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import matplotlib
from playwright.sync_api import Browser, Page

from scripts.content import ROOT
from scripts.render.katex import ASSETS, copy_assets
from scripts.study.book.binding import bound, marks_of, page_count
from scripts.study.book.chapters import Book
from scripts.study.book.paper import Piece, pieces

HERE = Path(__file__).parent
WIDTH = 597
"""Of the text on paper, 158 mm, in pixels: as wide is the window in which formulas and tables are measured."""
_FONTS = ("STIXGeneral*", "DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSansMono.ttf")
_SITE = ROOT / "docs" / "stylesheets" / "site.css"
"""Begins with the colors of the drawings on light ground."""
_FIT = Path(__file__).with_name("fit.js")


class BookError(Exception):
    """The book cannot be printed as it is."""


def print_book(book: Book, browser: Browser, say: Callable[[int, int], None] = lambda done, of: None) -> bytes:
    """The book as PDF, the same bytes for the same book; `say` hears how many pieces are printed.

    Raises `BookError` if a link leads to a place that is on no page.
    """
    made = pieces(book)
    with (
        tempfile.TemporaryDirectory() as name,
        browser.new_context(viewport={"width": WIDTH, "height": 900}) as context,
    ):
        folder = Path(name)
        write_styles(folder)
        page = context.new_page()
        page.emulate_media(media="print")
        sheets, pages, starts, waiting = [], dict[str, int](), [], []
        first = 1
        for number, piece in enumerate(made):
            if not piece.filled(pages):
                waiting.append(number)
            sheets.append(_printed(page, folder, piece, first))
            starts.append(first)
            pages |= {place: first + sheet for place, (sheet, _) in marks_of(sheets[-1]).items()}
            first += page_count(sheets[-1])
            say(number + 1, len(made) + len(waiting))
        for done, number in enumerate(waiting, 1):
            piece = made[number]
            if not piece.filled(pages):
                lost = next(span.get("data-place") for span in piece.numbers if span.get("data-place") not in pages)
                raise BookError(f"{piece.name}: no page has {lost}; look at the link that leads there")
            again = _printed(page, folder, piece, starts[number])
            if page_count(again) != page_count(sheets[number]):
                raise BookError(f"{piece.name}: numbers of pages take a page of their own; give them less room")
            sheets[number] = again
            say(len(made) + done, len(made) + len(waiting))
    return bound(book, sheets)


def write_styles(folder: Path) -> None:
    """Write style sheet and fonts into `folder`: files of KaTeX and Matplotlib, not of the machine."""
    copy_assets()
    shutil.copytree(ASSETS, folder / "katex")
    (folder / "fonts").mkdir()
    for pattern in _FONTS:
        for font in (Path(matplotlib.get_data_path()) / "fonts" / "ttf").glob(pattern):
            shutil.copyfile(font, folder / "fonts" / font.name)
    colors = _SITE.read_text(encoding="utf-8").partition(":root {")[2].partition("}")[0]
    styles = "".join((HERE / name).read_text(encoding="utf-8") for name in ("common.css", "paper.css"))
    sheet = f'@import "katex/katex.min.css";\n:root {{{colors}}}\n{styles}'
    (folder / "book.css").write_text(sheet, encoding="utf-8")


def _printed(page: Page, folder: Path, piece: Piece, first: int) -> bytes:
    path = folder / "piece.html"
    path.write_text(piece.document("book.css", first), encoding="utf-8")
    page.goto(path.as_uri())
    page.evaluate(_FIT.read_text(encoding="utf-8"))
    return page.pdf(prefer_css_page_size=True, print_background=True, tagged=False)
