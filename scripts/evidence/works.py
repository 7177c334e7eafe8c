"""What the entry of a work and its citations say of themselves: whether identifier, year, venue and words agree."""

import datetime
import re
from collections.abc import Iterator

from scripts.content import Reference
from scripts.safety.addresses import address_problem

FIRST_YEAR = 1700
MOST_APART = 2
"""Years between a preprint and its publication, or a publication and its venue's year."""
TYPES = frozenset({"article", "book", "incollection", "inproceedings", "misc", "phdthesis", "techreport", "online"})
FIELDS = frozenset(
    {
        "archiveprefix",
        "booktitle",
        "doi",
        "edition",
        "eprint",
        "howpublished",
        "institution",
        "isbn",
        "journal",
        "number",
    }
    | {"pages", "publisher", "school", "shorthand", "title", "url", "volume", "year", "primaryclass"}
)
"""What the references show, or link to."""
LONGEST_FIELD = 400
"""Characters; authors and abstracts of hundreds of names are cut by `and others`."""
MOST_PAGES, MOST_PARTS = 9_999, 400
"""Of a volume; figures, tables and equations that are numbered through."""
MOST_SECTIONS = 40
"""No work that is cited has more chapters or sections on one level."""

_NEW_ARXIV = re.compile(r"(?P<year>\d\d)(?P<month>0[1-9]|1[0-2])\.(?P<number>\d{4,5})(?:v[1-9]\d*)?")
_OLD_ARXIV = re.compile(r"[a-z-]+(?:\.[A-Z]{2})?/(?P<year>\d\d)(?P<month>0[1-9]|1[0-2])\d{3}(?:v[1-9]\d*)?")
_ARCHIVES = frozenset(
    {"acc-phys", "adap-org", "astro-ph", "cmp-lg", "comp-gas", "cond-mat", "cs", "dg-ga", "gr-qc", "hep-ex", "hep-lat"}
    | {"hep-ph", "hep-th", "math", "math-ph", "nlin", "nucl-ex", "nucl-th", "physics", "q-bio", "quant-ph", "stat"}
)
"""Archives of the time when an arXiv number began with one (until March 2007)."""
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>{}|\\^]+")
_YEAR = re.compile(r"\b(1[789]\d\d|20\d\d)\b")
_KEY_YEAR = re.compile(r"[a-z]+((?:1[789]|20)\d\d)[a-z]*")
_PART = re.compile(
    r"(?:(?:§|[Ff]igs?\. |[Tt]ables? |Eqs?\. |App\. |pp?\. |[Cc]hs?\. |Alg\. |Algorithms? |Thm\. |Theorems? |Lemma "
    r"|Prop\. |Corollary |Remark |Book |vol\. |Definition |Arts?\. |l\. |slide )?(?:[A-Z]{0,2}\d+[a-z]?|[A-Z]|[IVXL]+)"
    r"(?:\.\d+)*(?:\([a-z0-9]+\))?|abstract|§?“[^”]+”)"
)
_BETWEEN = re.compile(r"–|, | and ")


def entry_problems(work: Reference) -> Iterator[str]:
    """What does not agree within an entry of the bibliography."""
    if work.entry.type.lower() not in TYPES:
        yield f"no kind of work is called @{work.entry.type}; write one of {', '.join(sorted(TYPES))}"
    for name in work.entry.fields:
        if name.lower() not in FIELDS:
            yield f"the field {name} is shown nowhere; remove it (known: {', '.join(sorted(FIELDS))})"
        value = work.field(name)
        if re.search(r"[<>]|&\w+;|[\x00-\x1f\x7f]", value):
            yield f"{name} holds <, >, an entity or a control character; write plain words"
        elif name.lower() not in ("url", "doi", "eprint") and re.search(r"\]\(|`|\*\*|://|javascript:", value):
            yield f"{name} holds Markdown or an address; write plain words"
        if len(value) > LONGEST_FIELD:
            yield f"{name} has {len(value)} characters; at most {LONGEST_FIELD}, end it in `and others`"
    if url := work.field("url"):
        message = address_problem(url) if ":" in url else "this is no address; write https://…"
        if message:
            yield f"url {url}: {message}"
    if (doi := work.field("doi")) and not _DOI.fullmatch(doi):
        yield f"doi {doi!r} is none; write 10.number/name, without https://doi.org/"
    if (isbn := work.field("isbn")) and not _is_isbn(isbn):
        yield f"isbn {isbn!r} has a wrong digit; look it up again"
    posted = None
    if eprint := work.field("eprint"):
        posted = arxiv_year(eprint)
        if posted is None:
            yield f"eprint {eprint!r} is no number of arXiv; write YYMM.NNNNN"
        elif work.field("archiveprefix").lower() not in ("", "arxiv"):
            yield f"archiveprefix {work.field('archiveprefix')!r}; only arXiv is linked to"
    yield from _years(work, posted)


