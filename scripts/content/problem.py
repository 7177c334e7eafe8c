"""What is wrong, where, and what to do about it: the form of every message that a check or a command prints."""

import contextlib
import errno
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


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
        self.problem = replace(problem, file=_from_here(problem.file))
        super().__init__(str(self.problem))


def report(found: list[Problem]) -> int:
    """Print the problems, which `.github/problem-matchers` makes annotations on GitHub; the exit code."""
    for problem in found:
        print(problem)
    print(f"{len(found)} problem{'s' * (len(found) != 1)}" if found else "No problems.", file=sys.stderr)
    return 1 if found else 0


@contextmanager
def told() -> Iterator[None]:
    """Around a command: what it cannot read or write ends it with one line, not with a traceback."""
    try:
        yield
    except ContentError as error:
        raise SystemExit(report([error.problem])) from None
    except BrokenPipeError:  # nobody reads on, as in `make check | head`
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except OSError as error:
        print(f"Stopped: {explained(error)}")
        raise SystemExit(1) from None


def raised(error: Exception, root: Path, path: Path, check: str) -> Problem:
    """What the code of a page raised, at the last line of it that took part.

    Args:
        error: what was raised.
        root: the repository.
        path: the file that was run.
        check: who ran it.
    """
    folders = [root / name for name in ("snippets", "tests", "scripts/figures")]
    place, line, source = path, 1, ""
    if isinstance(error, SyntaxError):
        line = error.lineno or 1
    for frame in traceback.extract_tb(error.__traceback__):
        file = Path(frame.filename)
        if file == path or (file.parent.parent in folders) or (file.parent.parent.parent in folders):
            place, line, source = file, frame.lineno or 1, frame.line or ""
    said = " ".join(str(error).split()) or f"`{source}`"
    message = f"{type(error).__name__}: {said}; mend the line, or what it calls"
    return Problem(place.relative_to(root).as_posix(), line, check, message)


def explained(error: OSError) -> str:
    """What the system refused, on which file, and what to do about it, in one line."""
    names = [name for name in (error.filename2, error.filename) if name is not None]  # to be written, to be read
    name = _from_here(os.fsdecode(names[0])) if names else ""
    if error.errno in _FORBIDDEN:
        remedy = "mend the permissions, or work in a copy of this folder that is your own"
    elif error.errno in _FULL:
        remedy = "free some space"
    else:
        remedy = "mend that"
    return f"{name}{name and ': '}{error.strerror or error}; {remedy}, then try again"


def _from_here(name: str) -> str:
    """The name of a file as seen from the folder in which the command runs, which is that of the repository."""
    here = Path.cwd()
    return Path(name).relative_to(here).as_posix() if Path(name).is_relative_to(here) else name
