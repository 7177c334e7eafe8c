"""Whether the evidence travels: `python -m scripts.portable [Prescott draw-1 …]`, as `make portable` does.

Runs the tests of the snippets, the figures and all experiments with each kernel of OpenBLAS that this processor
can run, each with NumPy's own vector instructions on and off, and prints what passes where. A kernel decides the order
in which products are summed; chaotic training turns that last digit into another result. Then the tests of the snippets
under other draws of all random numbers.
"""

import importlib
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from scripts.content import ROOT

numpy_core = importlib.import_module("numpy._core._multiarray_umath")
"""Where NumPy says what this processor can do; there is no public name for it."""

GROUPS = {
    "snippets": "tests/snippets",
    "parity": "tests/parity",
    "figures": "tests/figures",
    "experiments": "tests/evidence/test_experiments.py",
}
"""What is run, by the name of its column."""
KERNELS = {
    "Prescott": "SSE3",
    "Sandybridge": "AVX",
    "Haswell": "X86_V3",
    "SkylakeX": "X86_V4",
    "ARMV8": "NEON",
    "NEOVERSEN1": "ASIMDDP",
    "NEOVERSEV1": "SVE",
}
"""Kernels of OpenBLAS with the feature that a processor must have, by NumPy's name, to run them."""
DRAWS = {f"draw-{number}": ("-p", "tests.redrawn", f"--draw={number}") for number in (1, 2, 3)}
"""Other draws, with what makes pytest take them."""


@dataclass
class Run:
    """One run: kernel or draw, whether NumPy had its vector instructions, what passed and failed in each group."""

    name: str
    vectors: bool
    groups: tuple[str, ...] = field(default_factory=lambda: tuple(GROUPS))
    seconds: float = 0.0
    passed: Counter[str] = field(default_factory=Counter)
    failed: dict[str, str] = field(default_factory=dict)

    def row(self) -> str:
        """The line of the table."""
        cells = dict.fromkeys(GROUPS, "")
        for group in self.groups:
            wrong = sum(1 for test in self.failed if test.startswith(_module(group)))
            cells[group] = f"{self.passed[group]} passed" + (f", {wrong} failed" if wrong else "")
        columns = "  ".join(f"{cell:22}" for cell in cells.values())
        return f"{self.name:12} {'on' if self.vectors else 'off':7} {columns} {self.seconds:5.0f} s"


def kernels() -> list[str]:
    """The kernels that this processor can run; `""`, the one that OpenBLAS chooses, where none of them is known."""
    features = dict(numpy_core.__cpu_features__)
    return [name for name, feature in KERNELS.items() if features.get(feature)] or [""]


def vector_features() -> str:
    """NumPy's vector instructions beyond its baseline that this processor has, as `NPY_DISABLE_CPU_FEATURES` wants."""
    features = dict(numpy_core.__cpu_features__)
    return " ".join(name for name in numpy_core.__cpu_dispatch__ if features.get(name))


def runs(wanted: list[str]) -> Iterator[Run]:
    """Run everything with each kernel in `wanted` and NumPy's vector instructions on and off, then each draw."""
    for name in wanted:
        if name in DRAWS:
            yield _run(Run(name, True, ("snippets",)), _environment(), DRAWS[name])
            continue
        kernel = {"OPENBLAS_CORETYPE": name} if name else {}
        for vectors in (True, False) if vector_features() else (True,):
            off = {} if vectors else {"NPY_DISABLE_CPU_FEATURES": vector_features()}
            yield _run(Run(name or "default", vectors), _environment() | kernel | off)


def _environment() -> dict[str, str]:
    """That of this process, without what says how to compute."""
    told = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "NPY_DISABLE_CPU_FEATURES")
    return {name: value for name, value in os.environ.items() if name not in told}


def _run(run: Run, environment: dict[str, str], arguments: Sequence[str] = ()) -> Run:
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-n", "auto", "-p", "no:cacheprovider", f"--junitxml={report}"]
        answer = subprocess.run(
            [*command, *arguments, *(GROUPS[group] for group in run.groups)],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        if not report.exists():
            run.failed["pytest"] = answer.stdout[-2000:] + answer.stderr[-2000:]
            return run
        for case in etree.parse(report).iter("testcase"):
            name = f"{case.get('classname')}::{case.get('name')}"
            wrong = case.find("failure") if case.find("failure") is not None else case.find("error")
            if wrong is not None:
                run.failed[name] = (wrong.get("message") or "").split("\n")[0]
            else:
                run.passed.update(group for group in run.groups if name.startswith(_module(group)))
    run.seconds = time.perf_counter() - start
    return run


def _module(group: str) -> str:
    """The beginning of the names that pytest gives to the tests of a group."""
    return GROUPS[group].removesuffix(".py").replace("/", ".")


def main(wanted: list[str]) -> int:
    """Print the table, then what failed; the exit code."""
    known = [*kernels(), *DRAWS]
    if unknown := sorted(set(wanted) - set(known)):
        print(f"this processor cannot run {', '.join(unknown)}; it can run {', '.join(known)}")
        return 1
    columns = "  ".join(f"{group:22}" for group in GROUPS)
    print(f"{'kernel, draw':12} {'vectors':7} {columns}   time", flush=True)
    done = []
    for run in runs(wanted or known):
        print(run.row(), flush=True)
        done.append(run)
    for run in done:
        for name, message in run.failed.items():
            print(f"{run.name}, vectors {'on' if run.vectors else 'off'}: {name}: {message}")
    return 1 if any(run.failed for run in done) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
