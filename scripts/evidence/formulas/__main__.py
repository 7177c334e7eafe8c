"""Execute the formulas: `python -m scripts.evidence.formulas`, as `make formulas` does.

Each formula of a page is held against its snippet by its binding in tests/formulas; arguments name sections or files
below it. Prints each problem as `file:line: formulas: what does not hold; what to do`.
"""

import importlib
import importlib.util
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from scripts.check import report
from scripts.content import ROOT, Problem
from scripts.evidence.formulas.binding import Binding
from scripts.evidence.formulas.pages import printed

SECTIONS_BOUND = ("training",)
"""The sections of which every formula must be bound. It grows to all of them, and then it goes."""


def files(root: Path, wanted: Sequence[str] = ()) -> list[Path]:
    """The files with bindings; those of PyTorch's formulas only where PyTorch is installed."""
    with_torch = importlib.util.find_spec("torch") is not None
    found = sorted((root / "tests" / "formulas").rglob("test_*.py"))
    return [
        path
        for path in found
        if (with_torch or not path.stem.endswith("_torch"))
        and (not wanted or any(name in path.relative_to(root).as_posix() for name in wanted))
    ]


def bindings(root: Path, wanted: Sequence[str] = ()) -> list[Binding]:
    """The bindings of these files, which are imported."""
    found = []
    for path in files(root, wanted):
        module = importlib.import_module(".".join(path.relative_to(root).with_suffix("").parts))
        found += [each.binding for each in vars(module).values() if isinstance(getattr(each, "binding", None), Binding)]
    return found


def unbound(root: Path, bound: Sequence[Binding]) -> Iterator[Problem]:
    """Formulas without a binding or with two, and tags that promise what no binding keeps."""
    counts = Counter((each.function, each.nth) for each in bound)
    with_torch = importlib.util.find_spec("torch") is not None
    for place, formula in printed(root).items():
        skipped = not with_torch and "_torch." in formula.function
        if skipped or counts[place] == 1 or (formula.tag == "checked" and formula.section not in SECTIONS_BOUND):
            continue
        what = f"has {counts[place]} bindings" if counts[place] else "has no binding"
        page = formula.page.path.removesuffix(".md").replace("-", "_")
        where = page.replace("/", "/test_")
        message = f"{formula.function} (number {formula.nth}) {what}; write one in tests/formulas/{where}.py"
        yield Problem(formula.page.file, formula.line(None), "formulas", message)


def problems(root: Path, wanted: Sequence[str] = ()) -> list[Problem]:
    """What does not hold; with names of sections or files, only theirs."""
    pages = printed(root)
    bound = bindings(root, wanted)
    found = [problem for each in bound if (problem := each.problem(pages.get((each.function, each.nth))))]
    return sorted(found if wanted else [*found, *unbound(root, bound)])


def main(wanted: Sequence[str]) -> int:
    """Execute the formulas and say how many there were."""
    start = time.perf_counter()
    found = problems(ROOT, wanted)
    tags = Counter(each.tag for each in bindings(ROOT, wanted))
    seconds = time.perf_counter() - start
    print(f"{tags['executed']} formulas executed, {tags['checked']} checked instead, {seconds:.1f} s", file=sys.stderr)
    return report(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
