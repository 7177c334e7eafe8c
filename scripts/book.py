"""The published site as a book to print and one for e-readers: `python -m scripts.book`, after a build.

The same commit makes the same bytes, as far as Chromium is the same: the date is that of the last change of a page.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import sync_playwright

from scripts.content import ROOT, Site
from scripts.content.repository import last_commit
from scripts.render.browser import FLAGS, find
from scripts.study.book.binding import page_count
from scripts.study.book.chapters import Book, read_book
from scripts.study.book.epub import pack
from scripts.study.book.printing import BookError, print_book

PDF = "deep-learning-checked.pdf"
EPUB = "deep-learning-checked.epub"


def progress(what: str) -> Callable[[int, int], None]:
    """A function that shows on one line how much is done."""
    start = time.perf_counter()

    def say(done: int, of: int) -> None:
        seconds = f" {time.perf_counter() - start:.0f} s\n" if done == of else ""
        print(f"\r{what} … {done} of {of}{seconds}", end="", flush=True)

    return say


def printed(book: Book, browser: str) -> bytes:
    """The book as PDF; `browser` is the path of a Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=list(FLAGS))
        try:
            return print_book(book, chromium, progress("printing"))
        finally:
            chromium.close()


def replace(target: Path, content: bytes) -> None:
    """Write a file that is whole or not there."""
    partial = target.with_name(f".{target.name}")
    partial.write_bytes(content)
    partial.replace(target)


def main(root: Path = ROOT) -> int:
    """Make both books of `site/`; returns the exit code."""
    if not (root / "site" / "index.html").is_file():
        print("There is no site/ yet; run `make build` first.", file=sys.stderr)
        return 1
    if (browser := find()) is None:
        print("No Chromium was found; `python -m scripts.browser` installs one.", file=sys.stderr)
        return 1
    site = Site.read(root)
    day = max(site.days_of_change.values(), default="") if last_commit(root) else ""
    try:
        book = read_book(site, root / "site", day, progress("reading"))
        epub, pdf = pack(book, progress("packing")), printed(book, browser)
    except FileNotFoundError as error:
        print(f"{error.filename}: no such page in site/; run `make build` again.", file=sys.stderr)
        return 1
    except BookError as error:
        print(error, file=sys.stderr)
        return 1
    replace(root / EPUB, epub)
    replace(root / PDF, pdf)
    print(f"{PDF}: {page_count(pdf)} pages, {len(pdf) / 1e6:.1f} MB. {EPUB}: {len(epub) / 1e6:.1f} MB.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
