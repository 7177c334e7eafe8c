"""The book holds every page open and whole; as EPUB it is well formed, complete, and needs nothing from elsewhere."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from scripts import book as command
from scripts.content import Site
from scripts.study.book import epub
from scripts.study.book.chapters import Book, read_book
from scripts.study.book.leaves import ASKED_NEXT, as_read
from scripts.study.book.paper import PLACES, Piece, pieces, wanted_places
from scripts.study.book.xhtml import lettered
from tests.study.epubs import faults, files

HEAD = '<h1 id="{0}">{1}<a class="headerlink" href="#{0}">&para;</a></h1>'
FORMULA = (
    '<span class="katex"><span class="katex-mathml"><math><semantics><mrow><msub><mi>λ</mi><mi>min</mi>'
    '<mo>&#x2061;</mo></msub></mrow><annotation encoding="application/x-tex">\\lambda_{\\min}</annotation></semantics>'
    "</math></span>"
    '<span class="katex-html" aria-hidden="true">λ</span></span>'
)
TOPIC = f"""
{HEAD.format("page", "The slope")}
<h2 data-level="basic" id="what-is-the-slope">What is the slope?</h2>
<p class="question-about"><span>basic</span><a class="question-report" href="https://example.com/new">Report</a></p>
<p>It is {FORMULA}, see <a href="../../labs/experiment/#method">the lab</a>, <a href="../../nowhere/">this</a>,
<a href="../../references/#newton1687" title="A work">Newton</a> and <a href="https://example.com/">that</a>.</p>
<div class="tabbed-set"><input type="radio"><div class="tabbed-labels"><label>NumPy</label><label>PyTorch</label></div>
<div class="tabbed-content"><div class="tabbed-block"><p>one</p></div><div class="tabbed-block"><p>two</p></div></div>
</div>
<figure><svg viewbox="0 0 9 9" role="img" aria-label="A line."><defs><clippath id="c"></clippath></defs>
<path d="M0 9L9 0" style="stroke: var(--figure-blue, #2b83c4)"></path></svg>
<figcaption>It rises.</figcaption></figure>
<details class="follow-up" id="why"><summary>Why?</summary><p>Because.</p></details>
<details class="follow-up" id="how"><summary>How?</summary><p>So.</p></details>
<details class="drawing"><summary>Code</summary><pre>plot()</pre></details>
"""
PAGES = {
    "training/page": TOPIC,
    "labs/experiment": HEAD.format("experiment", "An experiment") + '<h2 id="method">Method</h2><p>It is counted.</p>',
    "corrections": HEAD.format("corrections", "Corrections")
    + '<p>In full at: <a href="../training/page/#why">Why?</a></p>',
    "glossary": HEAD.format("glossary", "Glossary") + "<p>Terms.</p>",
    "references": HEAD.format("references", "References") + '<ul><li id="newton1687">Newton.</li></ul>',
}
CHAPTERS = ["training", "training-page", "labs", "labs-experiment", "corrections", "glossary", "references"]


@pytest.fixture
def built(repository: Path) -> Path:
    """A built site of five pages and two sections, as far as a book reads it."""
    for section in ("training", "labs"):
        description = f"The pages of the section that is called {section}, with one sentence on each."
        (repository / "docs" / section / "index.md").write_text(f"---\ndescription: {description}\n---\n# {section}\n")
    configuration = repository / "mkdocs.yml"
    text = configuration.read_text(encoding="utf-8")
    for page in ("training/page.md", "labs/experiment.py"):
        text = text.replace(f"- {page}", f"- {page.partition('/')[0]}/index.md\n      - {page}")
    configuration.write_text(re.sub(r"site_url: .*", 'site_url: ""', text), encoding="utf-8")
    for url, markup in (PAGES | {each: HEAD.format(each, each) for each in ("training", "labs")}).items():
        path = repository / "site" / url / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"<html><body><article>{markup}</article></body></html>", encoding="utf-8")
    return repository / "site"


@pytest.fixture
def book(repository: Path, built: Path) -> Book:
    return read_book(Site.read(repository), built, "2026-11-26")


def test_sections_come_in_the_order_of_the_navigation_and_the_back_matter_last(book: Book) -> None:
    assert [chapter.name for chapter in book.chapters] == CHAPTERS
    assert [(part.name, len(chapters)) for part, chapters in book.parts][:2] == [("training", 1), ("labs", 1)]


def test_what_is_folded_on_a_screen_is_open_in_the_book(book: Book) -> None:
    body = book.chapters[1].body
    assert [box.tag for box in body.find_class("follow-up")] == ["div", "div"]
    assert [line.text for line in body.find_class("asked-next")] == [ASKED_NEXT]
    assert [name.text for name in body.find_class("tab-name")] == ["NumPy", "PyTorch"]
    assert [word in body.text_content() for word in ("one", "two", "Because.", "So.", "plot()")] == [True] * 4 + [False]
    assert not body.xpath(".//input | .//label | .//*[@class='headerlink']")


def test_links_lead_within_the_book_and_to_other_hosts_and_else_nowhere(book: Book) -> None:
    links = {link.text_content(): link.get("href") for link in book.chapters[1].body.iter("a")}
    assert links == {
        "the lab": "book:labs-experiment#method",
        "Newton": "book:references#newton1687",
        "that": "https://example.com/",
    }


def test_where_the_site_is_known_what_the_book_has_not_is_linked_there(
    repository: Path, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = repository / "mkdocs.yml"
    path.write_text(path.read_text(encoding="utf-8").replace('site_url: ""', "site_url: https://a.example/it/"))
    body = read_book(Site.read(repository), built, "").chapters[1].body
    assert "https://a.example/it/nowhere/" in [link.get("href") for link in body.iter("a")]


def test_the_epub_is_whole_and_every_link_in_it_leads_somewhere(book: Book) -> None:
    assert faults(epub.pack(book)) == []


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("EPUB/corrections.xhtml", b"training-page.xhtml#why", b"training-page.xhtml#gone"),
        ("EPUB/training-page.xhtml", b"images/training-page-1.svg", b"images/training-page-2.svg"),
        ("EPUB/training-page.xhtml", b"images/training-page-1.svg", b"https://example.com/1.svg"),
        ("EPUB/package.opf", b' properties="mathml"', b""),
        ("EPUB/package.opf", b'<itemref idref="file-glossary-xhtml"/>', b""),
        ("EPUB/contents.xhtml", b"glossary.xhtml", b"references.xhtml"),
        ("EPUB/glossary.xhtml", b"<p>Terms.</p>", b"<script/>"),
    ],
)
def test_a_fault_of_an_epub_is_found(book: Book, name: str, old: bytes, new: bytes) -> None:
    content = files(epub.pack(book))
    assert old in content[name]
    spoilt = io.BytesIO()
    with zipfile.ZipFile(spoilt, "w") as archive:
        for each, text in content.items():
            archive.writestr(each, text.replace(old, new) if each == name else text)
    assert faults(spoilt.getvalue()) != []


def test_formulas_are_mathml_and_drawings_are_files(book: Book) -> None:
    content = files(epub.pack(book))
    text = content["EPUB/training-page.xhtml"].decode()
    assert 'alttext="\\lambda_{\\min}"><mrow><msub><mi>λ</mi><mi>min</mi></msub></mrow></math>' in text
    assert '<img src="images/training-page-1.svg" alt="A line."/>' in text
    drawing = content["EPUB/images/training-page-1.svg"].decode()
    assert all(part in drawing for part in ('viewBox="0 0 9 9"', '<clipPath id="c"/>', "stroke: #2b83c4"))


@pytest.mark.parametrize(
    ("letters", "variant", "shown"),
    [("R", "double-struck", "ℝ"), ("1", "bold", "𝟏"), ("L", "script", "ℒ"), ("θ-", "bold-italic", "𝜽-")],
)
def test_letters_of_other_alphabets_are_characters(letters: str, variant: str, shown: str) -> None:
    assert lettered(letters, variant) == shown


def test_the_same_book_makes_the_same_epub(repository: Path, built: Path) -> None:
    first, second = (epub.pack(read_book(Site.read(repository), built, "2026-11-26")) for _ in range(2))
    assert first == second
    assert b"2026-11-26T00:00:00Z" in files(first)["EPUB/package.opf"]


def test_on_paper_lists_say_the_page_and_pages_not_known_keep_their_room(book: Book) -> None:
    made = {piece.name: piece for piece in pieces(book)}
    assert list(made) == ["front", "training", "training-chapters", "labs", "labs-chapters", *CHAPTERS[-3:]]
    spans = [span.get("data-place") for span in made["front"].numbers]
    assert spans == CHAPTERS
    assert made["front"].filled({}) is False
    assert {span.text for span in made["front"].numbers} == {"000"}
    assert made["front"].filled({name: number for number, name in enumerate(CHAPTERS, 7)}) is True
    assert [span.text for span in made["front"].numbers] == [str(number) for number in range(7, 14)]
    assert [span.get("data-place") for span in made["corrections"].numbers] == ["training-page--why"]


def test_on_paper_every_link_within_the_book_leads_to_a_place_that_is_marked_once(book: Book) -> None:
    def addresses(piece: Piece) -> list[str]:
        return [str(link.get("href")) for section in piece.sections for link in section.iter("a")]

    links = [each for piece in pieces(book) for each in addresses(piece)]
    marks = [each.rpartition("/")[2] for each in links if "/at/" in each]
    assert sorted(marks) == sorted(wanted_places(book))
    assert {each.removeprefix(PLACES) for each in links if each.startswith(PLACES)} <= set(marks)


def test_formulas_on_paper_stand_there_once(book: Book) -> None:
    chapter: Any = next(piece for piece in pieces(book) if piece.name == "training-chapters").sections[0]
    assert chapter.xpath(".//*[@role='math']/@aria-label") == ["\\lambda_{\\min}"]
    assert not chapter.xpath(".//math")


def test_a_paragraph_of_buttons_leaves_no_empty_line() -> None:
    article = html.fromstring('<article><p><a class="lab-download" href="x.py">Script</a></p><p>Text</p></article>')
    assert [each.text for each in as_read(article)] == ["Text"]


def test_without_a_site_it_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(tmp_path) == 1
    assert "make build" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_is_not_built_is_named(
    repository: Path, built: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (built / "index.html").touch()
    (built / "glossary" / "index.html").unlink()
    monkeypatch.setattr(command, "find", lambda: "chromium")
    assert command.main(repository) == 1
    assert "glossary/index.html: no such page in site/; run `make build` again." in capsys.readouterr().err


def test_progress_stands_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    say = command.progress("packing")
    for done in (1, 2):
        say(done, 2)
    assert re.fullmatch(r"\rpacking … 1 of 2\rpacking … 2 of 2 \d+ s\n", capsys.readouterr().out)
