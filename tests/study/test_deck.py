"""The Anki package holds every card under an id that stays, with tags, a link and formulas that Anki renders."""

import csv
import io
import json
import re
import sqlite3
import zipfile
from typing import Any

import genanki
import pytest

from scripts.study.deck import COLUMNS, DECK, FIELDS, MODEL, NAME, Row, deck_files, package
from scripts.study.rendering import Shown
from tests.whole import SITE

Note = tuple[str, list[str], list[str]]
"""A note in the collection: its guid, fields and tags."""
BASE = "https://example.com/it/"


def read(content: bytes) -> tuple[Any, list[Note], int]:
    """The row of the collection; of each note its guid, fields and tags; the number of cards."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert json.loads(archive.read("media")) == {}
        collection = archive.read("collection.anki2")
    tables = sqlite3.connect(":memory:")
    tables.deserialize(collection)
    notes = [
        (guid, fields.split("\x1f"), tags.split())
        for guid, fields, tags in tables.execute("SELECT guid, flds, tags FROM notes ORDER BY id")
    ]
    about = tables.execute("SELECT models, decks FROM col").fetchone()
    (cards,) = tables.execute("SELECT count(*) FROM cards WHERE nid IN (SELECT id FROM notes)").fetchone()
    tables.close()
    return about, notes, cards


@pytest.fixture(scope="module")
def files(made: dict[str, Shown]) -> dict[str, bytes]:
    return deck_files(SITE, made.values(), BASE)


@pytest.fixture(scope="module")
def by_id(files: dict[str, bytes]) -> dict[str, Note]:
    """The notes by the id of their card."""
    return {note[1][FIELDS.index("Id")]: note for note in read(files[f"{NAME}.apkg"])[1]}


def test_every_card_is_a_note_with_one_card_in_the_deck(
    made: dict[str, Shown], by_id: dict[str, Note], files: dict[str, bytes]
) -> None:
    about, notes, cards = read(files[f"{NAME}.apkg"])
    assert list(by_id) == list(made)
    assert len(notes) == cards == len(made)
    models, decks = map(json.loads, about)
    assert str(MODEL) in models
    assert decks[str(DECK)]["name"] == "Deep Learning, Checked"


def test_ids_hang_on_nothing_but_the_id_of_the_card(made: dict[str, Shown], by_id: dict[str, Note]) -> None:
    guid, _, _ = by_id["question/what-is-an-epoch"]
    assert guid == genanki.guid_for("deep-learning-checked", "question/what-is-an-epoch")
    assert len({guid for guid, _, _ in by_id.values()}) == len(by_id)
    shown = made["question/what-is-an-epoch"]
    other = Row(shown, "Other words?", "Others.", "")
    ((same, fields, _),) = read(package("It", [other], 2_000_000_000))[1]
    assert (same, fields[0]) == (guid, "Other words?")


def test_notes_have_tags_and_a_link(made: dict[str, Shown], by_id: dict[str, Note]) -> None:
    for name, (_, fields, tags) in by_id.items():
        card = made[name].card
        assert tags == [f"section::{card.page.section}", f"level::{card.question.level}", f"kind::{card.kind}"]
        assert fields[FIELDS.index("Link")] == BASE + card.url
    verdicts = {fields[FIELDS.index("Verdict")] for _, fields, _ in by_id.values()}
    assert verdicts - {""} <= {"wrong", "misleading", "outdated"}


def test_formulas_are_tex_for_mathjax_and_nothing_is_left_of_katex(by_id: dict[str, Note]) -> None:
    _, fields, _ = by_id["formula/what-is-batch-size/minibatch_gradient"]
    assert re.search(r"\\\[g_B = \\frac1B \\sum_\{i\\in\\mathcal B\} \\nabla \\ell_i\(\\theta\)", fields[0])
    assert r"\(\eta\)" in fields[1]
    for _, fields, _ in by_id.values():
        text = " ".join(fields)
        assert "katex" not in text
        assert text.count(r"\(") == text.count(r"\)")
        assert text.count(r"\[") == text.count(r"\]")
        assert not re.search(r"\\(E|R|Var)(?![A-Za-z])", text)  # macros of this site
        assert not re.search(r'href="(?!https?://)', text)


def test_as_many_formulas_as_on_the_pages(made: dict[str, Shown], by_id: dict[str, Note]) -> None:
    for name, (_, fields, _) in by_id.items():
        shown = made[name]
        written = shown.back.count('class="katex"')
        assert fields[1].count(r"\(") + fields[1].count(r"\[") == written, name


def test_the_same_cards_make_the_same_bytes(made: dict[str, Shown]) -> None:
    rows = [Row(made["question/what-is-an-epoch"], "a", "b", "")]
    assert package("It", rows, 1_800_000_000) == package("It", rows, 1_800_000_000)
    assert package("It", rows, 1_800_000_000) != package("It", rows, 1_800_000_001)


def test_the_table_has_a_line_for_each_card_in_plain_text(made: dict[str, Shown], files: dict[str, bytes]) -> None:
    rows = list(csv.DictReader(io.StringIO(files[f"{NAME}.csv"].decode())))
    assert [row["id"] for row in rows] == list(made)
    assert tuple(rows[0]) == COLUMNS
    for row in rows:
        assert row["front"]
        assert row["back"]
        assert "</" not in row["back"]
        assert row["link"].startswith(BASE)


@pytest.mark.parametrize("ending", ["apkg", "csv"])
def test_without_an_address_no_link_leads_nowhere(ending: str, made: dict[str, Shown]) -> None:
    content = deck_files(SITE, list(made.values())[:40], "")[f"{NAME}.{ending}"]
    if ending == "csv":
        assert {row["link"] for row in csv.DictReader(io.StringIO(content.decode()))} == {""}
    else:
        for _, fields, _ in read(content)[1]:
            assert fields[FIELDS.index("Link")] == ""
            assert not re.search(r'href="(?!https?://)', " ".join(fields))
