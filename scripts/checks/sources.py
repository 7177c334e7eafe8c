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
            yield Problem(
                FILE, 1, "sources", f"document {document} has {count} entries, {found} are here; each stands there once"
            )
    gone: dict[str, list[str]] = {}
    for entry, question in entries.items():
        if question not in site.questions:
            gone.setdefault(str(question), []).append(str(entry))
    for question, names in gone.items():
        message = f"{_listed(names)} {question!r}, which is no question of the site; write the id of the answer"
        yield Problem(FILE, line_of(names[0]), "sources", message)
    if len(ledger.get("residue") or {}) != RESIDUE:
        yield Problem(FILE, 1, "sources", f"the residue has {RESIDUE} entries, F01 to F{RESIDUE}")
    if len(errata) != ERRATA:
        yield Problem(
            FILE,
            1,
            "sources",
            f"there are {ERRATA} errata, E01 to E{ERRATA}; {len(errata)} are here; each stands there once",
        )
    missing: dict[str, list[str]] = {}
    corrections = {correction.id for page in site.pages for correction in page.corrections}
    for erratum, anchors in errata.items():
        if not anchors:
            yield Problem(FILE, line_of(erratum), "sources", f"{erratum} names no correction; say which answers it")
            continue
        for anchor in anchors if isinstance(anchors, list) else [anchors]:
            if anchor not in corrections:
                missing.setdefault(str(anchor), []).append(str(erratum))
    for anchor, names in missing.items():
        message = f"{_listed(names)} {anchor!r}, which is no correction of the site; write the id of one"
        yield Problem(FILE, line_of(names[0]), "sources", message)


def _listed(names: list[str]) -> str:
    """The first of the entries that lead nowhere, with the number of the others: one message is enough."""
    return f"{names[0]} names" if len(names) == 1 else f"{names[0]} and {len(names) - 1} more name"
