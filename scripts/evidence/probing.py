"""Whether an expression holds whatever the code does: what it computes with is replaced by numbers, again and again.

`y - y == 0`, `max(y, 2) >= 2` or `(y < 2) in (True, False)` hold for every number that is put in the place of `y`; a
claim about `y` fails for some. What cannot be tried (words, shapes, graphs) counts as a claim.
"""

import ast
import builtins
import contextlib
import functools
import math
import random
import warnings
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import numpy as np

from scripts.content.code import parse_expression

ROUNDS = 2_000
"""Sets of numbers that are tried; most claims fail at one of the first."""
LONG = 13
"""Numbers of a list that is tried where one number does not do."""

_MAGNITUDES = (0.0, 1.0, 0.5, 2.0, 3.25, 7.0, 1e-6, 1e6, 1e40)
_PURE = {
    each.__name__: each
    for each in (
        *(
            abs,
            all,
            any,
            bool,
            dict,
            enumerate,
            filter,
            float,
            frozenset,
            int,
            iter,
            list,
            map,
            max,
            min,
            pow,
            reversed,
        ),
        *(round, set, sorted, sum, tuple, zip),
    )
}
_OF_NUMPY = frozenset(
    {"abs", "absolute", "all", "allclose", "amax", "amin", "any", "arange", "array", "array_equal", "asarray", "copy"}
    | {"cos", "cumsum", "diff", "equal", "exp", "inf", "isclose", "max", "maximum", "mean", "min", "minimum", "nan"}
    | {"ones", "pi", "prod", "sign", "sin", "sqrt", "square", "sum", "tanh", "zeros", "clip"}
)
_METHODS = frozenset({"all", "any", "max", "min", "sum", "mean", "copy", "item", "tolist", "squeeze", "ravel"})
"""Methods that a number of NumPy has as well as an array."""
_COUNTS = frozenset({"size", "ndim", "nbytes"})
_FACTORS = np.linspace(1.0, -2.0, LONG)
_LARGEST = 1_000
"""Numbers of a range, and repetitions of a list, that are made."""


def always(test: ast.expr, known: Mapping[str, ast.expr] | None = None, most: int = 9) -> bool:
    """Whether an expression is true whatever numbers stand in the place of names and calls.

    Arithmetic with constants alone is a hand-worked number, and no matter for this.

    Args:
        test: the expression.
        known: expressions in the place of names, such as those of names that are assigned once.
        most: names and calls that it may have; the more there are, the less do numbers drawn at random tell.
    """
    if any(_is_beyond(node) for node in ast.walk(test)):
        return False
    tried = _Tried(known or {})
    try:
        plain = tried.visit(_copied(test))
        if len(tried.variables) > most or (not tried.variables and _is_computed(plain)):
            return False
        code = _compiled(plain)
        with _quiet():
            return all(_value(code, values) for values in tried.samples(test)) and not any(
                _fails(code, values) for values in tried.samples(test)
            )
    except Exception:  # of whatever kind: what cannot be computed is no matter for this
        return False


def never(test: ast.expr, known: Mapping[str, ast.expr] | None = None) -> bool:
    """Whether an expression is false whatever number stands in the place of its one name or call."""
    return always(ast.UnaryOp(ast.Not(), test), known, most=1)


def is_nothing(node: ast.expr, known: Mapping[str, ast.expr] | None = None) -> bool:
    """Whether an expression is a collection without elements, whatever is in the place of names and calls."""
    tried = _Tried(known or {})
    try:
        code = _compiled(tried.visit(_copied(node)))
        with _quiet():
            return not any(list(islice(iter(_value(code, each)), 1)) for each in tried.samples(node, rounds=4))
    except Exception:  # as above
        return False


