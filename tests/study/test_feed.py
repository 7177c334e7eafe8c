"""The feed names what is new, newest first, under ids that stay; a page's entry for BibTeX can be read."""

from typing import Any

import pytest
import yaml
from lxml import etree
from pybtex.database import parse_string

from scripts.content import ROOT, Site
from scripts.study import feed
from scripts.study.citing import citation
from scripts.study.rendering import Shown
from tests.whole import SITE

BASE = "https://example.com/it/"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The days on which statements were read, to be filled by the test."""
    known: dict[str, str] = {}
    monkeypatch.setattr(feed, "recorded", lambda site, kind, name: (known.get(f"{kind}/{name}", ""), ""))
    return known


def parsed(text: str) -> Any:
    return etree.fromstring(text.encode())


def test_entries_are_the_newest_answers_and_corrections(days: dict[str, str], made: dict[str, Shown]) -> None:
    days |= {
        "answers/what-is-an-epoch": "2026-01-02",
        "corrections/a-smaller-batch-gives-a-more-accurate-gradient": "2026-01-03",
    }
    root = parsed(feed.feed(SITE, made.values(), BASE))
    assert root.xpath("a:updated/text()", namespaces=ATOM) == ["2026-01-03T00:00:00Z"]
    titles = root.xpath("a:entry/a:title/text()", namespaces=ATOM)
    assert titles[0] == "Wrong: “A smaller batch gives a more accurate gradient.”"
    assert titles[1:] == [SITE.questions["what-is-an-epoch"][1].title]
    link = root.xpath("a:entry[2]/a:link/@href", namespaces=ATOM)
    assert link == [f"{BASE}training/epochs-batches-iterations/#what-is-an-epoch"]
    assert root.xpath("a:entry[2]/a:content/text()", namespaces=ATOM)[0].startswith("An epoch is one pass")
    ids = root.xpath("a:entry/a:id/text()", namespaces=ATOM)
    assert ids[1] == "tag:example.com,2026-01-02:question/what-is-an-epoch"


def test_the_real_feed_has_what_atom_demands(made: dict[str, Shown]) -> None:
    root = parsed(feed.feed(SITE, made.values(), BASE))
    entries = root.xpath("a:entry", namespaces=ATOM)
    assert len(entries) == feed.MOST
    for part in (root, *entries):
        for name in ("id", "title", "updated"):
            assert len(part.xpath(f"a:{name}/text()", namespaces=ATOM)) == 1
    assert len(set(root.xpath("//a:id/text()", namespaces=ATOM))) == feed.MOST + 1
    times = root.xpath("a:entry/a:updated/text()", namespaces=ATOM)
    assert times == sorted(times, reverse=True)
    assert root.xpath("a:author/a:name/text()", namespaces=ATOM) == ["Deep Learning, Checked"]


def test_a_feed_without_entries_is_one(days: dict[str, str], made: dict[str, Shown]) -> None:
    assert parsed(feed.feed(SITE, made.values(), BASE)).xpath("a:entry", namespaces=ATOM) == []
    assert days == {}


def test_an_entry_for_bibtex_names_page_address_and_day(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(SITE.root, SITE.pages)
    monkeypatch.setattr(Site, "days_of_change", {"training/batch-size.md": "2026-02-03"})
    page = site.page("training/batch-size.md")
    assert page is not None
    (entry,) = parse_string(citation(site, page, BASE), "bibtex").entries.values()
    assert entry.fields["title"] == "{Batch size}"
    assert entry.fields["year"] == "2026"
    assert f"{BASE}training/batch-size/" in entry.fields["howpublished"]
    assert "2026-02-03" in entry.fields["note"]
    monkeypatch.setattr(Site, "days_of_change", {})
    (bare,) = parse_string(citation(site, page, ""), "bibtex").entries.values()
    assert not {"year", "howpublished"} & set(bare.fields)


def test_every_page_has_an_entry_with_a_key_of_its_own() -> None:
    keys = [next(iter(parse_string(citation(SITE, page, BASE), "bibtex").entries)) for page in SITE.pages]
    assert len(set(keys)) == len(keys)


def test_the_repository_says_how_it_is_cited() -> None:
    said = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= said.keys()
    assert said["title"] == SITE.mkdocs["site_name"]
