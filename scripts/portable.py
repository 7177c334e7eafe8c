"""Whether the evidence travels: `python -m scripts.portable [Prescott SkylakeX …]`, as `make portable` does.

Runs the tests of the snippets, the figures and all experiments with each kernel of OpenBLAS that this processor
can run, each with NumPy's own vector instructions on and off, and prints what passes where. A kernel decides the order
in which products are summed; chaotic training turns that last digit into another result.
"""

import importlib
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
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


@dataclass
class Run:
    """One run: the kernel, whether NumPy's vector instructions were on, and what passed and failed in each group."""

    kernel: str
    vectors: bool
    seconds: float = 0.0
    passed: Counter[str] = field(default_factory=Counter)
    failed: dict[str, str] = field(default_factory=dict)

    def row(self) -> str:
        """The line of the table."""
        cells = []
        for group in GROUPS:
            wrong = sum(1 for test in self.failed if test.startswith(_module(group)))
            cells.append(f"{self.passed[group]} passed" + (f", {wrong} failed" if wrong else ""))
        columns = "  ".join(f"{cell:22}" for cell in cells)
        return f"{self.kernel:12} {'on' if self.vectors else 'off':7} {columns} {self.seconds:5.0f} s"


def kernels() -> list[str]:
    """The kernels that this processor can run; `""`, the one that OpenBLAS chooses, where none of them is known."""
    features = dict(numpy_core.__cpu_features__)
    return [name for name, feature in KERNELS.items() if features.get(feature)] or [""]


def vector_features() -> str:
    """NumPy's vector instructions beyond its baseline that this processor has, as `NPY_DISABLE_CPU_FEATURES` wants."""
    features = dict(numpy_core.__cpu_features__)
    return " ".join(name for name in numpy_core.__cpu_dispatch__ if features.get(name))


def runs(wanted: list[str]) -> Iterator[Run]:
    """Run everything with each kernel in `wanted` and NumPy's vector instructions on and off."""
    for kernel in wanted:
        for vectors in (True, False) if vector_features() else (True,):
            environment = dict(os.environ)
            for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "NPY_DISABLE_CPU_FEATURES"):
                environment.pop(name, None)
            if kernel:
                environment["OPENBLAS_CORETYPE"] = kernel
            if not vectors:
                environment["NPY_DISABLE_CPU_FEATURES"] = vector_features()
            yield _run(Run(kernel or "default", vectors), environment)


def _run(run: Run, environment: dict[str, str]) -> Run:
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-n", "auto", "-p", "no:cacheprovider", f"--junitxml={report}"]
        answer = subprocess.run(
            [*command, *GROUPS.values()],
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
                run.passed.update(group for group in GROUPS if name.startswith(_module(group)))
    run.seconds = time.perf_counter() - start
    return run


def _module(group: str) -> str:
    """The beginning of the names that pytest gives to the tests of a group."""
    return GROUPS[group].removesuffix(".py").replace("/", ".")


def main(wanted: list[str]) -> int:
    """Print the table, then what failed; the exit code."""
    if unknown := sorted(set(wanted) - set(kernels())):
        print(f"this processor cannot run {', '.join(unknown)}; it can run {', '.join(kernels())}")
        return 1
    columns = "  ".join(f"{group:22}" for group in GROUPS)
    print(f"{'kernel':12} {'vectors':7} {columns}   time", flush=True)
    done = []
    for run in runs(wanted or kernels()):
        print(run.row(), flush=True)
        done.append(run)
    for run in done:
        for name, message in run.failed.items():
            print(f"{run.kernel}, vectors {'on' if run.vectors else 'off'}: {name}: {message}")
    return 1 if any(run.failed for run in done) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
