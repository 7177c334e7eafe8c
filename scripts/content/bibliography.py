"""The works that the site cites, from a BibTeX file."""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from string import ascii_lowercase

from pybtex.database import Entry
from pybtex.database.input.bibtex import Parser as BibTeXParser
from pybtex.exceptions import PybtexError
from pylatexenc.latex2text import LatexNodes2Text

from scripts.content.files import line_at, read_text
from scripts.content.problem import ContentError, Problem
from scripts.content.recall import recalled_objects

_VENUES = ("journal", "booktitle", "publisher", "school", "institution", "howpublished")
BIB_KEY = re.compile(r"^@\w+\{\s*([^,\s]+)\s*,", re.MULTILINE)


@dataclass(frozen=True)
class Reference:
    """A work of the bibliography, with the line where it stands in the BibTeX file."""

    key: str
    entry: Entry = field(hash=False)
    line: int
    suffix: str = ""

    def field(self, name: str) -> str:
        """A field without BibTeX's braces and escapes, `""` if it is missing."""
        return _without_tex(str(self.entry.fields.get(name, "")))

    @functools.cached_property
    def names(self) -> list[str]:
        """Family names (or the name of an organization) of the authors, in order."""
        people = self.entry.persons.get("author", [])
        return [_without_tex(" ".join(person.prelast_names + person.last_names)) for person in people]

    @functools.cached_property
    def label(self) -> str:
        """How text cites the work: its `shorthand`, else author and year, `Bottou et al. 2018`."""
        if shorthand := self.field("shorthand"):
            return shorthand
        names = [name for name in self.names if name != "others"]
        if not names:
            return self.key
        several = len(names) != len(self.names) or len(names) > 2
        who = f"{names[0]} et al." if several else " & ".join(names)
        return f"{who} {self.field('year')}{self.suffix}"

    @functools.cached_property
    def address(self) -> str:
        """Where the work is found: a DOI or arXiv address, or its URL; `""` for a book with an ISBN only."""
        if doi := self.field("doi"):
            return f"https://doi.org/{doi}"
        if eprint := self.field("eprint"):
            return f"https://arxiv.org/abs/{eprint}"
        return self.field("url")

    @functools.cached_property
    def venue(self) -> str:
        """Where the work appeared, with volume, number and pages where known: `Neural Networks 6(6), 861–867`."""
        name = next((words for field in _VENUES if (words := self.field(field))), "")
        volume, number = self.field("volume"), self.field("number")
        place = f"{name} {volume}{f'({number})' if number and volume else number}".strip()
        edition = f"{self.field('edition')} edition" if self.field("edition") else ""
        return ", ".join(part for part in (place, edition, self.field("pages").replace("--", "–")) if part)

    @functools.cached_property
    def text(self) -> str:
        """The full reference as plain text."""
        people = ", ".join(
            " ".join(person.first_names + person.middle_names + person.prelast_names + person.last_names)
            for person in self.entry.persons.get("author", [])
        )
        people = _without_tex(people).replace(", others", " et al.")
        identifier = ""
        if eprint := self.field("eprint"):
            identifier = f"arXiv:{eprint}"
        elif isbn := self.field("isbn"):
            identifier = f"ISBN {isbn}"
        parts = [f"{people} ({self.field('year')}{self.suffix})", self.field("title"), self.venue, identifier]
        return " ".join(part if part.endswith(("?", "!")) else f"{part}." for part in parts if part)


def read_bibliography(path: Path, name: str) -> dict[str, Reference]:
    """The works of a BibTeX file by key, none if there is no file; an entry that stands twice counts once.

    Raises:
        ContentError: the file is not BibTeX; the problem names it `name`.
    """
    if not path.exists():
        return {}
    text = read_text(path, name)
    return recalled_objects(lambda: _works(text, name), "bibliography", name, text)


def _works(text: str, name: str) -> dict[str, Reference]:
    lines = {match[1]: line_at(text, match.start()) for match in reversed(list(BIB_KEY.finditer(text)))}
    try:
        entries = BibTeXParser().parse_string(_first_of_each(text)).entries
    except PybtexError as error:
        line = getattr(error, "lineno", None) or 1
        message = f"not BibTeX: {error}; is a comma, brace or quote missing above?"
        raise ContentError(Problem(name, line, "citations", message)) from None
    works = [Reference(key, entry, lines.get(key, 1)) for key, entry in entries.items()]
    return {work.key: work for work in _told_apart(works)}


def _told_apart(works: list[Reference]) -> Iterator[Reference]:
    """Works with the same author and year get a letter: 2015a, 2015b, in the order of their titles."""
    alike: dict[str, list[Reference]] = {}
    for work in works:
        alike.setdefault(work.label if work.names else work.key, []).append(work)
    for group in alike.values():
        for letter, work in zip(ascii_lowercase, sorted(group, key=lambda w: w.field("title")), strict=False):
            yield replace(work, suffix=letter) if len(group) > 1 else work


def _first_of_each(text: str) -> str:
    """BibTeX text without the entries whose key has stood before; every line keeps its number."""
    starts = [*BIB_KEY.finditer(text)]
    if not starts:
        return text
    ends = [match.start() for match in starts[1:]] + [len(text)]
    seen: set[str] = set()
    kept = [text[: starts[0].start()]]
    for match, end in zip(starts, ends, strict=True):
        entry = text[match.start() : end]
        kept.append("\n" * entry.count("\n") if match[1].lower() in seen else entry)
        seen.add(match[1].lower())
    return "".join(kept)


@functools.lru_cache(maxsize=16384)
def _without_tex(text: str) -> str:
    """A field of BibTeX as plain text: no braces, accents and `&` as the characters that they stand for."""
    if "\\" in text:
        text = str(LatexNodes2Text().latex_to_text(text))
    return text.replace("{", "").replace("}", "")
