"""Every figure is what its script draws now: neither the code nor the drawing has changed since `make figures`."""

import ast
import contextlib
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from scripts.content import ContentError, Problem, Site, own_files
from scripts.content.code import tree
from scripts.content.recall import recalled
from scripts.evidence.drawings import LEDGER, SCRIPTS, digest_of, is_stale, script_of
from scripts.evidence.effects import of_experiment


def check(site: Site) -> Iterator[Problem]:
    """Compare scripts and drawings with the ledger, then look at what the scripts assert."""
    yield from _with_ledger(site)
    for path in own_files(site.root / SCRIPTS, "*/*.py"):
        name = path.relative_to(site.root).as_posix()
        with contextlib.suppress(ContentError):  # what is not Python is named elsewhere
            found = recalled(partial(_asserted, path), "drawn", path.stem, path.read_bytes())
            for line, message in dict.fromkeys(map(tuple, found)):
                yield Problem(name, line, "drawn", message)


def _asserted(path: Path) -> Iterator[tuple[int, str]]:
    """What is wrong with the asserts of a script, and what it does beside computing and drawing."""
    from scripts.evidence.asserts import of_code  # and with it NumPy: where nothing has changed, unused

    module = tree(path)
    yield from of_code(module)
    yield from of_experiment(module)
    functions = {node.name: node for node in module.body if isinstance(node, ast.FunctionDef)}
    for name, function in functions.items():
        if not name.startswith("_") and not _asserts(function, functions, set()):
            yield function.lineno, "this drawing asserts nothing; assert of the data what its caption says"


def _asserts(function: ast.FunctionDef, functions: Mapping[str, ast.FunctionDef], seen: set[str]) -> bool:
    """Whether a drawing asserts something, itself or in a private function of its script that it uses."""
    seen.add(function.name)
    parts = list(ast.walk(function))
    used = {part.id for part in parts if isinstance(part, ast.Name) and part.id.startswith("_")} & functions.keys()
    return any(isinstance(part, ast.Assert) for part in parts) or any(
        _asserts(functions[name], functions, seen) for name in sorted(used) if name not in seen
    )


def _with_ledger(site: Site) -> Iterator[Problem]:
    ledger = site.ledger(LEDGER.name).get("figures") or {}
    known = ledger if all(isinstance(each, dict) for each in ledger.values()) else {}
    for page, names in known.items():
        for name in names:
            if name != "code" and not (site.docs / page / name).is_file():
                message = f"the ledger knows a figure {page}/{name}, which is gone; run `make figures`"
                yield Problem(LEDGER.as_posix(), 1, "drawn", message)
    stale: set[str] = set()
    for path in own_files(site.docs, "*/*/*.svg"):
        relative = path.relative_to(site.docs).as_posix()
        page, name = relative.rsplit("/", 1)
        script = script_of(relative)
        if page.startswith(("labs/", "assets/")) or not (site.root / script).is_file():
            continue  # labs draw their own, see their records; the check `figures` asks for a script
        again = f"run `make figures pages={script.relative_to('scripts/figures').with_suffix('').as_posix()}`"
        recorded = known.get(page, {})
        if name not in recorded:
            yield Problem(f"docs/{relative}", 1, "drawn", f"the ledger {LEDGER} does not know this figure; {again}")
        elif page in stale or is_stale(site.root, page, known):
            if page not in stale:
                message = f"this script, what it imports or what it draws has changed since it has drawn; {again}"
                yield Problem(script.as_posix(), 1, "drawn", message)
            stale.add(page)
        elif recorded[name] != digest_of(path):
            message = f"this is not what {script} draws: it was changed by hand; {again}"
            yield Problem(f"docs/{relative}", 1, "drawn", message)
