"""Evidence can fail: tests assert what can be false, snippets only compute, regions are whole, links lead to proofs."""

import ast
import contextlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from scripts.content import ContentError, Page, Problem, Site, outside_docs, own_files
from scripts.content.by_page import Found
from scripts.content.code import region_ends, regions, tested_names, tree
from scripts.content.recall import recalled
from scripts.evidence.effects import effects

TESTS = ("snippets", "parity", "formulas")
"""The folders of `tests/` that hold what pages say."""


def check(site: Site) -> Iterator[Problem]:
    """Look at the tests of snippets and formulas, at the snippets, and at the evidence of corrections."""
    for folder in TESTS:
        for name, path in _modules(site, Path("tests") / folder):
            yield from _looked_at(name, path, _of_tests)
    for name, path in _modules(site, Path("snippets")):
        yield from _looked_at(name, path, lambda path: [*effects(tree(path)), *_cut(path)])
    for page in site.pages:
        yield from _corrections(site, page)


def _of_tests(path: Path) -> list[Found]:
    from scripts.evidence.asserts import problems  # and with it NumPy: where nothing has changed, unused

    return list(dict.fromkeys(problems(tree(path))))


def _modules(site: Site, folder: Path) -> Iterator[tuple[str, Path]]:
    for path in own_files(site.root / folder, "**/*.py"):
        yield path.relative_to(site.root).as_posix(), path


def _looked_at(name: str, path: Path, look: Callable[[Path], Iterable[Found]]) -> Iterator[Problem]:
    """What is wrong with a module; what is not Python is named by the checks `snippets` and `formulas`."""
    with contextlib.suppress(ContentError):
        for line, message in recalled(lambda: look(path), name.split("/")[0], path.read_bytes()):
            yield Problem(name, line, "evidence", message)


def _cut(path: Path) -> Iterator[Found]:
    """Regions that begin or end inside of a function, or show nothing."""
    module = tree(path)
    functions = [node for node in module.body if isinstance(node, ast.FunctionDef)]
    for part in (node for node in module.body if isinstance(node, ast.ClassDef)):
        functions += [node for node in part.body if isinstance(node, ast.FunctionDef)]
    starts = regions(path)
    for region, end in region_ends(path).items():
        start = starts.get(region, end)
        for node in functions:
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            if first < start < (node.end_lineno or end) or first < end < (node.end_lineno or 0):
                message = f"the region {region!r} shows a part of {node.name}; begin above its signature, end below it"
                yield start, message
        if not any(start < node.lineno < end for node in module.body) and not functions:
            yield start, f"the region {region!r} shows nothing; show a function"


def _corrections(site: Site, page: Page) -> Iterator[Problem]:
    """Evidence that is code belongs to the page, or to a page that it links to; and it is a proof."""
    linked = {site.resolve(page, link.target)[0] for link in page.links} | set(page.read_first)
    for correction in page.corrections:
        for link in correction.links:
            code = outside_docs(link.target)
            file, _, function = code.partition("#")
            path = site.root / file
            if not code or not path.is_file():
                continue
            if (owner := _owner(file)) not in {page.path, *linked}:
                message = (
                    f"{file} belongs to docs/{owner}; say why by a link to that page, or link to a test of this one"
                )
                yield Problem(page.file, link.line, "evidence", message)
            elif not file.startswith("snippets/") and not tested_names(path):
                yield Problem(
                    page.file, link.line, "evidence", f"{file} asserts nothing; link to what asserts the claim"
                )
            elif path.stat().st_size == 0 or (function and not function.startswith("test_") and "/test_" in file):
                yield Problem(
                    page.file, link.line, "evidence", f"{link.target} is no test; link to what asserts the claim"
                )


def _owner(file: str) -> str:
    """The page that a snippet or test belongs to: `tests/snippets/training/test_x.py` → `training/x.md`."""
    parts = file.split("/")
    folder = parts[2:-1] if parts[0] == "tests" else parts[1:-1]
    stem = parts[-1].removesuffix(".py").removeprefix("test_").removesuffix("_torch")
    return "/".join([*folder, f"{stem}.md"]).replace("_", "-")
