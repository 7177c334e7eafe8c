"""Every way to change one thing in the shown code of a snippet.

A change replaces one expression or statement; the rest of the file stays as it is. Left alone are annotations,
decorators, text, messages of errors, imports, and `strict=` of `zip`: nothing that they say is computed.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scripts.content.code import parse, shown_lines
from scripts.evidence.mutants.expressions import changes

_UNTOUCHED = (ast.Import, ast.ImportFrom, ast.Raise, ast.JoinedStr, ast.Global, ast.Nonlocal)


@dataclass(frozen=True)
class Mutant:
    """A changed snippet.

    `function` is where the change stands, `before` and `after` are the changed expression as Python writes it, and
    `source` is the whole file with the change. `nth` counts equal changes of one function.
    """

    kind: str
    function: str
    line: int
    before: str
    after: str
    source: str
    nth: int = 1

    @property
    def name(self) -> str:
        """What the list of accepted changes calls it; it does not move with the lines."""
        again = f" ({self.nth})" if self.nth > 1 else ""
        return f"{self.function}: {self.before} → {self.after}{again}"


def mutants(path: Path) -> list[Mutant]:
    """All mutants of the shown lines of a file, in the order of its lines.

    Raises:
        SyntaxError: the file is not Python.
    """
    text = path.read_text(encoding="utf-8")
    shown = {number for number, _ in shown_lines(path)}
    lines = text.encode().splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    found: list[Mutant] = []
    sources = {text}
    counts: Counter[str] = Counter()
    for node, function, place in _nodes(parse(text), "", ""):
        if not set(range(node.lineno, node.end_lineno + 1)) <= shown:
            continue
        first = starts[node.lineno - 1] + node.col_offset
        last = starts[node.end_lineno - 1] + node.end_col_offset
        for kind, changed in changes(node, place):
            after = ast.unparse(changed)
            written = f"({after})" if isinstance(node, ast.expr) and not _atom(changed) else after
            whole = text.encode()
            source = (whole[:first] + written.encode() + whole[last:]).decode()
            if source in sources:
                continue
            sources.add(source)
            mutant = Mutant(kind, function, node.lineno, ast.unparse(node), after, source)
            counts[mutant.name] += 1
            found.append(replace(mutant, nth=counts[mutant.name]))
    return sorted(found, key=lambda mutant: mutant.line)


def _atom(node: ast.AST) -> bool:
    """Whether an expression needs no brackets wherever it stands."""
    return isinstance(node, ast.Name | ast.Call | ast.Subscript | ast.Attribute | ast.Slice) or (
        isinstance(node, ast.Constant) and not isinstance(node.value, int | float)
    )


def _nodes(node: Any, function: str, place: str) -> Iterator[tuple[Any, str, str]]:
    """The expressions and statements below a node that may be changed, each with its function and its place.

    The place is `index` inside brackets, `axis` in an argument of that name, `length` in those of `reshape`.
    """
    for name, child in _children(node):
        if isinstance(child, _UNTOUCHED) or _is_text(child):
            continue
        inside = (
            f"{function}.{child.name}".strip(".") if hasattr(child, "body") and hasattr(child, "name") else function
        )
        where = _place(node, name, child, place)
        if isinstance(child, ast.expr | ast.stmt | ast.Slice) and hasattr(child, "lineno"):
            yield child, inside, where
        if not _is_number(child):
            yield from _nodes(child, inside, where)


def _children(node: Any) -> Iterator[tuple[str, Any]]:
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "bases", "keywords" if _is_class(node) else "", "ctx"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not (isinstance(child, ast.keyword) and child.arg == "strict"):
                yield name, child


def _place(parent: Any, name: str, child: Any, place: str) -> str:
    if isinstance(parent, ast.Subscript):
        return "index" if name == "slice" else place
    if isinstance(child, ast.keyword):
        return "axis" if child.arg in ("axis", "dim") else ""
    if isinstance(parent, ast.Call) and name == "args":
        return "length" if isinstance(parent.func, ast.Attribute) and parent.func.attr in ("reshape", "view") else ""
    return place


def _is_class(node: Any) -> bool:
    return isinstance(node, ast.ClassDef)


def _is_text(node: Any) -> bool:
    """Text, and documentation."""
    value = node.value if isinstance(node, ast.Expr) else node
    return isinstance(value, ast.Constant) and (isinstance(value.value, str) or value.value in (None, ...))


def _is_number(node: Any) -> bool:
    """A number with its sign: it is changed as a whole."""
    return isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant)
