"""Run every check on the sources: `python -m scripts.check`. Prints each problem as `file:line: check: what to do`."""

import sys

from scripts.checks import CHECKS
from scripts.content import ROOT, ContentError, Problem, Site


def problems(site: Site) -> list[Problem]:
    """What the checks find, sorted by file and line; a file that cannot be read is a problem, not a crash."""
    found = set(site.problems)
    for check in CHECKS:
        try:
            found.update(check(site))
        except ContentError as error:
            found.add(_below_root(site, error.problem))
    return sorted(found)


def _below_root(site: Site, problem: Problem) -> Problem:
    file = problem.file.removeprefix(site.root.as_posix() + "/")
    return Problem(file, problem.line, problem.check, problem.message)


def report(found: list[Problem]) -> int:
    """Print the problems, which `.github/problem-matchers` makes annotations on GitHub; the exit code."""
    for problem in found:
        print(problem)
    print(f"{len(found)} problem{'s' * (len(found) != 1)}" if found else "No problems.", file=sys.stderr)
    return 1 if found else 0


def main() -> int:
    """Check the repository."""
    return report(problems(Site.read(ROOT)))


if __name__ == "__main__":
    sys.exit(main())
