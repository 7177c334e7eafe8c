"""Run experiments and record what they find: `python -m scripts.measure [labs/dropout …]`, as `make measure` does.

Without names, those whose code has changed: what they find again stays as it is recorded, to the digit, and what has
moved is said and recorded. With names, everything is recorded anew. `make format` then writes the recorded numbers into
the pages that quote them.
"""

import sys
from pathlib import Path

from scripts.content import ROOT, told
from scripts.evidence.experiments import experiments, is_stale
from scripts.evidence.recording import record_all
from scripts.evidence.running import say


@told()
def measure(root: Path, names: list[str]) -> int:
    """Run and record the experiments in `names`, or those that are stale; the exit code."""
    known = experiments(root)
    if unknown := sorted(set(names) - {each.page for each in known}):
        print(f"no experiment {', '.join(unknown)} (there are: {', '.join(sorted({each.page for each in known}))})")
        return 1
    wanted = [each for each in known if (each.page in names if names else is_stale(root, each))]
    if waiting := [each.name for each in wanted if not each.can_run]:
        print(f"not run without PyTorch, which requirements-test.txt installs: {', '.join(waiting)}")
        wanted = [each for each in wanted if each.can_run]
    failed = record_all(root, wanted, keep_what_is_confirmed=not names)
    say(f"{len(wanted) - len(failed)} of {len(wanted)} experiments recorded.\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(measure(ROOT, sys.argv[1:]))
