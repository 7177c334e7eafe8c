"""How well the search finds: `python -m scripts.search.quality` runs the queries of `tests/search/queries.yml`.

A query is a hit at k if one of the questions that answer it is among the first k. A third of the queries, chosen by a
hash of their words, is held out: nobody looks at these while the ranking is tuned.
"""

import functools
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from scripts.content import ROOT, Site
from scripts.search.__main__ import find

QUERIES = ROOT / "tests" / "search" / "queries.yml"
KINDS = ("keyword", "question", "typo", "acronym", "symptom")


@dataclass(frozen=True)
class Outcome:
    """What became of one query: the place of the first right question (0: none), and whether it was answered at all."""

    query: str
    kind: str
    expected: tuple[str, ...]
    found: tuple[str, ...]
    answered: bool

    @property
    def place(self) -> int:
        """Where the first right question stands, counted from 1; 0 if it is not among the results."""
        return next((n for n, identifier in enumerate(self.found, 1) if identifier in self.expected), 0)

    @property
    def held_out(self) -> bool:
        """Whether the query is kept apart from tuning."""
        return functools.reduce(lambda value, letter: (31 * value + ord(letter)) % 2**32, self.query, 0) % 3 == 0


def outcomes(site: Site, path: Path = QUERIES) -> list[Outcome]:
    """Every query of the file with what it found."""
    queries = yaml.safe_load(path.read_text(encoding="utf-8"))
    results = find(site, [each["q"] for each in queries])
    return [
        Outcome(
            each["q"],
            each["kind"],
            tuple(each["expect"]),
            tuple(question["id"] for question in result["questions"]),
            result["answered"],
        )
        for each, result in zip(queries, results, strict=True)
    ]


@dataclass(frozen=True)
class Score:
    """Shares of queries, each 0 to 1; `refused` is the share that was told that nothing answers it."""

    count: int
    hit1: float
    hit3: float
    mrr: float
    refused: float


def score(chosen: Iterable[Outcome]) -> Score:
    """The score of some queries; raises `ZeroDivisionError` if there are none."""
    each = list(chosen)
    count = len(each)
    return Score(
        count,
        sum(one.place == 1 for one in each) / count,
        sum(1 <= one.place <= 3 for one in each) / count,
        sum(1 / one.place for one in each if one.place) / count,
        sum(not one.answered for one in each) / count,
    )


def table(found: list[Outcome]) -> Iterator[str]:
    """The scores by kind, then all, then those tuned on and those held out."""
    answerable = [each for each in found if each.expected]
    groups = {kind: [each for each in answerable if each.kind == kind] for kind in KINDS}
    groups["all"] = answerable
    groups["tuned on"] = [each for each in answerable if not each.held_out]
    groups["held out"] = [each for each in answerable if each.held_out]
    yield f"{'':10}{'queries':>8}{'hit@1':>8}{'hit@3':>8}{'MRR':>8}{'refused':>9}"
    for name, group in groups.items():
        s = score(group)
        yield f"{name:10}{s.count:8}{s.hit1:8.1%}{s.hit3:8.1%}{s.mrr:8.3f}{s.refused:9.1%}"
    nothing = [each for each in found if not each.expected]
    honest = sum(not each.answered for each in nothing)
    yield f"of {len(nothing)} queries that nothing here answers, {honest} are told so"


def main() -> int:
    """Print the table, and with `--misses` the queries whose first result is wrong."""
    found = outcomes(Site.read(ROOT))
    print("\n".join(table(found)))
    if "--misses" in sys.argv:
        for each in found:
            if each.expected and (each.place != 1 or not each.answered):
                said = "" if each.answered else "refused, "
                print(f"{each.query!r}: {said}finds {', '.join(each.found[:3])}; expected {', '.join(each.expected)}")
            elif not each.expected and each.answered:
                print(f"{each.query!r}: finds {', '.join(each.found[:1])}; nothing answers it")
    return 0


if __name__ == "__main__":
    sys.exit(main())
