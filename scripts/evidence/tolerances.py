"""Comparisons that are too generous: tolerances as wide as the value, and calls that compare a thing with itself."""

import ast
import math
from collections.abc import Iterator

from scripts.content.by_page import Found
from scripts.evidence.constants import largest, name_of, number

ANY_DIFFERENCE = 1e3
"""A bound or an absolute tolerance that no number of a page comes near."""
INSTEAD = "compare it with an independent value"
SAME = f"compares a thing with itself; {INSTEAD}"

_LOOSE = "{} is wider than the value that it is for; narrow it until a wrong value would fail"
_WIDTHS = {"rel": 1, "rtol": 1, "rel_tol": 1, "abs": 0, "atol": 0, "abs_tol": 0}
"""Names of tolerances, and whether they are relative."""
_NEAR = frozenset({"assert_allclose", "assert_close", "isclose", "allclose"})
_DIGITS = frozenset({"assert_almost_equal", "assert_array_almost_equal", "assert_approx_equal"})
_EQUAL = frozenset({"assert_array_equal", "assert_equal", "array_equal", "equal"})
COMPARING = _NEAR | _DIGITS | _EQUAL
"""Functions that compare the first two things that they are given."""


def generous(call: ast.Call, constants: dict[str, ast.expr]) -> Iterator[Found]:
    """Tolerances of `approx`, `assert_allclose`, `assert_close`, `isclose` …; and calls of these on one thing twice."""
    name = name_of(call.func)
    if name != "approx" and name not in COMPARING:
        return
    if name != "approx" and len(call.args) > 1 and alike(call.args[0], call.args[1]):
        yield call.lineno, f"{name} {SAME}"
    expected = call.args[:1] if name == "approx" else call.args[1:2]
    value = largest(expected[0], constants) if expected else None
    positional = ("rel", "abs") if name == "approx" else ("decimal",) if name in _DIGITS else ("rtol", "atol")
    given = dict(zip(positional, call.args[1 if name == "approx" else 2 :], strict=False))
    given |= {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    for key, node in given.items():
        width = number(node, constants)
        if width is not None and key in ("decimal", "significant"):
            width, key = 10**-width, "abs"
        if width is None or key not in _WIDTHS:
            continue
        limit = 1.0 if _WIDTHS[key] else (value or ANY_DIFFERENCE)
        if width >= limit or math.isnan(width):
            yield call.lineno, _LOOSE.format(f"{key}={ast.unparse(node)}")


def alike(left: ast.expr, right: ast.expr) -> bool:
    """Whether both sides are the same expression, a tolerance or a cast aside."""
    sides = [ast.dump(_bare(side)) for side in (left, right)]
    return sides[0] == sides[1]


def _bare(node: ast.expr) -> ast.expr:
    while isinstance(node, ast.Call) and len(node.args) >= 1:
        if name_of(node.func) not in ("approx", "float", "int", "list", "tuple", "asarray", "array"):
            break
        node = node.args[0]
    return node
