"""What can be changed in one node of the syntax tree, by kind."""

import ast
import copy
from collections.abc import Iterator
from typing import Any

OPERATORS: dict[type, type] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.MatMult: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
COMPARISONS: dict[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_PAIRS = (
    ("max", "min"),
    ("maximum", "minimum"),
    ("amax", "amin"),
    ("argmax", "argmin"),
    ("sum", "mean"),
    ("cumsum", "cumprod"),
    ("var", "std"),
    ("any", "all"),
    ("ceil", "floor"),
    ("zeros", "ones"),
    ("zeros_like", "ones_like"),
    ("exp", "log"),
    ("log1p", "expm1"),
    ("sin", "cos"),
    ("sinh", "tanh"),
)
TWINS = {name: other for pair in _PAIRS for name, other in (pair, pair[::-1])} | {"prod": "sum", "median": "mean"}
ELEMENTWISE = {
    *("exp", "log", "log2", "log10", "log1p", "expm1", "sqrt", "abs", "absolute", "maximum", "minimum", "clip"),
    *("tanh", "sigmoid", "relu", "square", "ceil", "floor", "round", "rint", "sign", "cumsum", "softmax", "sort"),
}
"""Functions whose value can be replaced by their first argument."""

Change = tuple[str, ast.AST]


def changes(node: Any, place: str) -> Iterator[Change]:
    """The kinds of change of a node and what then stands in its place; `place` is where it stands, see `_nodes`."""
    for kind, changed in _of(node, place):
        yield ("index" if place == "index" else kind), changed


def _of(node: Any, place: str) -> Iterator[Change]:
    match node:
        case ast.Constant() | ast.UnaryOp(op=ast.USub(), operand=ast.Constant()):
            yield from _number(node, place)
        case ast.BinOp():
            yield from _operation(node)
        case ast.UnaryOp(op=ast.USub() | ast.Not() | ast.Invert(), operand=operand):
            yield "operator", operand
        case ast.BoolOp(op=op, values=values):
            yield "operator", ast.BoolOp(ast.And() if isinstance(op, ast.Or) else ast.Or(), values)
            for index in range(len(values)):
                kept = values[:index] + values[index + 1 :]
                yield "dropped", kept[0] if len(kept) == 1 else ast.BoolOp(op, kept)
        case ast.Compare(left=left, ops=ops, comparators=comparators):
            for index, compared in enumerate(ops):
                for other in COMPARISONS[type(compared)]:
                    yield "comparison", ast.Compare(left, [*ops[:index], other(), *ops[index + 1 :]], comparators)
        case ast.IfExp(body=body, orelse=orelse):
            yield "dropped", body
            yield "dropped", orelse
        case ast.Attribute(value=value, attr="T" | "mT"):
            yield "operator", value
        case ast.Call():
            yield from _call(node)
        case ast.Slice() | ast.Subscript(slice=ast.Tuple()):
            yield from _index(node)
        case ast.stmt():
            yield from _statement(node)


def _number(node: Any, place: str) -> Iterator[Change]:
    value = ast.literal_eval(node)
    if isinstance(value, bool):
        yield "constant", ast.Constant(not value)
    elif place == "axis" and isinstance(value, int):
        yield "axis", ast.Constant(1 if value == 0 else 0)
    elif isinstance(value, int):
        yield "one more or less", ast.Constant(value + 1)
        if value and not (place == "length" and value < 0):  # whatever is negative there means “the rest”
            yield "one more or less", ast.Constant(value - 1)
    elif isinstance(value, float):
        yield "constant", ast.Constant(2 * value or 1.0)


def _operation(node: ast.BinOp) -> Iterator[Change]:
    left, right = node.left, node.right
    if other := OPERATORS.get(type(node.op)):
        yield "operator", ast.BinOp(left, other(), right)
    if not isinstance(node.op, ast.MatMult):  # without a factor, shapes hardly ever fit
        yield "dropped", left
    match node.op:
        case ast.Sub():
            yield "dropped", ast.UnaryOp(ast.USub(), right)
        case ast.Add() | ast.Mult() | ast.BitAnd() | ast.BitOr():
            yield "dropped", right


def _call(node: ast.Call) -> Iterator[Change]:
    named = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    arguments = node.args
    if named in TWINS and not (named in ("max", "min") and _has(node, "default")):
        function = copy.copy(node.func)
        setattr(function, "attr" if isinstance(function, ast.Attribute) else "id", TWINS[named])
        if isinstance(function, ast.Attribute) or named in ("max", "min", "any", "all"):
            yield "function", ast.Call(function, arguments, node.keywords)
    if named in ELEMENTWISE and arguments and isinstance(node.func, ast.Attribute):
        yield "dropped", arguments[0]
    if named in ("max", "min", "abs") and isinstance(node.func, ast.Name) and not isinstance(arguments[0], ast.Starred):
        yield from (("dropped", argument) for argument in (arguments if len(arguments) > 1 or named == "abs" else ()))
    if named in ("range", "arange") and arguments:
        yield from _limits(node)
    if isinstance(node.func, ast.Attribute):
        for index, keyword in enumerate(node.keywords):
            if keyword.arg and not _is_bool(keyword.value):
                kind = "axis" if keyword.arg in ("axis", "dim") else "dropped"
                yield kind, ast.Call(node.func, arguments, node.keywords[:index] + node.keywords[index + 1 :])


def _limits(node: ast.Call) -> Iterator[Change]:
    """The last number of a range, one more and one less; a number that is written out is changed by itself."""
    index = 0 if len(node.args) == 1 else 1
    if not isinstance(node.args[index], ast.Constant):
        for step in (1, -1):
            changed = [*node.args[:index], _plus(node.args[index], step), *node.args[index + 1 :]]
            yield "one more or less", ast.Call(node.func, changed, node.keywords)


def _index(node: Any) -> Iterator[Change]:
    """A limit of a slice dropped, or two neighboring indices swapped."""
    if isinstance(node, ast.Slice):
        for name in ("lower", "upper", "step"):
            if getattr(node, name) is not None:
                changed = copy.copy(node)
                setattr(changed, name, None)
                yield "index", changed
        return
    indices = node.slice.elts
    for first in range(len(indices) - 1):
        pair = indices[first : first + 2]
        if ast.dump(pair[0]) != ast.dump(pair[1]):
            swapped = ast.Tuple([*indices[:first], *pair[::-1], *indices[first + 2 :]], ast.Load())
            yield "index", ast.Subscript(node.value, swapped, node.ctx)


def _statement(node: ast.stmt) -> Iterator[Change]:
    match node:
        case ast.AugAssign(target=target, op=op, value=value):
            if other := OPERATORS.get(type(op)):
                yield "operator", ast.AugAssign(target, other(), value)
            yield "operator", ast.Assign([target], value, lineno=node.lineno)
            yield "dropped", ast.Pass()
        case ast.Expr():
            yield "dropped", ast.Pass()
        case ast.Break():
            yield "operator", ast.Continue()
        case ast.Continue():
            yield "operator", ast.Break()


def _plus(node: ast.expr, step: int) -> ast.expr:
    return ast.BinOp(node, ast.Add() if step > 0 else ast.Sub(), ast.Constant(abs(step)))


def _has(node: ast.Call, name: str) -> bool:
    return any(keyword.arg == name for keyword in node.keywords)


def _is_bool(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, bool)
