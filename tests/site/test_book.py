"""The whole site as PDF and EPUB: every answer is there; contents, outline and links lead to what they name."""

import copy
import dataclasses
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml.html import builder as make
from playwright.sync_api import Browser
from pypdf import PageObject, PdfReader

from scripts.content import ROOT, Site
from scripts.search.documents import readable
from scripts.study.book import epub
from scripts.study.book.chapters import Book, Chapter, read_book
from scripts.study.book.paper import headings
from scripts.study.book.printing import BookError, print_book
from tests.study.epubs import faults
from tests.whole import SITE

DAY = "2026-11-26"
SOME = 25
"""So many answers are looked for, as reading all pages takes a minute."""
Places = dict[str, int]


@pytest.fixture(scope="module")
def book(base: str, folder: Path) -> Book:
    assert base
    return read_book(Site.read(ROOT), folder, DAY)


@pytest.fixture(scope="module")
def small(book: Book) -> Book:
    """One section with one page, and the glossary, without links."""
    wanted = ("systems", "systems-distributed-training", "glossary")
    made = [copy.deepcopy(chapter) for chapter in book.chapters if chapter.name in wanted]
    for link in [link for chapter in made for link in chapter.body.iter("a")]:
        link.attrib.pop("href", None)
    return dataclasses.replace(book, chapters=tuple(made))


@pytest.fixture(scope="module")
def pdf(book: Book, browser: Browser) -> PdfReader:
    return PdfReader(io.BytesIO(print_book(book, browser)))


@pytest.fixture(scope="module")
def numbers(pdf: PdfReader) -> dict[int, int]:
    """The number of each page, from 0, by that of its object; `get_destination_page_number` looks through all pages."""
    return {page.indirect_reference.idnum: number for number, page in enumerate(pdf.pages) if page.indirect_reference}


@pytest.fixture(scope="module")
def places(pdf: PdfReader, numbers: dict[int, int]) -> Places:
    """The number of the page, from 0, on which each place of the book is."""
    return {place: numbers[each.raw_get("/Page").idnum] for place, each in pdf.named_destinations.items()}


@pytest.fixture(scope="module")
def outline(pdf: PdfReader, numbers: dict[int, int]) -> list[tuple[str, int]]:
    """Titles of the outline with the number of the page to which each leads, from 0."""
    return list(_entries(pdf.outline, numbers))


def _entries(found: Any, numbers: dict[int, int]) -> Iterator[tuple[str, int]]:
    for entry in found:
        if isinstance(entry, list):
            yield from _entries(entry, numbers)
        else:
            yield str(entry.title), numbers[entry.raw_get("/Page").idnum]


def words(text: str) -> str:
    """Text without spaces and ends of lines, which differ between a page and its words."""
    return re.sub(r"\s", "", text)


def links(page: PageObject) -> Iterator[tuple[str, str]]:
    """The links of a page: to a place in the book, to an address."""
    for each in page.get("/Annots") or []:
        link = each.get_object()
        yield str(link.get("/Dest", "")), str(link["/A"]["/URI"]) if "/A" in link else ""


def test_the_outline_has_every_part_chapter_and_question_in_order(book: Book, outline: list[tuple[str, int]]) -> None:
    def of(chapter: Chapter) -> list[str]:
        return [chapter.title, *(text for _, text in headings(chapter))]

    assert [title for title, _ in outline] == ["Contents", *(title for each in book.chapters for title in of(each))]
    questions = {readable(question.title) for page, question in SITE.questions.values() if not page.is_lab}
    plain = {question for question in questions if "$" not in question}
    assert len(plain) > 100
    assert plain - {title for title, _ in outline} == set()


def test_each_chapter_begins_on_a_page_of_its_own_and_pages_follow(
    book: Book, pdf: PdfReader, outline: list[tuple[str, int]]
) -> None:
    pages = [number for _, number in outline]
    assert pages == sorted(pages)
    titles = {chapter.title for chapter in book.chapters}
    starts = [number for title, number in outline if title in titles]
    assert len(set(starts)) >= len(book.chapters)
    assert max(starts) < len(pdf.pages) < 12 * len(book.chapters)


def test_the_contents_name_the_pages_that_bear_these_numbers(book: Book, pdf: PdfReader, places: Places) -> None:
    last = places[book.chapters[0].name]
    text = words("".join(pdf.pages[number].extract_text() for number in range(places["contents"], last)))
    for chapter in book.chapters:
        assert words(f"{chapter.title}{places[chapter.name] + 1}") in text
    for number in (last, places["references"]):
        assert str(number + 1) in pdf.pages[number].extract_text().split()


def test_known_answers_can_be_read_out_of_the_pages(pdf: PdfReader, outline: list[tuple[str, int]]) -> None:
    pages = dict(outline)
    known = [
        (readable(question.title), readable(question.short_answer))
        for page, question in SITE.questions.values()
        if not page.is_lab and not re.search(r"[$@`\\]", question.title + question.short_answer)
    ]
    assert len(known) > SOME
    for title, answer in known[:: len(known) // SOME]:
        first, second = pdf.pages[pages[title] : pages[title] + 2]
        text = first.extract_text()
        assert words(answer) in words(text) or words(answer) in words(text + second.extract_text()), title


def test_no_link_is_dead_and_citations_lead_to_the_references(pdf: PdfReader, places: Places) -> None:
    found = [link for page in pdf.pages for link in links(page)]
    inner = [place for place, _ in found if place]
    assert set(inner) - places.keys() == set()
    assert sum(place.startswith("references--") for place in inner) > 1000
    assert {place for place in places if place.startswith("references--")} <= set(inner)
    outer = [address for _, address in found if address]
    assert len(inner) + len(outer) == len(found)
    assert [address for address in outer if not address.startswith("http") or "book.invalid" in address] == []


def test_a_place_stands_where_its_words_are(book: Book, pdf: PdfReader, places: Places) -> None:
    work = next(chapter for chapter in book.chapters if chapter.name == "references")
    found = [(each, places.get(f"references--{each.get('id')}")) for each in work.body.xpath(".//li[@id]")[::60]]
    assert len(found) > 5
    for each, number in found:
        assert number is not None, each.get("id")
        assert words(each.text_content())[:40] in words(pdf.pages[number].extract_text())


def test_its_date_is_that_of_the_site(pdf: PdfReader) -> None:
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Deep Learning, Checked"
    assert str(pdf.metadata.creation_date)[:10] == DAY


def test_the_same_book_prints_the_same_bytes(small: Book, browser: Browser) -> None:
    assert print_book(small, browser) == print_book(small, browser)


def test_a_link_that_leads_to_no_page_stops_the_printing(small: Book, browser: Browser) -> None:
    spoilt = copy.deepcopy(small)
    spoilt.chapters[0].body.append(make.P(make.A("Lost", href="book:systems-distributed-training#lost")))
    with pytest.raises(BookError, match="no page has systems-distributed-training--lost"):
        print_book(spoilt, browser)


def test_the_epub_is_whole_and_made_again_the_same(book: Book) -> None:
    packed = epub.pack(book)
    assert faults(packed) == []
    assert epub.pack(book) == packed
