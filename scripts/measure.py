"""Run experiments and record what they find: `python -m scripts.measure [labs/dropout …]`, as `make measure` does.

Without names, those whose code has changed. What moved is said; `make format` then writes the recorded numbers into the
pages that quote them.
"""

import sys
from pathlib import Path

from scripts.content import ROOT
from scripts.evidence import records
from scripts.evidence.experiments import differences, experiments, fingerprint, is_stale, run_all
from scripts.evidence.notebooks import ExperimentError


def measure(root: Path, names: list[str]) -> int:
    """Run and record the experiments in `names`, or those that are stale; the exit code."""
    known = {experiment.name: experiment for experiment in experiments(root)}
    if unknown := sorted(set(names) - set(known)):
        print(f"no experiment {', '.join(unknown)} (there are: {', '.join(known)})")
        return 1
    wanted = [known[name] for name in names] or [each for each in known.values() if is_stale(root, each)]
    failed = 0
    for experiment, outcome in run_all(root, wanted):
        if isinstance(outcome, ExperimentError):
            failed = 1
            print(f"\n{outcome.problem}", end="")
            continue
        for what in differences(root, experiment, outcome):
            print(f"\n  {experiment.name}: {what}", end="")
        records.write(root, experiment.name, fingerprint(root, experiment), outcome)
    print("\nSome experiments failed." if failed else f"\n{len(wanted)} experiments recorded.")
    return failed


if __name__ == "__main__":
    sys.exit(measure(ROOT, sys.argv[1:]))