def _years(work: Reference, posted: int | None) -> Iterator[str]:
    if not _YEAR.fullmatch(work.field("year")):
        return  # said by the check itself
    year = int(work.field("year"))
    if not FIRST_YEAR <= year <= datetime.date.today().year + 1:
        yield f"year {year}: no such work; look it up again"
        return
    venue = _YEAR.search(work.field("booktitle"))
    held = int(venue[1]) if venue else None
    for what, other in (("the arXiv number", posted), ("the venue", held)):
        if other is not None and abs(year - other) > MOST_APART:
            yield f"year {year}, but {what} says {other}; one of them belongs to another work"
    key = _KEY_YEAR.fullmatch(work.key)
    if key and int(key[1]) != year and (year not in (posted, held) or abs(int(key[1]) - year) > MOST_APART):
        yield f"year {year}, but the key says {key[1]}, and neither arXiv nor the venue says {year}; look it up again"


def arxiv_year(number: str) -> int | None:
    """The year in which arXiv gave a number, None if it is none: `1606.04838` → 2016."""
    if match := _NEW_ARXIV.fullmatch(number):
        year, digits = int(match["year"]), len(match["number"])
        since = (year, int(match["month"]))
        return 2000 + year if since >= (7, 4) and digits == (5 if since >= (15, 1) else 4) else None
    if (match := _OLD_ARXIV.fullmatch(number)) and number.split("/")[0].split(".")[0] in _ARCHIVES:
        year = int(match["year"])
        return 1900 + year if year > 90 else 2000 + year
    return None


def locator_problem(locator: str) -> str:
    """What is wrong with where a citation says that something stands: `§4.2, Table 3`."""
    if not locator:
        return ""
    for part in _BETWEEN.split(locator):
        if not _PART.fullmatch(part.strip()):
            forms = "§4.2, Fig. 3, Table 1, Eq. 5, App. A, p. 12, ch. 2, Algorithm 1, Theorem 3, “title of a section”"
            return f"“{part}” is no place in a work; write {forms}"
        numbers = [int(each) for each in re.findall(r"\d+", part)]
        if part.startswith("§") and any(number > MOST_SECTIONS for number in numbers):
            return f"“{part}”: no work has so many sections; look it up again"
        most = MOST_PAGES if part.lower().startswith("p") else MOST_PARTS
        if any(number > most for number in numbers) or numbers[:1] == [0]:
            return f"“{part}”: no work has a place of that number; look it up again"
    for first, last in re.findall(r"(?<![.\d])(\d+)–(\d+)(?![.\d])", locator):
        if int(first) >= int(last):
            return f"“{first}–{last}” does not go up; write the smaller number first"
    return ""


def _is_isbn(text: str) -> bool:
    digits = text.replace("-", "").replace(" ", "")
    if re.fullmatch(r"\d{13}", digits):
        return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0
    if re.fullmatch(r"\d{9}[\dX]", digits):
        values = [10 if digit == "X" else int(digit) for digit in digits]
        return sum(value * weight for value, weight in zip(values, range(10, 0, -1), strict=True)) % 11 == 0
    return False
