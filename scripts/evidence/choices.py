"""Choices of the self-test: a right statement among wrong ones, all of them words of the pages.

The right one stands at the question, word for word; the wrong ones are corrections of its page, which say why they are
wrong. So a choice changes with the page, or is noticed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scripts.content import Correction, FollowUp, Page, Problem, Question, Site, plain
from scripts.content.ledgers import entry_lines

LEDGER = "choices.yml"
FILE = f"docs/_data/{LEDGER}"
CHECK = "choices"
FEWEST, MOST = 2, 3
"""So many wrong statements stand beside the right one."""
SHORTEST, LONGEST = 0.8, 1.25
"""The right one is so many times as long as the shortest wrong one at least, as the longest at most."""


class ChoiceError(Exception):
    """A choice that cannot be used; says why and what to do."""


@dataclass(frozen=True)
class Choice:
    """A right statement, in plain words, and corrections of false ones."""

    page: Page
    question: Question
    right: str
    wrong: tuple[Correction, ...]


def choices(site: Site) -> tuple[list[Choice], list[Problem]]:
    """The choices that can be used, in the order of the ledger, and what is wrong with the others."""
    found, problems = [], []
    lines = entry_lines(site.data / LEDGER)
    for name, entry in site.ledger(LEDGER).items():
        try:
            found.append(_choice(site, str(name), entry))
        except ChoiceError as error:
            problems.append(Problem(FILE, lines.get(str(name), 1), CHECK, f"{name}: {error}"))
    return found, problems


def claimed(correction: Correction) -> str:
    """What a correction is about, as a statement without the marks of a quotation."""
    return plain(correction.claim).removeprefix("“").removesuffix("”")


def _choice(site: Site, name: str, entry: Any) -> Choice:
    if name not in site.questions:
        raise ChoiceError("no question has this id")
    page, question = site.questions[name]
    entry = entry or {}
    if set(entry) != {"right", "wrong"} or not isinstance(entry["wrong"], list):
        raise ChoiceError("a choice has `right`, a statement, and `wrong`, a list of ids of corrections")
    right, ids = str(entry["right"]), list(map(str, entry["wrong"]))
    if not FEWEST <= len(set(ids)) == len(ids) <= MOST:
        raise ChoiceError(f"{FEWEST} or {MOST} different wrong statements are needed")
    known = {each.id: each for each in page.corrections}
    for each in ids:
        if each not in known:
            raise ChoiceError(f"{each!r} is no correction of {page.file}")
        if known[each].verdict != "wrong":
            raise ChoiceError(
                f"{each!r} is {known[each].verdict}, not wrong: it could be taken for right; choose another"
            )
    if not any(_has(text, right) for text in _said(page, question)):
        raise ChoiceError(f"“{right}” does not stand in the short answer, a correction or a follow-up of this question")
    made = Choice(page, question, right, tuple(known[each] for each in ids))
    lengths = [len(claimed(each)) for each in made.wrong]
    if not min(lengths) * SHORTEST <= len(right) <= max(lengths) * LONGEST:
        raise ChoiceError(
            f"“{right}” has {len(right)} letters, the wrong ones {lengths}: its length tells; choose other words"
        )
    return made


def _said(page: Page, question: Question) -> Iterator[str]:
    """The texts of an answer from which a right statement may be taken."""
    yield question.short_answer
    parts: list[Correction | FollowUp] = [*page.corrections, *page.follow_ups]
    yield from (part.body for part in parts if part.question_id == question.id)


def _has(text: str, right: str) -> bool:
    """Whether a text has these words one after the other, whole, whatever the first letter and the last stop."""
    wanted = re.sub(r"[.]$", "", right)
    return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", plain(text), re.IGNORECASE) is not None
