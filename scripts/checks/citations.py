"""Every cited work is in the bibliography, complete, once, in agreement with itself; every work there is cited."""

import datetime
import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import partial

from scripts.content import BIB_KEY, Problem, Reference, Site, line_at, read_text
from scripts.content.by_page import Found
from scripts.content.recall import recalled
from scripts.evidence.works import entry_problems, locator_problem

FILE = "docs/_data/bibliography.bib"
IDENTIFIERS = ("doi", "eprint", "isbn", "url")


def check(site: Site) -> Iterator[Problem]:
    """Look at each citation, then at each entry."""
    works = site.bibliography
    cited = set()
    for page in site.pages:
        for citation in page.citations:
            cited.add(citation.key)
            if citation.key not in works:
                close = get_close_matches(citation.key, works, n=1)
                hint = f"did you mean {close[0]!r}?" if close else f"add it to {FILE}"
                message = f"no work {citation.key!r} in the bibliography; {hint}"
                yield Problem(page.file, citation.line, "citations", message)
            if message := locator_problem(citation.locator):
                yield Problem(page.file, citation.line, "citations", f"{citation.key}: {message}")
    for work in works.values():
        if work.key not in cited:
            yield Problem(FILE, work.line, "citations", f"no page cites {work.key!r}; cite it or remove it")
    path = site.data / "bibliography.bib"
    text = read_text(path, FILE) if path.exists() else ""
    year = str(datetime.date.today().year)  # no work is of a later one
    for line, message in recalled(partial(_of_works, text, works), "works", text, year):
        yield Problem(FILE, line, "citations", message)


def _of_works(text: str, works: dict[str, Reference]) -> Iterator[Found]:
    """What is wrong with the bibliography, whatever the pages cite."""
    for work in works.values():
        yield from _entry(work)
        for message in entry_problems(work):
            yield work.line, f"{work.key!r}: {message}"
    yield from _twice(text, works)


def _entry(work: Reference) -> Iterator[Found]:
    missing = [name for name in ("title", "year") if not work.field(name)]
    if not work.names:
        missing.insert(0, "author")
    if not any(work.field(name) for name in IDENTIFIERS):
        missing.append("identifier (doi, eprint, isbn or url)")
    if missing:
        yield work.line, f"{work.key!r} has no {', no '.join(missing)}; look it up"
    if work.field("year") and not re.fullmatch(r"(1[789]|20)\d\d", work.field("year")):
        yield work.line, f"{work.key!r}: year {work.field('year')!r} is not a year; write the four digits"


def _twice(text: str, works: dict[str, Reference]) -> Iterator[Found]:
    seen: set[str] = set()
    for match in BIB_KEY.finditer(text):
        key = match[1].lower()
        if key in seen:
            line = line_at(text, match.start())
            yield line, f"the key {match[1]!r} stands twice; keep one entry"
        seen.add(key)
    owners: dict[tuple[str, str], str] = {}
    for work in works.values():
        for name in IDENTIFIERS:
            identifier = (name, work.field(name).lower())
            if identifier[1] and owners.setdefault(identifier, work.key) != work.key:
                yield work.line, f"{work.key!r} and {owners[identifier]!r} have the same {name}; keep one entry"
