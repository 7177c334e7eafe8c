"""Tests that cannot fail: what a syntax tree shows of asserts that are constant, never reached, or too generous.

The other half, asserts that hold for wrong code too, is for mutants: see `scripts/evidence/formulas/mutants.py`.
"""

import ast
import math
from collections.abc import Iterator

from scripts.content.by_page import Found
from scripts.evidence import collected, reached
from scripts.evidence.constants import constants_of, is_empty, name_of, number
from scripts.evidence.probing import always
from scripts.evidence.repeated import repeated
from scripts.evidence.tolerances import ANY_DIFFERENCE, SAME, alike, generous

ANY_VALUE = 1e12
SMALL = 12
"""Arithmetic with larger numbers is a hand-worked number of the page."""


def problems(tree: ast.Module) -> Iterator[Found]:
    """What is wrong with the tests of a module."""
    constants = constants_of(tree)
    defined = _defined(tree)
    parts = [(statement, list(ast.walk(statement))) for statement in tree.body]
    for statement, nodes in parts:
        known = {**constants, **_once(statement, nodes)}
        for node in nodes:
            if isinstance(node, ast.Call):
                yield from generous(node, constants)
                yield from _bounded(node, constants)
            elif isinstance(node, ast.Assert) and (message := _holds(node.test, constants, known)):
                yield node.lineno, message
            elif isinstance(node, ast.Assert) and isinstance(node.test, ast.Name) and node.test.id in defined:
                yield node.lineno, f"{node.test.id} is there, which is always true; call it and assert what it returns"
        yield from collected.not_run(nodes, constants)
        yield from reached.unreached(nodes, constants)
        yield from reached.passed_over(nodes)
        yield from repeated(statement)
        yield from _only_something(nodes)
    yield from reached.after_the_end(tree.body)
    yield from collected.names(tree, parts)
    yield from collected.stand_ins(tree, [node for _, nodes in parts for node in nodes])


def of_code(tree: ast.Module) -> Iterator[Found]:
    """What is wrong with the asserts of code that is no test: of labs, and of what draws figures."""
    constants = {name: value for name, value in constants_of(tree).items() if number(value, {}) is not None}
    nodes = list(ast.walk(tree))
    for node in nodes:
        if isinstance(node, ast.Call):
            yield from generous(node, constants)
        elif isinstance(node, ast.Assert) and (message := _holds(node.test, constants, {})):
            yield node.lineno, message
    yield from reached.unreached(nodes, constants)


def _defined(tree: ast.Module) -> set[str]:
    """The names of functions, classes and imports of a module."""
    found = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            found |= {alias.asname or alias.name.split(".")[0] for alias in node.names}
    return found


