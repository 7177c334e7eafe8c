"""Run every check on the sources: `python -m scripts.check`. Prints each problem as `file:line: check: what to do`."""

import gc
import sys

from scripts.checks import problems
from scripts.content import ROOT, Site, report, told


@told()
def main() -> int:
    """Check the repository."""
    gc.disable()  # a check lives for a second; looking for garbage in all its syntax trees would take a quarter of it
    code = report(problems(Site.read(ROOT)))
    gc.freeze()  # or Python looks for it after all, at its end
    return code


if __name__ == "__main__":
    sys.exit(main())
