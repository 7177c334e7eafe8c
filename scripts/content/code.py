"""What stands in the Python files of the repository: functions, regions, tests. Files are parsed, never imported."""

import ast
import functools
import hashlib
import platform
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from scripts.content.files import read_text
from scripts.content.problem import ContentError, Problem
from scripts.content.recall import recalled

PARSING = threading.Lock()
"""Held while Python code is parsed: `ast.parse` of Python 3.11 is not safe among threads."""

_LIBRARIES = ("numpy", "matplotlib", "pytest", "nbclient", "jupytext")
_REGION = re.compile(r"\s*# --8<-- \[(start|end):([^\]]+)\]\s*")


def parse(text: str) -> ast.Module:
    """The syntax tree of Python code; threads take turns.

    Raises:
        SyntaxError: the text is not Python.
    """
    with PARSING:
        return ast.parse(text)


def parse_expression(text: str) -> ast.expr:
    """The syntax tree of an expression; threads take turns.

    Raises:
        SyntaxError: the text is no expression.
    """
    with PARSING:
        return ast.parse(text, mode="eval").body


def function_lines(path: Path) -> dict[str, tuple[int, int]]:
    """First and last line of each top-level function of a Python file; empty if there is no such file.

    Raises:
        ContentError: the file is not Python.
    """
    if not path.exists():
        return {}
    lines = _recalled(
        path, "functions", lambda: [(f.name, f.lineno, f.end_lineno or f.lineno) for f in _functions(path)]
    )
    return {name: (first, last) for name, first, last in lines}


def regions(path: Path) -> dict[str, int]:
    """The regions that a snippet marks (`# --8<-- [start:name]`), each with the line of its start."""
    found = {}
    for number, line in enumerate(_lines(path), 1):
        if (match := _REGION.fullmatch(line)) and match[1] == "start":
            found[match[2]] = number
    return found


def region_ends(path: Path) -> dict[str, int]:
    """The regions that a snippet marks, each with the line of its end."""
    marks = ((number, _REGION.fullmatch(line)) for number, line in enumerate(_lines(path), 1))
    return {match[2]: number for number, match in marks if match and match[1] == "end"}