class _Tried(ast.NodeTransformer):
    """Puts variables in the place of all that is not plain computing; the same expression is the same variable."""

    def __init__(self, known: Mapping[str, ast.expr]) -> None:
        self.variables: dict[str, int] = {}
        self.counts: set[int] = set()
        self._known = dict(known)
        self._bound: list[str] = []

    def visit(self, node: ast.AST) -> Any:
        """Replace one expression."""
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, ast.Name):
            return self._name(node)
        if isinstance(node, ast.NamedExpr):
            return self.visit(node.value)
        if isinstance(node, ast.Attribute):
            if _is_numpy(node.value) and node.attr in _OF_NUMPY:
                return ast.Attribute(ast.Name("np", ast.Load()), node.attr, ast.Load())
            return self._variable(node, counts=node.attr in _COUNTS)
        if isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
            before = list(self._bound)
            for each in node.generators:
                self._bound += [part.id for part in ast.walk(each.target) if isinstance(part, ast.Name)]
            self.generic_visit(node)
            self._bound = before
            return node
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
            return ast.Call(ast.Name("power", ast.Load()), [self.visit(node.left), self.visit(node.right)], [])
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult | ast.LShift):
            return self._variable(node)
        if isinstance(node, ast.Subscript) and not isinstance(node.value, ast.List | ast.Tuple):
            return self._variable(node)
        if isinstance(node, ast.Lambda | ast.Await | ast.Yield | ast.YieldFrom):
            return self._variable(node)
        return self.generic_visit(node)

    def samples(self, test: ast.expr, rounds: int = ROUNDS) -> Iterator[list[Any]]:
        """Sets of numbers for the variables, among them those that the expression names; counts are whole."""
        named = [
            float(n.value) for n in ast.walk(test) if isinstance(n, ast.Constant) and isinstance(n.value, int | float)
        ]
        draw, count = random.Random(len(named)), len(self.variables)
        for number in range(rounds if count else 1):
            if number < len(_MAGNITUDES):
                values = [_MAGNITUDES[number]] * count
            else:
                values = [draw.choice((-1, 1, 1)) * draw.choice((*_MAGNITUDES, *named)) for _ in range(count)]
                values = [value + draw.choice((0.0, 0.0, draw.gauss(0, 1))) for value in values]
            yield [np.float64(abs(round(v)) % 1e6 if n in self.counts else v) for n, v in enumerate(values)]

    def _name(self, node: ast.Name) -> ast.expr:
        if node.id in self._bound or isinstance(node.ctx, ast.Store) or node.id in _PURE:
            return node
        if node.id in self._known:
            value = self._known.pop(node.id)  # a name that is its own value is no value
            visited: ast.expr = self.visit(_copied(value))
            self._known[node.id] = value
            return visited
        return self._variable(node)

    def _call(self, node: ast.Call) -> ast.expr:
        function = node.func
        if isinstance(function, ast.Attribute):
            if function.attr == "approx" or (_is_numpy(function.value) and function.attr in _OF_NUMPY):
                name = "approx" if function.attr == "approx" else f"np.{function.attr}"
                return self._with_arguments(node, parse_expression(name))
            if function.attr in _METHODS and not _is_module(function.value):
                return self._with_arguments(node, ast.Attribute(self.visit(function.value), function.attr, ast.Load()))
        elif isinstance(function, ast.Name) and function.id == "len" and len(node.args) == 1:
            inner = node.args[0]
            if isinstance(inner, ast.List | ast.Tuple | ast.Set | ast.Dict):
                return self._with_arguments(node, function)
            return self._variable(node, counts=True)
        elif isinstance(function, ast.Name) and function.id in (*_PURE, "range", "approx"):
            return self._with_arguments(node, function)
        return self._variable(node)

    def _with_arguments(self, node: ast.Call, function: ast.expr) -> ast.Call:
        arguments = [self.visit(each) for each in node.args]
        keywords = [ast.keyword(each.arg, self.visit(each.value)) for each in node.keywords]
        return ast.Call(function, arguments, keywords)

    def _variable(self, node: ast.expr, *, counts: bool = False) -> ast.expr:
        number = self.variables.setdefault(ast.dump(node), len(self.variables))
        if counts:
            self.counts.add(number)
        return ast.Name(f"v{number}", ast.Load())


def _copied(node: ast.expr) -> ast.expr:
    return parse_expression(ast.unparse(node))


def _compiled(node: ast.expr) -> Any:
    return compile(ast.fix_missing_locations(ast.Expression(node)), "probe", "eval")


def _value(code: Any, values: list[Any]) -> Any:
    """The value of an expression; where numbers do not do, for lists of numbers."""
    try:
        return _evaluated(code, values)
    except (TypeError, AttributeError):
        return _evaluated(code, [value * _FACTORS for value in values])


def _fails(code: Any, values: list[Any]) -> bool:
    """Whether an expression that can be computed of lists of numbers is false for them."""
    try:
        return not _evaluated(code, [value * _FACTORS for value in values])
    except Exception:  # of whatever kind: numbers are what it is computed of
        return False


def _evaluated(code: Any, values: list[Any]) -> Any:
    return eval(code, _tools() | {f"v{number}": value for number, value in enumerate(values)})


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


@functools.cache
def _tools() -> dict[str, Any]:
    import pytest

    tools = {"__builtins__": vars(builtins), **_PURE, "len": len, "range": _short_range, "power": np.float_power}
    return {**tools, "np": np, "math": math, "approx": pytest.approx}


def _short_range(*bounds: int) -> range:
    found = range(*bounds)
    if len(found) > _LARGEST:
        raise OverflowError("too long to be tried")
    return found


def _is_computed(test: ast.expr) -> bool:
    return any(isinstance(node, ast.BinOp) or getattr(node, "id", "") == "power" for node in ast.walk(test))


def _is_beyond(node: ast.AST) -> bool:
    """Words, nothing and inequalities are not tried: numbers drawn at random are hardly ever equal."""
    if isinstance(node, ast.Compare):
        return any(isinstance(each, ast.NotEq | ast.NotIn | ast.IsNot | ast.Is) for each in node.ops)
    return isinstance(node, ast.Constant) and (node.value is None or isinstance(node.value, str | bytes))


def _is_numpy(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("np", "numpy")


def _is_module(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("np", "numpy", "math", "torch", "pytest")
