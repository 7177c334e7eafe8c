"""Tests that cannot fail: what a syntax tree shows of asserts that are constant, never reached, or too generous.

The other half, asserts that hold for wrong code too, is for mutants: see `scripts/evidence/formulas/mutants.py`.
"""

import ast
import math
from collections.abc import Iterator, Sequence

from scripts.evidence.constants import constants_of, is_empty, largest, name_of, number, targets_of

Found = tuple[int, str]
"""A line and what is wrong there."""
NEVER_RUN = frozenset({"skip", "skipif", "xfail", "importorskip", "SkipTest", "skipTest", "skipIf", "skipUnless"})
ANY_DIFFERENCE = 1e3
"""A bound or an absolute tolerance that no number of a page comes near."""

ANY_VALUE = 1e12
SMALL = 12
"""Arithmetic with larger numbers is a hand-worked number of the page."""
BOUND = frozenset({"executed", "checked_instead"})
"""What marks the tests of formulas: these yield cases, see `scripts/evidence/formulas/binding.py`."""

_SAME = "compares a thing with itself; compare it with an independent value"
_LOOSE = "{} is wider than the value that it is for; narrow it until a wrong value would fail"


def problems(tree: ast.Module) -> Iterator[Found]:
    """What is wrong with the tests of a module."""
    constants = constants_of(tree)
    parts = [(statement, list(ast.walk(statement))) for statement in tree.body]
    for _, nodes in parts:
        for node in nodes:
            if isinstance(node, ast.Call):
                yield from _empty_parameters(node, constants)
                yield from _generous(node, constants)
            elif isinstance(node, ast.Assert) and (message := _constant(node.test, constants)):
                yield node.lineno, message
        yield from _not_run(nodes)
        yield from _unreached(nodes)
        yield from _only_something(nodes)
    yield from _after_the_end(tree.body)
    yield from _names([(part, nodes) for part, nodes in parts if isinstance(part, ast.FunctionDef)], parts)
    for statement in tree.body:
        for name in targets_of(statement):
            if name in ("__test__", "collect_ignore", "collect_ignore_glob"):
                yield statement.lineno, f"{name} keeps tests from running; remove it"


def _fails(nodes: list[ast.AST]) -> bool:
    """Whether a function can fail: an assert, a call of `assert_…` or `raises`."""
    return any(isinstance(node, ast.Assert) or _asserting(node) for node in nodes)


def _asserting(node: ast.AST) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return name.startswith("assert") or name in ("raises", "warns")


def _not_run(nodes: list[ast.AST]) -> Iterator[Found]:
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module in ("pytest", "unittest"):
            names = {alias.name for alias in node.names}
        elif isinstance(node, ast.Attribute):
            names = {node.attr}
        else:
            continue
        for name in sorted(names & NEVER_RUN):
            yield node.lineno, f"{name}: this test may not run; let it run everywhere, or remove it with its claim"


def _empty_parameters(call: ast.Call, constants: dict[str, ast.expr]) -> Iterator[Found]:
    if name_of(call.func) != "parametrize":
        return
    cases = [*call.args[1:2], *(keyword.value for keyword in call.keywords if keyword.arg == "argvalues")]
    if any(is_empty(each, constants) for each in cases):
        yield call.lineno, "parametrize over nothing: the test never runs; give it cases"


def _constant(test: ast.expr, constants: dict[str, ast.expr]) -> str:
    """Why an asserted expression is true whatever the code does, `""` if it may be false."""
    if isinstance(test, ast.Constant | ast.JoinedStr | ast.Lambda | ast.Dict | ast.List | ast.Set):
        return "asserts a constant; assert what the page claims"
    if isinstance(test, ast.Tuple):
        return "asserts a tuple, which is always true; remove the parentheses"
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return _constant(test.operand, constants)
    if isinstance(test, ast.BoolOp):
        parts = [_constant(part, constants) for part in test.values]
        if isinstance(test.op, ast.Or) and _either_way(test.values):
            return "asserts that something holds or does not; assert what the page claims"
        return next(filter(None, parts), "") if isinstance(test.op, ast.Or) or all(parts) else ""
    if isinstance(test, ast.Call) and name_of(test.func) in ("bool", "all", "any", "float"):
        return next(filter(None, (_constant(arg, constants) for arg in test.args[:1])), "")
    if isinstance(test, ast.GeneratorExp | ast.ListComp):
        if any(is_empty(each.iter, constants) for each in test.generators):
            return "asserts over nothing; give it cases"
        return _constant(test.elt, constants) if isinstance(test, ast.GeneratorExp) else ""
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
        if _alike(left, right):
            return _SAME
        values = [number(side, constants) for side in (left, right)]
        if isinstance(operator, ast.Lt | ast.LtE | ast.Gt | ast.GtE) and values.count(None) == 1:
            upper = isinstance(operator, ast.Lt | ast.LtE) == (values[0] is None)
            other, bound = (left, values[1]) if values[0] is None else (right, values[0])
            if message := _beyond(other, bound or 0.0, upper, isinstance(operator, ast.LtE | ast.GtE)):
                return message
    values = [number(side, constants) for side in sides]
    if None not in values and not _worked(sides, max(abs(value or 0.0) for value in values)):
        return "compares constants; compare with what the code computes"
    return ""


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
        if not (isinstance(node, ast.Assert) and isinstance(node.test, ast.Compare)):
            continue
        compared = node.test.comparators[0]
        if isinstance(node.test.ops[0], ast.IsNot) and isinstance(compared, ast.Constant) and compared.value is None:
            subject = ast.unparse(node.test.left)
            later = (each for each in nodes if isinstance(each, ast.Name | ast.Attribute) and each.lineno > node.lineno)
            if not any(ast.unparse(each) == subject for each in later):
                yield node.lineno, "only asserts that there is something; assert what it is"


