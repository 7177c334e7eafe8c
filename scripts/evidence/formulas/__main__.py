"""Execute the formulas: `python -m scripts.evidence.formulas`, as `make formulas` does.

Each formula of a page is held against its snippet by its binding in tests/formulas, and so are the formulas in the
docstring of the snippet. Arguments name sections or files
below it; `--changed` leaves out what has held since it last changed, as the build does. Prints each problem as
`file:line: formulas: what does not hold; what to do`.
"""

import functools
import importlib
import importlib.util
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from scripts.content import ROOT, Problem, raised, report, told
from scripts.content.cache import stamp
from scripts.evidence.formulas import changed, inline
from scripts.evidence.formulas.binding import Binding, bindings_of
from scripts.evidence.formulas.pages import Printed, file_of, files, page_of, printed


@functools.cache
def loaded(root: Path, path: Path) -> list[Binding] | Problem:
    """The bindings of a file, which is imported, or why it cannot be."""
    try:
        module = importlib.import_module(".".join(path.relative_to(root).with_suffix("").parts))
    except Exception as error:  # of whatever kind: it is the contributor's code
        return raised(error, root, path, "formulas")
    return bindings_of(module)


def bindings(root: Path, path: Path) -> list[Binding]:
    """The bindings of a file, none if it cannot be imported."""
    found = loaded(root, path)
    return [] if isinstance(found, Problem) else found


def problems_of(root: Path, path: Path, pages: dict[tuple[str, int], Printed]) -> Iterator[Problem]:
    """What does not hold of the formulas that a file binds."""
    if isinstance(found := loaded(root, path), Problem):
        yield found
        return
    for binding in found:
        formula = pages.get((binding.function, binding.nth))
        if formula is not None and formula.page.path != page_of(root, path):
            message = f"{binding.function} stands on {formula.page.path}; bind it in {file_of(formula.page.path)}"
            yield Problem(path.relative_to(root).as_posix(), binding.line, "formulas", message)
            continue
        try:
            problem = binding.problem(formula)
            yield from [problem] if problem else binding.docstring_problems(pages)
        except Exception as error:  # as above
            yield raised(error, root, path, "formulas")


def unbound(root: Path, pages: dict[tuple[str, int], Printed]) -> Iterator[Problem]:
    """Formulas without a binding or with two; PyTorch's only where it is installed."""
    counts = Counter((each.function, each.nth) for path in files(root) for each in bindings(root, path))
    with_torch = importlib.util.find_spec("torch") is not None
    for place, formula in pages.items():
        skipped = not with_torch and "_torch." in formula.function
        if skipped or counts[place] == 1:
            continue
        file = file_of(formula.page.path)
        what = f"has no binding; write one in {file}, as “Bind a formula” in CONTRIBUTING.md shows"
        if counts[place]:
            what = f"has {counts[place]} bindings; leave one in {file}"
        message = f"{formula.function} (number {formula.nth}) {what}"
        yield Problem(formula.page.file, formula.line(None), "formulas", message)


def problems(root: Path, wanted: Sequence[str] = (), only_changed: bool = False) -> list[Problem]:
    """What does not hold, and what is not bound; with names of sections or files, only what they do not hold."""
    pages, stamps = printed(root), changed.stamps(root)
    of_all = changed.stamp_of_all(root, stamps)
    if only_changed and of_all.exists():
        return []
    found: list[Problem] = []
    for path in files(root, wanted):
        if only_changed and stamps[path].exists():
            continue
        wrong = list(problems_of(root, path, pages))
        found += wrong
        if not wrong:
            stamp(stamps[path])
    if not wanted and not any(isinstance(loaded(root, path), Problem) for path in files(root)):
        found += unbound(root, pages)
        if not found:
            stamp(of_all)
    return sorted(found)


@told()
def main(arguments: Sequence[str]) -> int:
    """Execute the formulas and say how many there are."""
    start = time.perf_counter()
    wanted = [each for each in arguments if each != "--changed"]
    found = problems(ROOT, wanted, "--changed" in arguments)
    tags = Counter(each.tag for path in files(ROOT, wanted) for each in bindings(ROOT, path))
    seconds = time.perf_counter() - start
    print(f"{tags['executed']} formulas executed, {tags['checked']} checked instead, {seconds:.1f} s", file=sys.stderr)
    if not wanted:
        print(inline.summary(ROOT), file=sys.stderr)
    return report(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
