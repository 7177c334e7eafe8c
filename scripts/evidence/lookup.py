"""What arXiv and the registries of DOIs say of the works that are cited: titles and years, by identifier.

Nothing here opens a connection: whoever looks up hands in how to fetch. What cannot be fetched is left out.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from lxml import etree

from scripts.content import Problem, Reference, Site

ARXIV = "https://export.arxiv.org/api/query?id_list={}&max_results={}"
DOI = "https://doi.org/{}"
CSL = "application/vnd.citationstyles.csl+json"
AT_ONCE = 50
"""Works that arXiv is asked for in one request."""
LEAST_ALIKE = 0.85
"""Of two titles, as letters: registries leave out subtitles' punctuation, accents, formulas."""

Fetch = Callable[[str, str], bytes | None]
"""Address and `Accept` → what came, None if nothing did."""
_ATOM = {"a": "http://www.w3.org/2005/Atom"}


@dataclass(frozen=True)
class Found:
    """What is registered under an identifier; `year` is 0 where it is not told."""

    title: str
    year: int


def differences(site: Site, file: str, fetch: Fetch) -> Iterator[Problem]:
    """A problem for each work whose title or year is registered otherwise under its identifier."""
    works = list(site.bibliography.values())
    found = _from_arxiv(works, fetch) | _from_dois(works, fetch)
    for work in works:
        if (registered := found.get(work.key)) is None:
            continue
        identifier = work.field("doi") or f"arXiv:{work.field('eprint')}"
        if _alike(work.field("title"), registered.title) < LEAST_ALIKE:
            message = (
                f"{work.key!r}: {identifier} is “{registered.title}”, not “{work.field('title')}”; mend one of them"
            )
            yield Problem(file, work.line, "external-links", message)
        elif registered.year and abs(registered.year - int(work.field("year"))) > 2:
            message = (
                f"{work.key!r}: {identifier} is of {registered.year}, not of {work.field('year')}; mend one of them"
            )
            yield Problem(file, work.line, "external-links", message)


def _from_arxiv(works: list[Reference], fetch: Fetch) -> dict[str, Found]:
    numbered = {re.sub(r"v\d+$", "", work.field("eprint")): work.key for work in works if work.field("eprint")}
    numbers = list(numbered)
    found: dict[str, Found] = {}
    for start in range(0, len(numbers), AT_ONCE):
        some = numbers[start : start + AT_ONCE]
        answer = fetch(ARXIV.format(",".join(some), len(some)), "application/atom+xml")
        for entry in _entries(answer):
            number = re.sub(r"v\d+$", "", entry.findtext("a:id", "", _ATOM).rpartition("/abs/")[2])
            title, posted = (entry.findtext(f"a:{name}", "", _ATOM) for name in ("title", "published"))
            if number in numbered and title:
                found[numbered[number]] = Found(" ".join(title.split()), int(posted[:4] or 0))
    return found


def _entries(answer: bytes | None) -> list[Any]:
    if answer is None:
        return []
    try:
        tree = etree.fromstring(answer, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return []
    return list(tree.iterfind("a:entry", _ATOM))


def _from_dois(works: list[Reference], fetch: Fetch) -> dict[str, Found]:
    found = {}
    for work in works:
        if not (doi := work.field("doi")):
            continue
        answer = fetch(DOI.format(doi), CSL)
        try:
            data = json.loads(answer or b"{}")
            title = data.get("title") or ""
            parts = (data.get("issued") or {}).get("date-parts") or [[0]]
            title = title[0] if isinstance(title, list) and title else title
            if isinstance(title, str) and title:
                found[work.key] = Found(" ".join(title.split()), int(parts[0][0] or 0))
        except (ValueError, AttributeError, IndexError, TypeError):
            continue
    return found


def _alike(one: str, other: str) -> float:
    """How alike two titles are, 0 to 1; a subtitle that only one of them has does not count."""
    letters = [re.sub(r"[\W_]+", "", re.sub(r"<[^>]*>", "", title.casefold())) for title in (one, other)]
    shorter, longer = sorted(letters, key=len)
    if len(shorter) >= 12 and longer.startswith(shorter):
        return 1.0
    return SequenceMatcher(None, shorter, longer, autojunk=False).ratio()