def _alike(left: ast.expr, right: ast.expr) -> bool:
    """Whether both sides are the same expression, a tolerance or a cast aside."""
    sides = [ast.dump(_bare(side)) for side in (left, right)]
    return sides[0] == sides[1]


def _bare(node: ast.expr) -> ast.expr:
    while isinstance(node, ast.Call) and len(node.args) >= 1:
        if name_of(node.func) not in ("approx", "float", "int", "list", "tuple", "asarray", "array"):
            break
        node = node.args[0]
    return node


def _is_difference(node: ast.expr) -> bool:
    """Whether an expression is the size of a difference, `abs(a - b)`."""
    inner = node.args[0] if isinstance(node, ast.Call) and node.args else node
    return isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Sub)


def _generous(call: ast.Call, constants: dict[str, ast.expr]) -> Iterator[Found]:
    """Tolerances of `approx`, `assert_allclose`, `assert_close`, `isclose`; and calls of these on one thing twice."""
    name = name_of(call.func)
    if name == "approx":
        expected = call.args[:1]
    elif name in ("assert_allclose", "assert_close", "isclose", "allclose", "assert_array_almost_equal"):
        expected = call.args[1:2]
    elif name in ("assert_array_equal", "assert_equal", "array_equal"):
        expected = []
    else:
        return
    if name != "approx" and len(call.args) > 1 and _alike(call.args[0], call.args[1]):
        yield call.lineno, f"{name} {_SAME}"
    value = largest(expected[0], constants) if expected else None
    positional = ("rel", "abs") if name == "approx" else ("rtol", "atol")
    given = dict(zip(positional, call.args[1 if name == "approx" else 2 :], strict=False))
    given |= {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    for key, node in given.items():
        width = number(node, constants)
        if width is None or key not in ("rel", "abs", "rtol", "atol", "rel_tol", "abs_tol"):
            continue
        relative = key.startswith("r")
        limit = 1.0 if relative else (value or ANY_DIFFERENCE)
        if width >= limit or math.isnan(width):
            yield call.lineno, _LOOSE.format(f"{key}={ast.unparse(node)}")


def _unreached(nodes: list[ast.AST]) -> Iterator[Found]:
    """Asserts that are never executed, or whose failure nobody hears."""
    for node in nodes:
        if isinstance(node, ast.If | ast.While) and isinstance(node.test, ast.Constant):
            dead = node.orelse if node.test.value else node.body
            yield from _dead(dead, f"stands behind `{ast.unparse(node.test)}` and never runs; move it out")
        elif isinstance(node, ast.For) and is_empty(node.iter, {}):
            yield from _dead(node.body, "stands in a loop over nothing; give it cases")
        elif isinstance(node, ast.Try) and any(_hears(handler) for handler in node.handlers):
            yield from _dead(node.body, "fails into an `except`; let it fail")
        elif isinstance(node, ast.With) and any("suppress" in ast.unparse(item) for item in node.items):
            yield from _dead(node.body, "fails into `suppress`; let it fail")
        if isinstance(node, ast.stmt):
            for field in ("body", "orelse", "finalbody"):
                yield from _after_the_end(getattr(node, field, None))


def _hears(handler: ast.ExceptHandler) -> bool:
    kinds = "" if handler.type is None else ast.unparse(handler.type)
    swallows = not any(isinstance(node, ast.Raise) for node in ast.walk(handler))
    return swallows and (not kinds or any(name in kinds for name in ("AssertionError", "Exception")))


def _after_the_end(body: object) -> Iterator[Found]:
    if not isinstance(body, list):
        return
    for index, statement in enumerate(body):
        if isinstance(statement, ast.Return | ast.Raise | ast.Continue | ast.Break):
            yield from _dead(body[index + 1 :], "stands behind the end of its block and never runs; move it up")
            return


def _dead(body: list[ast.stmt], message: str) -> Iterator[Found]:
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Assert) or (isinstance(node, ast.Call) and _asserting(node.func)):
                yield node.lineno, message
                return


def _names(
    functions: Sequence[tuple[ast.FunctionDef, list[ast.AST]]], parts: Sequence[tuple[ast.stmt, list[ast.AST]]]
) -> Iterator[Found]:
    """Tests that assert nothing or are hidden by another of their name; functions that assert and are never called."""
    uses = {id(part): _used(nodes) for part, nodes in parts}
    used = set().union(*uses.values())
    asserting = {function.name for function, nodes in functions if _fails(nodes)}
    seen: set[str] = set()
    for function, nodes in functions:
        if function.name in seen:
            yield function.lineno, f"a second {function.name}, which hides the first; rename it"
        seen.add(function.name)
        if function.name.startswith("test"):
            bound = any(name_of(each.func) in BOUND for each in function.decorator_list if isinstance(each, ast.Call))
            helped = uses[id(function)] & (asserting - {function.name})
            if not (bound or function.name in asserting or helped):
                yield function.lineno, f"{function.name} asserts nothing; assert what the page claims"
            yield from _inner(function, nodes, uses[id(function)])
        elif function.name in asserting and function.name not in used and not function.decorator_list:
            yield function.lineno, f"{function.name} asserts and is never called; let its name begin with test_"


def _used(nodes: list[ast.AST]) -> set[str]:
    return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def _inner(function: ast.FunctionDef, nodes: list[ast.AST], used: set[str]) -> Iterator[Found]:
    """Functions inside of a test that assert and are never called."""
    for node in nodes:
        if not isinstance(node, ast.FunctionDef) or node is function or node.name in used:
            continue
        if any(isinstance(part, ast.Assert) for part in ast.walk(node)):
            yield node.lineno, f"{node.name} asserts and is never called; call it"
