"""Every entry of the five source documents leads to a question, and every wrong statement to a correction."""

from collections.abc import Iterator

from scripts.content import Problem, Site

FILE = "docs/_data/sources.yml"
ENTRIES = {"000": 44, "001": 9, "002": 31, "003": 61, "004": 30}
"""How many entries each document has, 175 in all."""
RESIDUE = 27
"""How many kinds of things were dropped because they are not content: F01 to F27."""
ERRATA = 151
"""How many statements of the documents are wrong, misleading or outdated: E01 to E151."""


def check(site: Site) -> Iterator[Problem]:
    """Look at the ledger."""
    ledger = site.ledger("sources.yml")
    text = (site.data / "sources.yml").read_text(encoding="utf-8").split("\n") if ledger else []

    def line_of(key: str) -> int:
        return next((number for number, line in enumerate(text, 1) if line.startswith(f"  {key}:")), 1)

    entries, errata = ledger.get("entries") or {}, ledger.get("errata") or {}
    for document, count in ENTRIES.items():
        found = sum(str(entry).startswith(f"{document}-") for entry in entries)
        if found != count:
            yield Problem(FILE, 1, "sources", f"document {document} has {count} entries, {found} are here")
    for entry, question in entries.items():
        if question not in site.questions:
            message = f"{entry} names {question!r}, which is no question of the site"
            yield Problem(FILE, line_of(entry), "sources", message)
    if len(ledger.get("residue") or {}) != RESIDUE:
        yield Problem(FILE, 1, "sources", f"the residue has {RESIDUE} entries, F01 to F{RESIDUE}")
    if len(errata) != ERRATA:
        yield Problem(FILE, 1, "sources", f"there are {ERRATA} errata, E01 to E{ERRATA}; {len(errata)} are here")
    corrections = {correction.id for page in site.pages for correction in page.corrections}
    for erratum, anchors in errata.items():
        if not anchors:
            yield Problem(FILE, line_of(erratum), "sources", f"{erratum} names no correction; say which answers it")
            continue
        for anchor in anchors if isinstance(anchors, list) else [anchors]:
            if anchor not in corrections:
                message = f"{erratum} names {anchor!r}, which is no correction of the site"
                yield Problem(FILE, line_of(erratum), "sources", message)