def _once(function: ast.stmt, nodes: list[ast.AST]) -> dict[str, ast.expr]:
    """The expressions in the place of names that a function assigns once, `z = y + 1`; calls are no such."""
    values: dict[str, ast.expr] = {}
    stored = [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    for node in nodes:
        if isinstance(function, ast.FunctionDef) and isinstance(node, ast.Assign) and len(node.targets) == 1:
            target = node.targets[0]
            called = any(isinstance(part, ast.Call | ast.Subscript | ast.Attribute) for part in ast.walk(node.value))
            if isinstance(target, ast.Name) and stored.count(target.id) == 1 and not called:
                inside = {part.id for part in ast.walk(node.value) if isinstance(part, ast.Name)}
                if all(stored.count(name) <= 1 for name in inside):
                    values[target.id] = node.value
    return values


def _holds(test: ast.expr, constants: dict[str, ast.expr], known: dict[str, ast.expr]) -> str:
    """Why an asserted expression is true whatever the code does, `""` if it may be false."""
    if message := _constant(test, constants):
        return message
    if always(test, known):
        return "holds for every number; assert what a wrong value would break"
    return ""


def _constant(test: ast.expr, constants: dict[str, ast.expr]) -> str:
    """Why an asserted expression is true whatever the code does, `""` if it may be false."""
    if isinstance(test, ast.Constant | ast.JoinedStr | ast.Lambda | ast.Dict | ast.List | ast.Set):
        return "asserts a constant; assert what the page claims"
    if isinstance(test, ast.Tuple):
        return "asserts a tuple, which is always true; remove the parentheses"
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        if isinstance(test.operand, ast.ListComp | ast.SetComp | ast.DictComp):
            return ""
        return _constant(test.operand, constants)
    if isinstance(test, ast.BoolOp):
        parts = [_constant(part, constants) for part in test.values]
        if isinstance(test.op, ast.Or) and _either_way(test.values):
            return "asserts that something holds or does not; assert what the page claims"
        return next(filter(None, parts), "") if isinstance(test.op, ast.Or) or all(parts) else ""
    if isinstance(test, ast.ListComp | ast.SetComp | ast.DictComp | ast.NamedExpr):
        return "asserts that there is something; assert what it is"
    if isinstance(test, ast.BinOp) and isinstance(test.left, ast.Constant) and isinstance(test.left.value, str):
        return "asserts a constant; assert what the page claims"
    if isinstance(test, ast.Call) and name_of(test.func) in ("str", "repr", "id", "callable", "type", "hash", "format"):
        return f"{name_of(test.func)}(…) is always true; assert what the page claims"
    if isinstance(test, ast.Call) and isinstance(test.func, ast.Attribute) and test.func.attr in ("all", "any"):
        return _constant(test.func.value, constants)
    if isinstance(test, ast.Call) and name_of(test.func) in ("bool", "all", "any", "float"):
        return next(filter(None, (_constant(arg, constants) for arg in test.args[:1])), "")
    if isinstance(test, ast.GeneratorExp):
        if any(is_empty(each.iter, constants) for each in test.generators):
            return "asserts over nothing; give it cases"
        return _constant(test.elt, constants)
    if isinstance(test, ast.Compare):
        return _compared(test, constants)
    return ""


def _either_way(alternatives: list[ast.expr]) -> bool:
    """Whether `a == b or a != b` is written, or `a or not a`."""
    said = {ast.unparse(each) for each in alternatives}
    return any(ast.unparse(ast.UnaryOp(ast.Not(), each)) in said or _opposite(each) in said for each in alternatives)


def _opposite(test: ast.expr) -> str:
    kinds = {ast.Eq: ast.NotEq, ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Is: ast.IsNot, ast.In: ast.NotIn}
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and type(test.ops[0]) in kinds:
        return ast.unparse(ast.Compare(test.left, [kinds[type(test.ops[0])]()], test.comparators))
    return ""


def _compared(test: ast.Compare, constants: dict[str, ast.expr]) -> str:
    sides = [test.left, *test.comparators]
    for operator, left, right in zip(test.ops, sides, sides[1:], strict=False):
        if alike(left, right):
            return SAME
        values = [number(side, constants) for side in (left, right)]
        if isinstance(operator, ast.NotEq) and any(value is not None and math.isnan(value) for value in values):
            return "nothing equals nan, not even nan; ask np.isnan"
        if isinstance(operator, ast.Lt | ast.LtE | ast.Gt | ast.GtE) and values.count(None) == 1:
            upper = isinstance(operator, ast.Lt | ast.LtE) == (values[0] is None)
            other, bound = (left, values[1]) if values[0] is None else (right, values[0])
            if message := _beyond(_whole(other), bound or 0.0, upper, isinstance(operator, ast.LtE | ast.GtE)):
                return message
    values = [number(side, constants) for side in sides]
    if None not in values and not _worked(sides, max(abs(value or 0.0) for value in values)):
        return "compares constants; compare with what the code computes"
    return ""


def _bounded(call: ast.Call, constants: dict[str, ast.expr]) -> Iterator[Found]:
    """`assert_array_less(x, bound)` is `assert x < bound` in other words."""
    if name_of(call.func) == "assert_array_less" and len(call.args) > 1:
        less = ast.Compare(call.args[0], [ast.Lt()], [call.args[1]])
        if message := _compared(less, constants):
            yield call.lineno, message


def _whole(side: ast.expr) -> ast.expr:
    """An expression without `.all()` and the like around it: what holds for each holds for all."""
    while (
        isinstance(side, ast.Call) and isinstance(side.func, ast.Attribute) and side.func.attr in ("max", "min", "sum")
    ):
        inner = side.func.value
        if isinstance(inner, ast.Name) and inner.id in ("np", "numpy"):
            inner = side.args[0] if side.args else inner
        side = inner
        break
    return side


def _worked(sides: list[ast.expr], size: float) -> bool:
    """Whether a comparison of constants is a hand-worked number of the page: `224 * 224 * 3 == 150_528`."""
    count = sum(isinstance(node, ast.BinOp) for side in sides for node in ast.walk(side))
    return count > 1 or (count == 1 and size > SMALL)


def _beyond(value: ast.expr, bound: float, upper: bool, including: bool) -> str:
    """What is wrong with a bound that holds for every value."""
    outward = bound if upper else -bound
    if outward >= ANY_VALUE or (outward >= ANY_DIFFERENCE and _is_difference(value)):
        return f"no value is beyond {bound:g}; choose a bound that a wrong value would break"
    sized = isinstance(value, ast.Call) and name_of(value.func) in ("len", "abs", "norm")
    if sized and not upper and (bound < 0 or (bound == 0 and including)):
        return "holds for every length and absolute value; assert the value"
    return ""


def _only_something(nodes: list[ast.AST]) -> Iterator[Found]:
    """Asserts `x is not None` of something that nothing else looks at: type checkers need none of these."""
    for node in nodes:
        if isinstance(node, ast.Assert) and (subject := _not_none(node.test)):
            later = (each for each in nodes if isinstance(each, ast.Name | ast.Attribute) and each.lineno > node.lineno)
            if not any(ast.unparse(each) == subject for each in later):
                yield node.lineno, "only asserts that there is something; assert what it is"


def _not_none(test: ast.expr) -> str:
    """What a test says not to be None, `""` if it says something else."""
    wanted: type[ast.cmpop] | tuple[type[ast.cmpop], ...] = (ast.IsNot, ast.NotEq)
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test, wanted = test.operand, (ast.Is, ast.Eq)
    if isinstance(test, ast.Compare) and isinstance(test.ops[0], wanted):
        compared = test.comparators[0]
        if isinstance(compared, ast.Constant) and compared.value is None:
            return ast.unparse(test.left)
    return ""


def _is_difference(node: ast.expr) -> bool:
    """Whether an expression is the size of a difference, `abs(a - b)`."""
    inner = node.args[0] if isinstance(node, ast.Call) and node.args else node
    return isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Sub)
