"""Whether the tests bite: `python -m scripts.mutants [names] [--changed base]`, as `make mutants` does.

Changes the shown code of the snippets and the formulas of the pages, one thing at a time, and runs what should notice.
`names` are sections or modules (`training/batch_size`); `--changed` takes those that have changed since a commit. Wrong
is a change that survives and is not listed as accepted, an accepted one that no longer survives, and, where all are
tried, less than 98 of 100 noticed changes of snippets (95 of formulas).
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import unified_diff
from pathlib import Path

from scripts.content import ROOT, Problem
from scripts.content.problem import report
from scripts.evidence.formulas import mutants as formulas
from scripts.evidence.mutants import trial
from scripts.evidence.mutants.accepted import ACCEPTED
from scripts.evidence.mutants.changes import Mutant, mutants
from scripts.evidence.mutants.modules import changed, modules, pages_changed, tests_of
from scripts.evidence.mutants.processes import in_processes

NOTICED = 0.98
"""The share of the changes of all snippets that tests must notice."""
Mutants = dict[Path, list[Mutant]]
"""Changes by the snippet that they change."""
WORKERS = os.cpu_count() or 1


def try_all(paths: Sequence[Path]) -> tuple[Mutants, Mutants]:
    """Try every change of the snippets; those born and those that survived.

    Raises:
        RuntimeError: tests fail before anything is changed, so that they would seem to notice every change.
    """
    trial.load_libraries()
    born = {path: mutants(path) for path in paths}
    tests = {path: tests_of(path) for path in paths}
    survived: Mutants = {path: [] for path in paths}
    inside = max(1, WORKERS // len(paths))
    with tempfile.TemporaryDirectory() as folder:
        answers = {path: Path(folder) / f"{number}.json" for number, path in enumerate(paths)}

        def run_of(path: Path) -> Callable[[], int]:
            return lambda: trial.try_changes(path, tests[path], born[path], answers[path], inside)

        for done, (path, failed) in enumerate(in_processes(paths, run_of, WORKERS // inside), 1):
            if failed:
                names = " ".join(test.relative_to(ROOT).as_posix() for test in tests[path])
                raise RuntimeError(f"tests fail before anything is changed; mend them first: pytest {names}")
            _progress(f"{done} of {len(paths)} modules tried, {path.relative_to(ROOT).as_posix()} the last")
        for path, answer in answers.items():
            trials = trial.Trials(**json.loads(answer.read_text(encoding="utf-8")))
            alive = [born[path][number] for number in trials.alive]
            _progress(f"{len(alive)} changes of {path.relative_to(ROOT).as_posix()} seem to survive: once more, anew")
            survived[path] = _confirmed(path, tests[path], alive, trials)
    return born, survived


def _confirmed(path: Path, tests: Sequence[Path], alive: Sequence[Mutant], trials: trial.Trials) -> list[Mutant]:
    """Those that survive, too, where everything is imported anew."""
    results = in_processes(alive, lambda mutant: lambda: trial.try_anew(path, tests, mutant, trials), WORKERS)
    return sorted((mutant for mutant, noticed in results if not noticed), key=lambda mutant: mutant.line)


def _progress(line: str) -> None:
    on_terminal = sys.stderr.isatty()
    print(f"\r\033[K{line}" if on_terminal else line, end="" if on_terminal else "\n", file=sys.stderr, flush=True)


def problems(path: Path, born: Sequence[Mutant], survived: Sequence[Mutant]) -> Iterator[Problem]:
    """Changes of a snippet that survive and are not accepted, and accepted ones that do not survive."""
    file = path.relative_to(ROOT).as_posix()
    accepted = ACCEPTED.get(path.relative_to(ROOT / "snippets").as_posix(), {})
    for mutant in survived:
        if mutant.name not in accepted:
            message = f"no test notices {mutant.kind}, {mutant.name}; write one that does\n{_diff(path, mutant)}"
            yield Problem(file, mutant.line, "mutants", message)
    alive = {mutant.name for mutant in survived}
    exists = {mutant.name for mutant in born}
    for name in accepted.keys() - alive:
        why = "is noticed now" if name in exists else "does not exist any more"
        yield Problem(file, 1, "mutants", f"accepted, but {why}: {name}; remove it from {_LIST}")


_LIST = "scripts/evidence/mutants/accepted.py"


def _diff(path: Path, mutant: Mutant) -> str:
    before, after = path.read_text(encoding="utf-8").split("\n"), mutant.source.split("\n")
    lines = list(unified_diff(before, after, n=0, lineterm=""))[3:]
    return "\n".join(f"    {line}" for line in lines)


def table(born: Mutants, survived: Mutants) -> str:
    """A line for each kind of change, and one for all."""
    counts = [
        Counter(mutant.kind for mutant in each) for each in (_flat(born), _flat(survived), list(_accepted(survived)))
    ]
    rows = []
    for kind in [*sorted(counts[0]), "all"]:
        tried, alive, listed = (count.total() if kind == "all" else count[kind] for count in counts)
        share = 100 * (tried - alive) / max(tried, 1)
        row = f"{kind:17} {tried:5} born {tried - alive:5} killed {alive:4} survived, {listed:3} of them accepted"
        rows.append(f"{row}, {share:5.1f} % killed")
    return "\n".join(rows)


def _flat(by_path: Mutants) -> list[Mutant]:
    return [mutant for each in by_path.values() for mutant in each]


def _accepted(survived: Mutants) -> Iterator[Mutant]:
    for path, each in survived.items():
        accepted = ACCEPTED.get(path.relative_to(ROOT / "snippets").as_posix(), {})
        yield from (mutant for mutant in each if mutant.name in accepted)


def snippets_hold(paths: Sequence[Path], everything: bool) -> bool:
    """Try all changes of the snippets, print the table and what is wrong; whether nothing is."""
    start = time.perf_counter()
    born, survived = try_all(paths)
    wrong = [problem for path in paths for problem in problems(path, born[path], survived[path])]
    code = report(wrong)
    print(table(born, survived))
    print(f"{len(paths)} modules, {time.perf_counter() - start:.0f} s")
    share = 1 - len(_flat(survived)) / max(len(_flat(born)), 1)
    if everything and share < NOTICED:
        print(f"{100 * share:.1f} % of the changes are noticed; it must be {100 * NOTICED:.0f} %")
        return False
    return code == 0


def files_of_formulas(names: Sequence[str]) -> list[str]:
    """What the formulas of sections and modules are called by those who try them."""
    stems = [name.strip("/").removesuffix(".py").removesuffix("_torch") for name in names]
    return [f"/{stem.replace('/', '/test_')}{'.py' if '/' in stem else '/'}" for stem in stems]


def main(arguments: Sequence[str]) -> int:
    """Try the changes that are asked for; the exit code."""
    parser = argparse.ArgumentParser(prog="make mutants", description="Whether the tests bite.")
    parser.add_argument("names", nargs="*", help="sections or modules, like training/batch_size; none means all")
    parser.add_argument("--changed", metavar="BASE", help="only what has changed since this commit")
    options = parser.parse_args(arguments)
    everything = not (options.names or options.changed)
    try:
        names = changed(options.changed) if options.changed else options.names
        paths = modules(names) if names or everything else []
    except ValueError as error:
        parser.error(str(error))
    held = snippets_hold(paths, everything) if paths else True
    with_formulas = (
        files_of_formulas(pages_changed(options.changed)) if options.changed else files_of_formulas(options.names)
    )
    if with_formulas or everything:
        print("formulas:")
        held = formulas.main(with_formulas) == 0 and held
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
