"""The cards for Anki, as a package and as a table: ids stay, so that a new version keeps what readers have learned.

Formulas are TeX between `\\(` and `\\)`, which Anki renders by the MathJax that it brings.
"""

import base64
import csv
import io
import itertools
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import genanki
from lxml import html

from scripts.content import ROOT, Site
from scripts.content.cache import Cache, key
from scripts.content.repository import last_commit
from scripts.render.katex import macros_of
from scripts.study.rendering import Shown

CACHE = Cache(ROOT / ".cache" / "study")
NAME = "self-test/deep-learning-checked"
"""The files without their endings, below the page of the self-test."""
DECK, MODEL = 1_764_158_911, 1_764_158_912
"""Ids by which Anki knows the deck and the kind of its notes: never changed."""
FIELDS = ("Front", "Back", "Verdict", "Question", "Link", "Id")
COLUMNS = ("id", "kind", "front", "back", "verdict", "question", "section", "level", "link")
WITHOUT_GIT = "1700000000"
"""The time of the package, in seconds, where no commit is known."""
_ASKS = {
    "claim": "Wrong, misleading or outdated, and why?",
    "formula": "What does it say, and what do its symbols mean?",
    "follow-up": "Asked next",
}
_STYLE = """\
.card { max-width: 36em; margin: 0 auto; padding: 0 1em; font: 1.1em/1.5 sans-serif; text-align: left; }
.ask, .from { color: #6b7280; font-size: 0.8em; }
.verdict { font-weight: bold; text-transform: capitalize; }
"""


@dataclass(frozen=True)
class Row:
    """A card as HTML with TeX."""

    shown: Shown
    front: str
    back: str
    link: str


def deck_files(site: Site, made: Iterable[Shown], base: str) -> dict[str, bytes]:
    """The package and the table by their path on the site; links lead to `base`, or nowhere if that is unknown."""
    stamp, shown = last_commit(site.root) or WITHOUT_GIT, list(made)
    title, macros = str(site.mkdocs.get("site_name", "")), macros_of(site.root)
    name = key(stamp, title, macros, base, repr(_texts(shown)), Path(__file__).read_bytes())

    def make() -> str:
        rows = [_row(each, json.loads(macros), base) for each in shown]
        return json.dumps([base64.b64encode(package(title, rows, int(stamp))).decode(), table(rows)])

    packed, text = json.loads(CACHE.remembered(name, make))
    return {f"{NAME}.apkg": base64.b64decode(packed), f"{NAME}.csv": text.encode()}


def _texts(made: Iterable[Shown]) -> list[tuple[str, ...]]:
    """All that a package says of cards."""
    return [(each.card.id, each.front, each.back, each.card.verdict, each.card.url, *_place(each)) for each in made]


def _place(shown: Shown) -> tuple[str, str, str]:
    """The question that a card belongs to, its section and its level."""
    return shown.card.question.title, shown.card.page.section, shown.card.question.level


def _row(shown: Shown, macros: dict[str, str], base: str) -> Row:
    front, back = (_with_tex(side, macros, base) for side in (shown.front, shown.back))
    return Row(shown, front, back, base and base + shown.card.url)


def package(title: str, rows: Iterable[Row], stamp: int) -> bytes:
    """An Anki package; its bytes depend on the cards and the time `stamp` in seconds alone.

    genanki writes the tables, but its own archive would hold the time of the build.
    """
    deck = genanki.Deck(DECK, title)
    for row in rows:
        deck.add_note(_note(row))
    with sqlite3.connect(":memory:") as tables:
        genanki.Package(deck).write_to_db(tables.cursor(), stamp, itertools.count(stamp * 1000))
        tables.commit()
        collection = tables.serialize()
    tables.close()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("collection.anki2", collection), ("media", b"{}")):
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def table(rows: Iterable[Row]) -> str:
    """The cards as comma-separated values with a line of names; texts are plain, with TeX."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        card = row.shown.card
        sides = (_plain(row.front), _plain(row.back))
        writer.writerow((card.id, card.kind, *sides, card.verdict, *_place(row.shown), row.link))
    return text.getvalue()


def _note(row: Row) -> genanki.Note:
    card = row.shown.card
    ask = f'<div class="ask">{_ASKS[card.kind]}</div>' if card.kind in _ASKS else ""
    where = html_text(card.question.title)
    return genanki.Note(
        model=_model(),
        fields=[ask + row.front, row.back, card.verdict, where, row.link, card.id],
        guid=genanki.guid_for("deep-learning-checked", card.id),
        tags=[f"section::{card.page.section}", f"level::{card.question.level}", f"kind::{card.kind}"],
    )


def _model() -> genanki.Model:
    source = '{{#Link}}<p class="from"><a href="{{Link}}">{{Question}}</a></p>{{/Link}}'
    source += '{{^Link}}<p class="from">{{Question}}</p>{{/Link}}'
    back = f'{{{{FrontSide}}}}<hr id="answer"><div class="verdict">{{{{Verdict}}}}</div>{{{{Back}}}}{source}'
    template = {"name": "Card", "qfmt": "{{Front}}", "afmt": back}
    fields = [{"name": name} for name in FIELDS]
    return genanki.Model(MODEL, "Deep Learning, Checked", fields, [template], css=_STYLE, sort_field_index=5)


def html_text(text: str) -> str:
    """Plain text as HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _with_tex(markup: str, macros: dict[str, str], base: str) -> str:
    """HTML of a card with its formulas as TeX, and with links that lead somewhere from anywhere."""
    tree = html.fragment_fromstring(markup, create_parent="div")
    for formula in tree.xpath(".//span[@class='katex']"):
        parent = formula.getparent()
        display = parent is not None and parent.get("class") == "katex-display"
        tex = _expanded(formula.xpath("string(.//annotation)"), macros)
        _replace(formula, f"\\[{tex}\\]" if display else f"\\({tex}\\)")
        if display:
            parent.drop_tag()
    for mark in tree.xpath(".//*[contains(@class, 'formula-mark')]"):
        _replace(mark, "")
    for link in tree.xpath(".//a[@href]"):
        address = link.get("href")
        if "://" not in address and not base:
            link.tag = "span"
            del link.attrib["href"]
        elif "://" not in address:
            link.set("href", base + address)
    inner: str = html.tostring(tree, encoding="unicode")
    return inner.removeprefix("<div>").removesuffix("</div>").strip()


def _replace(element: object, text: str) -> None:
    """Put text in the place of an element."""
    node: html.HtmlElement = element
    node.clear(keep_tail=True)
    node.text = text
    node.drop_tag()


def _expanded(tex: str, macros: dict[str, str]) -> str:
    """TeX without the macros of this site, which MathJax does not know; none of them takes an argument."""
    for name, meaning in macros.items():
        replacement = f"{{{meaning}}}".replace("\\", r"\\")
        tex = re.sub(re.escape(name) + r"(?![A-Za-z])", replacement, tex)
    return tex.strip()


def _plain(markup: str) -> str:
    """HTML as text; paragraphs are lines."""
    tree = html.fragment_fromstring(markup, create_parent="div")
    return "\n".join(line for line in tree.text_content().split("\n") if line.strip()).strip()
