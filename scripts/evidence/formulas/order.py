"""Formulas without the order of their terms and factors: whether two say the same."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from scripts.evidence.formulas import tree


def ordered(node: Any) -> Any:
    """An expression without the order of its terms and factors, fractions taken as factors.

    Brackets around a sum inside of a sum mean nothing, and a maximum has no order. An even power of a sum, its absolute
    value and its norm have no sign either: `(a - b)^2` is `(b - a)^2`.
    """
    match node:
        case tree.Sum():
            return "sum", *sorted(str((sign, ordered(term))) for sign, term in _terms(node))
        case tree.Call(name="\\max" | "\\min" as name, arguments=arguments):
            return name, *sorted(str(ordered(argument)) for argument in arguments)
        case tree.Product() | tree.Fraction() | tree.Apply(arguments=(_,), power=None):
            above, below = _factors(node)
            return "product", tuple(sorted(map(str, above))), tuple(sorted(map(str, below)))
        case tree.Power(
            base=tree.Bracket(opening="(", items=(tree.Sum() as inner,)), exponent=tree.Number(value=value)
        ):
            return ("power", value, ordered(inner)) if value % 2 else ("even", value, _without_sign(inner))
        case tree.Bracket(opening="|" | "\\Vert" as opening, items=(tree.Sum() as inner,), label=label):
            return opening, label, _without_sign(inner)
    if isinstance(node, tuple):
        return tuple(map(ordered, node))
    if is_dataclass(node) and not isinstance(node, type):
        return type(node).__name__, *(ordered(getattr(node, part.name)) for part in fields(node))
    return node


def _without_sign(terms: tree.Sum) -> str:
    opposite = tree.Sum(tuple({"+": "-", "-": "+"}.get(sign, sign) for sign in terms.signs), terms.terms)
    return min(str(ordered(terms)), str(ordered(opposite)))


def _terms(terms: tree.Sum) -> Iterator[tuple[str, Any]]:
    """The terms with their signs, those of brackets inside, too: `a - (b - c)` has the terms of `a - b + c`."""
    opposite = {"+": "-", "-": "+"}
    for sign, term in zip(terms.signs, terms.terms, strict=True):
        match term:
            case tree.Bracket(opening="(", items=(tree.Sum() as inner,)) if sign in opposite:
                yield from ((opposite.get(each, each) if sign == "-" else each, below) for each, below in _terms(inner))
            case _:
                yield sign, term


def _factors(node: Any) -> tuple[list[Any], list[Any]]:
    """The factors above and below the line, without the order; those of `\\odot` and `\\times` count, too."""
    above: list[Any] = []
    below: list[Any] = []
    if isinstance(node, tree.Fraction):
        for part, inverse in ((node.numerator, False), (node.denominator, True)):
            over, under = _factors(part)
            above += under if inverse else over
            below += over if inverse else under
    elif isinstance(node, tree.Product):
        for operator, factor in zip(("", *node.operators), node.factors, strict=True):
            over, under = _factors(factor)
            above += under if operator == "/" else over
            below += over if operator == "/" else under
    elif isinstance(node, tree.Apply) and len(node.arguments) == 1 and node.power is None:
        for part in (node.head, *node.arguments):  # `p(a - b)`; were `p` a function, a change would be noticed
            over, under = _factors(part)
            above += over
            below += under
    else:
        above.append(ordered(node))
    return above, below