def shown_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines inside any region, with their numbers."""
    inside: set[str] = set()
    for number, line in enumerate(_lines(path), 1):
        if match := _REGION.fullmatch(line):
            (inside.add if match[1] == "start" else inside.discard)(match[2])
        elif inside:
            yield number, line


def unbalanced_regions(path: Path) -> dict[str, int]:
    """The regions that are opened and not closed, closed and not opened, or opened twice; each with a line."""
    open_regions: dict[str, int] = {}
    wrong: dict[str, int] = {}
    seen: set[str] = set()
    for number, line in enumerate(_lines(path), 1):
        match = _REGION.fullmatch(line)
        if match is None:
            continue
        name = match[2]
        if match[1] == "start":
            if name in seen:
                wrong[name] = number
            open_regions[name] = number
            seen.add(name)
        elif open_regions.pop(name, None) is None:
            wrong[name] = number
    return {**open_regions, **wrong}


def tested_names(path: Path) -> set[str]:
    """Every name that an assertion of the file depends on, directly, through a variable or through a helper.

    What a test merely calls is not tested by it.
    """
    return set(_tested(path, path.stat().st_mtime_ns)) if path.exists() else set()


@functools.lru_cache(maxsize=1024)
def _tested(path: Path, _changed: int) -> frozenset[str]:
    return frozenset(_recalled(path, "tested", lambda: _tested_by(path)))


def _tested_by(path: Path) -> set[str]:
    functions = {node.name: node for node in _functions(path)}
    uses = {name: _names(node) for name, node in functions.items()}
    found: set[str] = set()
    for name, node in functions.items():
        if name.startswith("test") and _asserts(node):
            found |= _closure(_asserted(node), uses)
    return found


def _recalled(path: Path, what: str, make: Callable[[], Iterable[Any]]) -> list[Any]:
    found: list[Any] = recalled(make, what, path.read_bytes())
    return found


def fingerprint(root: Path, path: Path) -> str:
    """A key that changes with the script at `path`, with any module of the repository that it imports, or versions."""
    digest = hashlib.sha256(libraries().encode())
    for source in sorted(local_imports(root, path)):
        digest.update(source.relative_to(root).as_posix().encode())
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


@functools.cache
def libraries() -> str:
    """The versions of Python and of the libraries that a result may depend on."""
    return " ".join([platform.python_version_tuple()[1], *map(version, _LIBRARIES)])


def without_words(path: Path) -> str:
    """The code of a Python file without comments, docstrings and empty lines: what it computes.

    A comment behind code counts, and so does a docstring on the line of its function.

    Raises:
        ContentError: the file is not Python.
    """
    return "\n".join(_recalled(path, "without words", lambda: _code_lines(path)))


def _code_lines(path: Path) -> list[str]:
    silent: set[int] = set()
    lines = _lines(path)
    alone = (node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Expr))
    for text in (each for each in alone if isinstance(each, ast.Constant) and isinstance(each.value, str)):
        if not lines[text.lineno - 1][: text.col_offset].strip():
            silent |= set(range(text.lineno, (text.end_lineno or text.lineno) + 1))
    return [
        line
        for number, line in enumerate(lines, 1)
        if number not in silent and line.strip() and not line.lstrip().startswith("#")
    ]


def local_imports(root: Path, path: Path) -> set[Path]:
    """The script itself and every module below `root` that it imports, directly or not."""
    found: set[Path] = set()
    pending = [path]
    while pending:
        source = pending.pop()
        if source not in found:
            found.add(source)
            pending += _modules_of(root, source, source.stat().st_mtime_ns)
    return found


@functools.lru_cache(maxsize=4096)
def _modules_of(root: Path, source: Path, _changed: int) -> tuple[Path, ...]:
    """The modules below `root` that a script imports itself."""
    modules = [root.joinpath(*name.split(".")) for name in imported_names(read_text(source, source.as_posix()))]
    files = [file for module in modules for file in (module.with_suffix(".py"), module / "__init__.py")]
    return tuple(file for file in files if file.is_file())


@functools.lru_cache(maxsize=1024)
def imported_names(text: str) -> tuple[str, ...]:
    """The modules that Python code may import, `a.b` and `a.b.c` for `from a.b import c`.

    Raises:
        SyntaxError: the text is not Python.
    """
    return tuple(recalled(lambda: _imported(text), "imports", text))


def _imported(text: str) -> list[str]:
    names: list[str] = []
    for node in ast.walk(parse(text)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return list(dict.fromkeys(names))


def _asserted(test: ast.FunctionDef) -> set[str]:
    """The names from which the assertions of a test are computed, walking back over its statements."""
    reached: set[str] = set()
    flows: list[tuple[set[str], set[str]]] = []
    for node in ast.walk(test):
        if isinstance(node, ast.Assert) or any(map(_asserts, _heads(node))):
            reached |= _names(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.For | ast.With | ast.FunctionDef):
            flows.append((_bound(node), _names(node)))
        elif isinstance(node, ast.Expr):  # `model.train(X)` changes what it names
            flows.append((_names(node), _names(node)))
    while more := [flow for flow in flows if flow[0] & reached and not flow[1] <= reached]:
        reached |= set().union(*(used for _, used in more))
    return reached | {name for decorator in test.decorator_list for name in _names(decorator)}


def _heads(node: ast.AST) -> list[ast.AST]:
    """What says whether a node asserts: the function that it calls, the managers that it enters."""
    return [node.func] if isinstance(node, ast.Call) else list(node.items) if isinstance(node, ast.With) else []


def _bound(statement: ast.stmt) -> set[str]:
    """The names that a statement gives a value, those inside of what it changes included: `x`, `x[0]`, `x.grad`."""
    if isinstance(statement, ast.FunctionDef):
        return {statement.name}
    targets = [*getattr(statement, "targets", []), getattr(statement, "target", None)]
    targets += [getattr(statement, "iter", None)]  # a loop may change what it goes over
    targets += [item.optional_vars for item in getattr(statement, "items", [])]
    return {name for target in targets if target is not None for name in _names(target)}


def _closure(names: set[str], uses: dict[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    pending = set(names)
    while pending:
        name = pending.pop()
        if name not in reached:
            reached.add(name)
            pending |= uses.get(name, set())
    return reached


def _names(node: ast.AST) -> set[str]:
    parts = [part for part in ast.walk(node) if isinstance(part, ast.Name | ast.Attribute)]
    return {part.id if isinstance(part, ast.Name) else part.attr for part in parts}


def _asserts(node: ast.AST) -> bool:
    return any(
        isinstance(part, ast.Assert)
        or (isinstance(part, ast.Attribute) and (part.attr.startswith("assert") or part.attr == "raises"))
        for part in ast.walk(node)
    )


def tree(path: Path) -> ast.Module:
    """The syntax tree of a Python file, parsed once; empty if there is no such file.

    Raises:
        ContentError: the file is not Python.
    """
    return _parsed(path, path.stat().st_mtime_ns) if path.exists() else ast.Module(body=[], type_ignores=[])


def _functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in tree(path).body if isinstance(node, ast.FunctionDef)]


@functools.lru_cache(maxsize=1024)
def _parsed(path: Path, _changed: int) -> ast.Module:
    name = path.as_posix()
    try:
        return parse(read_text(path, name))
    except SyntaxError as error:
        message = f"this is not Python: {error.msg}; mend the line"
        raise ContentError(Problem(name, error.lineno or 1, "python", message)) from None


def _lines(path: Path) -> list[str]:
    return read_text(path, path.as_posix()).split("\n") if path.exists() else []
