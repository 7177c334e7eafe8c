"""What no program can judge, somebody has read: the ledger of words that were held against what they say.

    docs/_data/verified.yml     of each statement the day when it was read, and a hash of its words on that day

A verdict that is turned round, or a short answer that says the opposite of what stands below it, is refused by this
alone: the words are no longer those that were read. `make format` writes the ledger.
"""

import ast
import datetime
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from scripts.content import BINDING, Page, Problem, Site, own_files
from scripts.content.code import tree
from scripts.content.recall import recalled

LEDGER = "verified.yml"
BIBLIOGRAPHY = "docs/_data/bibliography.bib"
KINDS = {
    "answers": "this short answer has changed since it was held against the answer below it",
    "corrections": "verdict or words of this correction have changed since it was held against its evidence",
    "captions": "caption or alternative text has changed since it was held against the figure",
    "definitions": "this definition, which nothing executes, has changed since it was read",
    "works": "this entry of the bibliography has changed since it was held against the work",
    "docstrings": "the formulas in this docstring have changed since they were held against the code",
}
"""The parts of the ledger, and what to say of a statement that has changed."""

_HEAD = """\
# What no program can judge, and when somebody held it against what it is about: day, then a hash of the words.
# Changed one? Read it again, then `make format`, which writes this file.
"""
_FORMULA = re.compile(r"[=≈≤≥←→∝∈√Σ∏·²]")


@dataclass(frozen=True)
class Statement:
    """Words that somebody has to read, with their name in the ledger and where they stand."""

    kind: str
    name: str
    words: str
    file: str
    line: int

    @property
    def seal(self) -> str:
        """A hash of the words; spaces, line ends and the names of bound values do not count."""
        words = " ".join(BINDING.sub("", self.words).split())
        return hashlib.sha256(words.encode()).hexdigest()[:8]


def statements(site: Site) -> Iterator[Statement]:
    """Everything of the site that is in the ledger."""
    for page in site.ordered_pages:
        yield from _of_page(site, page)
    for work in site.bibliography.values():
        persons = " and ".join(str(person) for person in work.entry.persons.get("author", []))
        fields = [f"{name} = {value}" for name, value in sorted(work.entry.fields.items())]
        yield Statement("works", work.key, "\n".join([persons, *fields]), BIBLIOGRAPHY, work.line)
    executed = {formula.tagged for page in site.ordered_pages for formula in page.formulas if formula.tag == "executed"}
    for path in own_files(site.root / "snippets", "**/*.py"):
        module = path.relative_to(site.root / "snippets").with_suffix("").as_posix()
        look = partial(_docstrings, path)
        for name, docstring, line in recalled(look, "docstrings", path.read_bytes()):
            if f"{module.replace('/', '.')}.{name}" not in executed:  # those are computed
                yield Statement("docstrings", f"{module}.{name}", docstring, f"snippets/{module}.py", line)


def _docstrings(path: Path) -> list[tuple[str, str, int]]:
    """The functions and classes of a module whose docstring has a formula: name, docstring, line."""
    nodes = [node for node in tree(path).body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    found = [(node.name, ast.get_docstring(node) or "", node.lineno) for node in nodes]
    return [each for each in found if _FORMULA.search(each[1])]


def problems(site: Site) -> Iterator[Problem]:
    """The statements whose words are not those that the ledger says were read."""
    for statement in statements(site):
        day, seal = recorded(site, statement.kind, statement.name)
        if seal == statement.seal and day:
            continue
        what = (
            f"{KINDS[statement.kind]} on {day}" if day else f"nobody has recorded that this was read ({statement.kind})"
        )
        where = f"under `{statement.kind}:` of docs/_data/{LEDGER} (DAY is today, such as 2027-01-31)"
        line = f"`{statement.name}: DAY {statement.seal}` {where}"
        message = f"{what}; read it, then run `make format`, or write {line}"
        yield Problem(statement.file, statement.line, "verified", message)


def recorded(site: Site, kind: str, name: str) -> tuple[str, str]:
    """The day and the hash that the ledger has of a statement; `("", "")` if it has none."""
    day, _, seal = str((site.ledger(LEDGER).get(kind) or {}).get(name, "")).partition(" ")
    try:
        return datetime.date.fromisoformat(day).isoformat(), seal
    except ValueError:
        return "", ""


def written(site: Site, today: datetime.date) -> str:
    """The ledger as it is now: changed and new statements were read today."""
    found: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    for each in statements(site):
        day, seal = recorded(site, each.kind, each.name)
        found[each.kind][each.name] = f"{day if day and seal == each.seal else today} {each.seal}"
    lines = (
        "".join([f"{kind}:\n", *(f"  {name}: {value}\n" for name, value in sorted(entries.items()))])
        for kind, entries in found.items()
        if entries
    )
    return _HEAD + "".join(lines)


def _of_page(site: Site, page: Page) -> Iterator[Statement]:
    say = partial(Statement, file=page.file)
    for question in page.questions:
        if question.id:
            yield say("answers", question.id, question.short_answer, line=question.short_answer_line)
    for correction in page.corrections:
        yield say("corrections", correction.id, f"{correction.verdict} {correction.body}", line=correction.line)
    for number, formula in enumerate((each for each in page.formulas if each.tag == "definition"), 1):
        yield say("definitions", f"{page.stem}/{number}", formula.tex, line=formula.line)
    if page.section and not page.is_lab:
        for image in page.images:
            name = site.resolve(page, image.target)[0]
            yield say("captions", name, f"{image.alternative} {image.caption}", line=image.line)
