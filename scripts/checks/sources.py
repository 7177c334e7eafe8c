"""Every entry of the five source documents leads to a question, and every wrong statement to a correction."""

from collections.abc import Iterator

from scripts.content import Problem, Site

FILE = "docs/_data/sources.yml"
ENTRIES = {"000": 44, "001": 9, "002": 31, "003": 61, "004": 30}
"""How many entries each document has, 175 in all."""
NOT_YET = 0
"""How many entries wait for their answer. This number only falls; at 0 it goes, and `not_yet` with it."""
RESIDUE = 27


def check(site: Site) -> Iterator[Problem]:
    """Look at the ledger."""
    ledger = site.ledger("sources.yml")
    text = (site.data / "sources.yml").read_text(encoding="utf-8").split("\n") if ledger else []

    def line_of(key: str, which: int = 0) -> int:
        found = [number for number, line in enumerate(text, 1) if line.startswith(f"  {key}:")]
        return found[which] if found else 1

    entries, not_yet = ledger.get("entries") or {}, ledger.get("not_yet") or {}
    for document, count in ENTRIES.items():
        found = sum(str(entry).startswith(f"{document}-") for entry in {*entries, *not_yet})
        if found != count:
            yield Problem(FILE, 1, "sources", f"document {document} has {count} entries, {found} are here")
    for entry in entries.keys() & not_yet.keys():
        yield Problem(FILE, line_of(entry, -1), "sources", f"{entry} is answered; remove it from not_yet")
    for entry, question in entries.items():
        if question not in site.questions:
            message = f"{entry} names {question!r}, which is no question of the site"
            yield Problem(FILE, line_of(entry), "sources", message)
    for entry, reason in not_yet.items():
        if not reason:
            yield Problem(FILE, line_of(entry), "sources", f"{entry} waits without a reason; say which page is planned")
    if len(not_yet) != NOT_YET:
        message = f"{len(not_yet)} entries wait, {NOT_YET} are allowed"
        fix = "answer them" if len(not_yet) > NOT_YET else f"set NOT_YET in scripts/checks/sources.py to {len(not_yet)}"
        yield Problem(FILE, 1, "sources", f"{message}; {fix}")
    if len(ledger.get("residue") or {}) != RESIDUE:
        yield Problem(FILE, 1, "sources", f"the residue has {RESIDUE} entries, F01 to F{RESIDUE}")
    corrections = {correction.id for page in site.pages for correction in page.corrections}
    for erratum, anchors in (ledger.get("errata") or {}).items():
        for anchor in anchors if isinstance(anchors, list) else [anchors]:
            if anchor not in corrections:
                message = f"{erratum} names {anchor!r}, which is no correction of the site"
                yield Problem(FILE, line_of(erratum), "sources", message)
