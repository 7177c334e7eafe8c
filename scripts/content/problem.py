"""What is wrong, where, and what to do about it: the form of every message that a check or a command prints."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong: where, which check says so, and what to do about it."""

    file: str
    line: int
    check: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.check}: {self.message}"


class ContentError(Exception):
    """A file that cannot be read at all; carries the problem to show."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def report(found: list[Problem]) -> int:
    """Print the problems, which `.github/problem-matchers` makes annotations on GitHub; the exit code."""
    for problem in found:
        print(problem)
    print(f"{len(found)} problem{'s' * (len(found) != 1)}" if found else "No problems.", file=sys.stderr)
    return 1 if found else 0


@contextmanager
def told() -> Iterator[None]:
    """Around a command: a file that cannot be read at all ends it with its problem, not with a traceback."""
    try:
        yield
    except ContentError as error:
        raise SystemExit(report([error.problem])) from None
