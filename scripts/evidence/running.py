"""Runs the experiments whose code has changed, as many at a time as there are cores; keeps what they find."""

import concurrent.futures
import hashlib
import importlib.metadata
import json
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from scripts.content import ContentError, Problem
from scripts.content.cache import Cache, file_name
from scripts.content.code import libraries
from scripts.evidence import notebooks
from scripts.evidence.experiments import Experiment, differences, experiments, fingerprint, is_stale
from scripts.evidence.notebooks import ExperimentError
from scripts.evidence.records import Output, Results
from scripts.evidence.values import runs_of, values_of


def run(root: Path, experiment: Experiment) -> Results:
    """Run an experiment anew.

    Raises:
        ExperimentError: it did not run to its end.
    """
    if experiment.is_lab:
        return _run_lab(root, experiment.path)
    command = [sys.executable, "-m", "scripts.evidence.numbers", experiment.path.relative_to(root).as_posix()]
    answer = subprocess.run(
        command,
        cwd=root,
        env=notebooks.environment(root),
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if answer.returncode:
        raise ExperimentError(_problem(root, experiment, answer.stderr))
    return Results(values_of(json.loads(answer.stdout)))


def _run_lab(root: Path, path: Path) -> Results:
    try:
        return notebooks.run(root, path)
    except ContentError as error:
        wrong = error.problem
        raise ExperimentError(
            Problem(path.relative_to(root).as_posix(), wrong.line, wrong.check, wrong.message)
        ) from None


def arithmetic() -> str:
    """What decides the last digits here: processor, NumPy's vector instructions, the kernel asked of OpenBLAS."""
    import numpy as np  # where no experiment has changed, unused

    vectors = np.show_config(mode="dicts")["SIMD Extensions"].get("found", ())  # no such entry where there are none
    asked = (os.environ.get(name, "") for name in ("OPENBLAS_CORETYPE", "NPY_DISABLE_CPU_FEATURES"))
    return " ".join([platform.machine(), *vectors, *asked])


def results(root: Path, experiment: Experiment) -> Results:
    """What an experiment finds on this machine; from the cache, if neither code, libraries nor processor have changed.

    Raises:
        ExperimentError: it did not run to its end.
    """
    torch = importlib.metadata.version("torch") if experiment.page != experiment.name else ""
    given = f"{fingerprint(root, experiment)} {libraries()} {torch} {arithmetic()}"
    key = hashlib.sha256(given.encode()).hexdigest()[:16]
    cache, name = Cache(root / ".cache" / "experiments"), f"{file_name(experiment.name)}-{key}"
    if (text := cache.read(name)) is not None:
        kept = json.loads(text)
        return Results(values_of(kept["values"]), tuple(Output(**output) for output in kept["outputs"]))
    found = run(root, experiment)
    outputs = [asdict(output) for output in found.outputs]
    cache.write(name, json.dumps({"values": runs_of(found.values), "outputs": outputs}))
    return found


def problems(root: Path, progress: bool = True) -> list[Problem]:
    """Run every experiment whose code has changed, if it can run here; what no longer is as recorded."""
    found = []
    stale = [each for each in experiments(root) if each.can_run and is_stale(root, each)]
    for experiment, outcome in run_all(root, stale, progress):
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
        print(f"\n  {text.rstrip()}", flush=True)


def _problem(root: Path, experiment: Experiment, stderr: str) -> Problem:
    file = experiment.path.relative_to(root).as_posix()
    lines = [line for line in stderr.strip().split("\n") if line.strip()] or ["it ended its process"]
    places = re.findall(rf'File "{re.escape(str(experiment.path))}", line (\d+)', stderr)
    return Problem(file, int(places[-1]) if places else 1, "measured", f"{lines[-1]}; mend the experiment")
