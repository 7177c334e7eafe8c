"""How well the search finds, and what it weighs: `python -m scripts.search.quality`.

It runs the queries of `tests/search/queries.yml`. A query is a hit at k if one of the questions that answer it is among
the first k. A third of the queries, of the fresh ones a half, chosen by a hash of their words, is held out: nobody
looks at these while the ranking is tuned. Fresh are those that were written, answers included, before anyone looked at
what the search finds for them.
"""

import functools
import gzip
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from scripts.content import ROOT, Site
from scripts.search.__main__ import find
from scripts.search.files import FOLDER, LATER, search_files

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
    fresh: bool = False

    @property
    def place(self) -> int:
        """Where the first right question stands, counted from 1; 0 if it is not among the results."""
        return next((n for n, identifier in enumerate(self.found, 1) if identifier in self.expected), 0)

    @property
    def held_out(self) -> bool:
        """Whether the query is kept apart from tuning."""
        number = functools.reduce(lambda value, letter: (31 * value + ord(letter)) % 2**32, self.query, 0)
        return number % (2 if self.fresh else 3) == 0


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
            each.get("fresh", False),
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
    """The scores by kind, then all, then those tuned on and those held out, of the given queries and of the fresh."""
    answerable = [each for each in found if each.expected]
    groups = {kind: [each for each in answerable if each.kind == kind] for kind in KINDS}
    groups["all"] = answerable
    for name, fresh in (("", False), ("fresh, ", True)):
        groups[f"{name}tuned on"] = [each for each in answerable if each.fresh == fresh and not each.held_out]
        groups[f"{name}held out"] = [each for each in answerable if each.fresh == fresh and each.held_out]
    yield f"{'':16}{'queries':>8}{'hit@1':>8}{'hit@3':>8}{'MRR':>8}{'refused':>9}"
    for name, group in groups.items():
        s = score(group)
        yield f"{name:16}{s.count:8}{s.hit1:8.1%}{s.hit3:8.1%}{s.mrr:8.3f}{s.refused:9.1%}"
    nothing = [each for each in found if not each.expected]
    honest = sum(not each.answered for each in nothing)
    yield f"of {len(nothing)} queries that nothing here answers, {honest} are told so"


def weights(site: Site) -> dict[str, int]:
    """The bytes, gzip, of each file that someone who searches has fetched when the first results stand, by its path."""
    files = search_files(site, "")
    first = (path for path in files if path.startswith(FOLDER) and path != LATER)
    return {path: len(gzip.compress(files[path])) for path in first}


def weighed(site: Site) -> str:
    """One line about the bytes."""
    bytes_of = weights(site)
    questions = sum(not page.is_lab for page, _ in site.questions.values())
    index, everything = bytes_of[f"{FOLDER}/index.js"], sum(bytes_of.values())
    each = f"{index / questions:.0f} for each of {questions} questions"
    return f"{everything} bytes (gzip), {index} of them the index, {each}"


def main() -> int:
    """Print the table and the bytes, and with `--misses` the queries whose first result is wrong."""
    site = Site.read(ROOT)
    found = outcomes(site)
    print("\n".join([*table(found), weighed(site)]))
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
