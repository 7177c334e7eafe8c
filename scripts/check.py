"""Run every check on the sources: `python -m scripts.check`. Prints each problem as `file:line: check: what to do`."""

import sys

from scripts.checks import problems
from scripts.content import ROOT, Site, report


def main() -> int:
    """Check the repository."""
    return report(problems(Site.read(ROOT)))


if __name__ == "__main__":
    sys.exit(main())
