"""Asserts that compare a call with itself through a name: `z = f(x)`, then `assert z == f(x)`.

A name stands for its call as long as nothing in between can have changed what the call depends on: a step that changes
weights in place, a draw from a generator. That an object returns the same again, or that a seed is all that counts, can
be a claim: it is one of what the test itself has made, or of what the test asserts otherwise, too.
"""

import ast
from collections import Counter
from collections.abc import Iterator, Mapping

from scripts.content.by_page import Found
from scripts.content.code import parse_expression
from scripts.evidence.constants import name_of
from scripts.evidence.tolerances import COMPARING, INSTEAD, alike

_CLAIMS = (ast.Eq, ast.LtE, ast.GtE, ast.Is)
"""What holds of a thing and itself."""
_HARMLESS = COMPARING | {"approx", "len", "abs", "float", "int", "bool", "all", "any", "max", "min", "sum", "list"}
"""Calls that change nothing of what they are given."""
_MODULES = frozenset({"np", "numpy", "math", "torch"})

_Known = dict[str, ast.expr]
_Pair = tuple[ast.expr, ast.expr]


def repeated(function: ast.stmt) -> Iterator[Found]:
    """Where a function asserts that a call returns what the same call has just returned."""
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return
    nodes = list(ast.walk(function))
    claimed = Counter(name for node in nodes if asserts(node) for name in _loaded(node))
    made = {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    for line, pair, call in _in_block(function.body, {}):
        named = Counter(name for side in pair for name in _loaded(side))
        alone = all(claimed[name] == named[name] for name in named.keys() & made)
        if alone and not _called(call) & made:
            yield line, f"compares `{ast.unparse(call)}` with itself, by its name; {INSTEAD}"


def asserts(node: ast.AST) -> bool:
    """Whether a statement asserts by itself: `assert`, or a call of `assert_…`."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return name_of(node.value.func).startswith("assert")
    return isinstance(node, ast.Assert)


def _in_block(body: list[ast.stmt], known: _Known) -> Iterator[tuple[int, _Pair, ast.expr]]:
    for statement in body:
        blocks = [block for field in ("body", "orelse", "finalbody") if (block := getattr(statement, field, None))]
        blocks += [handler.body for handler in getattr(statement, "handlers", [])]
        if not blocks:
            yield from _compared(statement, known)
        known = {name: value for name, value in known.items() if not _changed(name, value, statement, known)}
        for block in blocks:
            yield from _in_block(block, known)
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target, value = statement.targets[0], _named(statement.value, known)
            if isinstance(target, ast.Name) and _calls(value) and target.id not in _names(value):
                known[target.id] = value


def _compared(statement: ast.stmt, known: _Known) -> Iterator[tuple[int, _Pair, ast.expr]]:
    """The comparisons of an assert whose sides are the same call, one of them by its name; each with the call."""
    for left, right in _pairs(statement):
        sides = [_named(side, known) for side in (left, right)]
        if not alike(left, right) and alike(*sides) and any(map(_calls, sides)):
            yield statement.lineno, (left, right), sides[0]


def _pairs(statement: ast.stmt) -> Iterator[tuple[ast.expr, ast.expr]]:
    """The two sides of what a statement asserts; of a conjunction, of each part."""
    if isinstance(statement, ast.Assert):
        yield from _sides(statement.test)
    elif isinstance(statement, ast.Expr):
        yield from _sides(statement.value)


def _sides(test: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        for part in test.values:
            yield from _sides(part)
    elif isinstance(test, ast.Compare):
        sides = [test.left, *test.comparators]
        for operator, left, right in zip(test.ops, sides, sides[1:], strict=False):
            if isinstance(operator, _CLAIMS):
                yield left, right
    elif isinstance(test, ast.Call) and name_of(test.func) in COMPARING and len(test.args) > 1:
        yield test.args[0], test.args[1]
    elif isinstance(test, ast.Call) and name_of(test.func) in ("all", "bool"):  # `(a == b).all()`, `np.all(a == b)`
        inner = [*test.args[:1], *([test.func.value] if isinstance(test.func, ast.Attribute) else [])]
        for each in inner:
            yield from _sides(each)


def _changed(name: str, value: ast.expr, statement: ast.stmt, known: Mapping[str, ast.expr]) -> bool:
    """Whether a statement may change what a name stands for, or what the call would return again.

    Methods tell of the state of an object, which any other call may change; of a function only its arguments count.
    """
    names, of_state = _names(value) | {name}, _asks_an_object(value)
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load) and node.id in names:
            return True
        if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            if _names(node) & names:
                return True
        elif isinstance(node, ast.Call) and name_of(node.func) not in _HARMLESS:
            if alike(_named(node, known), value):
                continue
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            given += [node.func.value] if isinstance(node.func, ast.Attribute) else []
            if of_state or set().union(*map(_names, given)) & names:
                return True
    return False


class _Named(ast.NodeTransformer):
    """Puts calls in the place of the names that stand for them."""

    def __init__(self, known: Mapping[str, ast.expr]) -> None:
        self._known = known

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """What is called keeps its name: it is an object that the test has made."""
        function = node.func
        visited = self.generic_visit(node)
        assert isinstance(visited, ast.Call)
        visited.func = function if isinstance(function, ast.Name) else visited.func
        return visited

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return _copied(self._known[node.id]) if node.id in self._known else node


def _named(node: ast.expr, known: Mapping[str, ast.expr]) -> ast.expr:
    """An expression with calls in the place of the names that stand for them."""
    named: ast.expr = _Named(known).visit(_copied(node))
    return named


def _asks_an_object(value: ast.expr) -> bool:
    calls = [node.func for node in ast.walk(value) if isinstance(node, ast.Call)]
    methods = [function for function in calls if isinstance(function, ast.Attribute)]
    return not all(isinstance(each.value, ast.Name) and each.value.id in _MODULES for each in methods)


def _copied(node: ast.expr) -> ast.expr:
    return parse_expression(ast.unparse(node))


def _calls(node: ast.expr) -> bool:
    return any(isinstance(each, ast.Call) for each in ast.walk(node))


def _called(node: ast.expr) -> set[str]:
    """The names that are called as functions."""
    functions = [each.func for each in ast.walk(node) if isinstance(each, ast.Call)]
    return {function.id for function in functions if isinstance(function, ast.Name)}


def _loaded(node: ast.AST) -> list[str]:
    return [each.id for each in ast.walk(node) if isinstance(each, ast.Name)]


def _names(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
