"""The feed of answers and corrections that are new or have changed, as Atom (RFC 4287).

The day of an entry is that of the ledger: when somebody last read words that had changed.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from lxml import etree

from scripts.content import Site
from scripts.evidence.readings import recorded
from scripts.search.documents import readable
from scripts.study.rendering import Shown

NAME = "feed.xml"
MOST = 50
_LEDGER = {"question": "answers", "claim": "corrections"}
_ATOM = "http://www.w3.org/2005/Atom"


def feed(site: Site, made: Iterable[Shown], base: str) -> str:
    """The newest entries for readers at `base`, which must be known: entries are told apart by their addresses."""
    dated = [(day, shown) for shown in made if (day := _day(site, shown))]
    newest = sorted(dated, key=lambda each: (each[0], each[1].card.id), reverse=True)[:MOST]
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    name = str(site.mkdocs.get("site_name", ""))
    _add(root, "id", f"{base}{NAME}")
    _add(root, "title", f"{name}: answers and corrections")
    _add(root, "updated", _time(newest[0][0] if newest else "1970-01-01"))
    _add(root, "link", href=base, rel="alternate", type="text/html")
    _add(root, "link", href=f"{base}{NAME}", rel="self", type="application/atom+xml")
    _add(_add(root, "author"), "name", name)
    _add(root, "rights", "Text CC BY 4.0")
    for day, shown in newest:
        _entry(_add(root, "entry"), day, shown, base)
    text: str = etree.tostring(root, encoding="unicode", pretty_print=True)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}'


def _entry(entry: etree._Element, day: str, shown: Shown, base: str) -> None:
    card = shown.card
    title = readable(card.front)
    _add(entry, "id", _identity(base, day, card.id))
    _add(entry, "title", f"{card.verdict.capitalize()}: {title}" if card.verdict else title)
    _add(entry, "updated", _time(day))
    _add(entry, "link", href=base + card.url, rel="alternate", type="text/html")
    _add(entry, "category", term=card.page.section)
    _add(entry, "content", readable(card.back), type="text")


def _identity(base: str, day: str, name: str) -> str:
    """A tag URI (RFC 4151): it stays when the page moves; changed words are a new entry."""
    return f"tag:{urlsplit(base).hostname},{day}:{name}"


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    made = etree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    made.text = text or None
    return made


def _day(site: Site, shown: Shown) -> str:
    kind = _LEDGER.get(shown.card.kind)
    return recorded(site, kind, shown.card.anchor)[0] if kind else ""


def _time(day: str) -> str:
    return f"{day}T00:00:00Z"
