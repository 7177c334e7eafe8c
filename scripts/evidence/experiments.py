"""The experiments of the repository: labs, and the modules that compute the numbers of a topic page.

    docs/labs/dropout.py                        experiment `labs/dropout`
    scripts/numbers/training/batch_size.py      experiment `training/batch-size`, of the page of that name

A record is good as long as the code is the one that it was made by. After a change the experiment is run again, once,
and its results are held against the record.
"""

import concurrent.futures
import hashlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from scripts.content import Problem, lab_as_markdown
from scripts.content.code import libraries, local_imports
from scripts.evidence import notebooks, records
from scripts.evidence.notebooks import ExperimentError
from scripts.evidence.records import Output, Results
from scripts.evidence.values import agree, runs_of, values_of

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?|\binf\b|\bnan\b")


@dataclass(frozen=True, order=True)
class Experiment:
    """One experiment: its name, which is its page's path without the ending, and its script."""

    name: str
    path: Path

    @property
    def is_lab(self) -> bool:
        """Whether it is a notebook of its own rather than the numbers of a topic page."""
        return self.name.startswith("labs/")


def experiments(root: Path) -> list[Experiment]:
    """All experiments, sorted by name."""
    labs = [Experiment(f"labs/{path.stem}", path) for path in (root / "docs" / "labs").glob("*.py")]
    folder = root / "scripts" / "numbers"
    modules = [
        Experiment(path.relative_to(folder).with_suffix("").as_posix().replace("_", "-"), path)
        for path in folder.glob("*/*.py")
    ]
    return sorted(labs + modules)


def fingerprint(root: Path, experiment: Experiment) -> str:
    """A key of the code that an experiment runs: its own, without words, and the modules that it imports."""
    digest = hashlib.sha256()
    try:
        sources = sorted(local_imports(root, experiment.path))
    except SyntaxError:  # running it will show the error with its line
        sources = [experiment.path]
    for source in sources:
        text = source.read_text(encoding="utf-8").replace("\r\n", "\n")
        digest.update(source.relative_to(root).as_posix().encode())
        digest.update((_code(text) if source == experiment.path and experiment.is_lab else text).encode())
    return digest.hexdigest()[:16]


def run(root: Path, experiment: Experiment) -> Results:
    """Run an experiment anew.

    Raises:
        ExperimentError: it did not run to its end.
    """
    if experiment.is_lab:
        return notebooks.run(root, experiment.path)
    command = [sys.executable, "-m", "scripts.evidence.numbers", experiment.path.relative_to(root).as_posix()]
    answer = subprocess.run(
        command, cwd=root, env=notebooks.environment(root), capture_output=True, text=True, check=False
    )
    if answer.returncode:
        raise ExperimentError(_problem(root, experiment, answer.stderr))
    return Results(values_of(json.loads(answer.stdout)))


def results(root: Path, experiment: Experiment) -> Results:
    """What an experiment finds on this machine: from the cache, if neither its code nor a library has changed.

    Raises:
        ExperimentError: it did not run to its end.
    """
    key = hashlib.sha256(f"{fingerprint(root, experiment)} {libraries()}".encode()).hexdigest()[:16]
    folder = root / ".cache" / "experiments"
    cached = folder / f"{experiment.name.replace('/', '--')}-{key}.json"
    if cached.exists():
        kept = json.loads(cached.read_text(encoding="utf-8"))
        return Results(values_of(kept["values"]), tuple(Output(**output) for output in kept["outputs"]))
    found = run(root, experiment)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob(f"{experiment.name.replace('/', '--')}-*"):
        old.unlink()
    partial = cached.with_suffix(".partial")
    outputs = [asdict(output) for output in found.outputs]
    partial.write_text(json.dumps({"values": runs_of(found.values), "outputs": outputs}), encoding="utf-8")
    partial.replace(cached)
    return found


def is_stale(root: Path, experiment: Experiment) -> bool:
    """Whether the code has changed since the experiment was recorded, or nothing is recorded."""
    record = records.read(root, experiment.name)
    return record is None or record.fingerprint != fingerprint(root, experiment)


def problems(root: Path, progress: bool = True) -> list[Problem]:
    """Run every experiment whose code has changed; what no longer is as recorded."""
    found = []
    for experiment, outcome in run_all(root, [each for each in experiments(root) if is_stale(root, each)], progress):
        if isinstance(outcome, ExperimentError):
            found.append(outcome.problem)
        else:
            moved = differences(root, experiment, outcome)
            file = experiment.path.relative_to(root).as_posix()
            found += [
                Problem(file, 1, "measured", f"{what}; look at it, then `make measure` records it") for what in moved
            ]
    return found


def run_all(
    root: Path, wanted: list[Experiment], progress: bool = True
) -> Iterator[tuple[Experiment, Results | ExperimentError]]:
    """Run experiments, as many at a time as there are cores; each with its results or its error when it is done."""
    start = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        running = {pool.submit(results, root, experiment): experiment for experiment in wanted}
        for number, done in enumerate(concurrent.futures.as_completed(running), 1):
            experiment = running[done]
            if progress:
                seconds = time.perf_counter() - start
                say(f"experiment {number} of {len(wanted)}: {experiment.name}, {seconds:.0f} s")
            error = done.exception()
            if error is not None and not isinstance(error, ExperimentError):
                raise error
            yield experiment, error if isinstance(error, ExperimentError) else done.result()


def say(text: str) -> None:
    """Show progress: in a terminal in the place of what was said before."""
    if sys.stdout.isatty():
        print(f"\r\x1b[K{text}", end="", flush=True)
    else:
        print(f"\n  {text.rstrip()}", end="", flush=True)


def differences(root: Path, experiment: Experiment, new: Results) -> Iterator[str]:
    """What is not as recorded: values beyond their spread, and outputs that differ in more than numbers."""
    record = records.read(root, experiment.name)
    if record is None:
        yield "nothing is recorded for this experiment"
        return
    old = record.results
    for name in sorted(old.values.keys() | new.values.keys()):
        before, after = old.values.get(name), new.values.get(name)
        if before is None or after is None:
            yield f"{name} is measured but not recorded" if before is None else f"{name} is no longer measured"
        elif not agree(after, before):
            yield f"{name} was {before} and is {after}"
    codes = [output.code for output in old.outputs]
    if codes != [output.code for output in new.outputs]:
        yield "cells that print or draw have changed since they were recorded"
        return
    for before_, after_ in zip(old.outputs, new.outputs, strict=True):
        if _words(before_.text) != _words(after_.text) or bool(before_.figure) != bool(after_.figure):
            yield f"the output “{after_.text.split(chr(10))[0]}” differs from the recorded one in more than numbers"


def _words(text: str) -> list[str]:
    return _NUMBER.sub("0", text).split()


def _code(script: str) -> str:
    """The code cells of a lab without the words about figures, for its fingerprint."""
    words = lab_as_markdown(script).split("\n")
    lines = script.split("\n")
    kept = [line for line, word in zip(lines, words, strict=True) if not word and not line.startswith("# %%")]
    return "\n".join(line for line in kept if line.strip("# ") and not notebooks.CELL_COMMENT.match(line + "\n"))


def _problem(root: Path, experiment: Experiment, stderr: str) -> Problem:
    file = experiment.path.relative_to(root).as_posix()
    lines = [line for line in stderr.strip().split("\n") if line.strip()] or ["it ended its process"]
    places = re.findall(rf'File "{re.escape(str(experiment.path))}", line (\d+)', stderr)
    return Problem(file, int(places[-1]) if places else 1, "measured", f"{lines[-1]}; mend the experiment")
