"""The syntax tree of a formula: a few frozen dataclasses."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Number:
    """A number as printed; ∞ has the value infinity."""

    value: float
    text: str


@dataclass(frozen=True)
class Symbol:
    """A letter, an accented or marked letter, a word: whatever can be bound to a value by itself."""

    name: str


@dataclass(frozen=True)
class Primed:
    """`f'`: bound by its own name, else the derivative of the function f."""

    base: "Expression"


@dataclass(frozen=True)
class Marked:
    """`\\Delta\\theta`, `\\overline{x}`: a name made of a mark and a name."""

    mark: str
    base: "Expression"


@dataclass(frozen=True)
class Indexed:
    """`x_i`, `W_{ij}`, `h^{(t)}`: bound by its own name, else the part of `base` at the indices."""

    base: "Expression"
    indices: tuple["Expression", ...]
    upper: bool = False


@dataclass(frozen=True)
class Sum:
    """Terms with their signs `+`, `-` or `\\pm`."""

    signs: tuple[str, ...]
    terms: tuple["Expression", ...]


@dataclass(frozen=True)
class Product:
    """Factors, and between them `""`, `\\cdot`, `\\times`, `\\odot` or `/`."""

    operators: tuple[str, ...]
    factors: tuple["Expression", ...]


@dataclass(frozen=True)
class Run:
    """`J_{L-1} \\cdots J_1`: a product or sum over all indices from the first to the last."""

    operator: str
    first: "Expression"
    last: "Expression"


@dataclass(frozen=True)
class Power:
    """A base and its exponent."""

    base: "Expression"
    exponent: "Expression"


@dataclass(frozen=True)
class Transpose:
    """`A^\\top`."""

    base: "Expression"


@dataclass(frozen=True)
class Fraction:
    """A numerator over a denominator."""

    numerator: "Expression"
    denominator: "Expression"


@dataclass(frozen=True)
class Bracket:
    """What stands between delimiters: `(`, `[`, `\\lVert`, `|`, `\\lceil`, `\\lfloor`, `\\{`; with a norm's index."""

    opening: str
    items: tuple["Expression", ...]
    label: str = ""


@dataclass(frozen=True)
class Apply:
    """`f(x)`, `s(q-z)`: a call if the head is a function, else a product; `power` belongs to the bracket."""

    head: "Expression"
    arguments: tuple["Expression", ...]
    power: "Expression | None" = None


@dataclass(frozen=True)
class Call:
    """A function with its own name: `\\log`, `\\sqrt`, `\\max`, `\\operatorname{tr}`."""

    name: str
    arguments: tuple["Expression", ...]


@dataclass(frozen=True)
class Range:
    """What an index runs over: from `start` to `stop`, the elements of `within`, or its bound set, filtered."""

    variables: tuple[str, ...]
    start: "Expression | None" = None
    stop: "Expression | None" = None
    within: "Expression | None" = None
    condition: "Relation | None" = None


@dataclass(frozen=True)
class Big:
    """`\\sum`, `\\prod`, `\\max`, `\\min`, `\\arg\\max`, `\\arg\\min` over a range."""

    operator: str
    range: Range
    body: "Expression"


@dataclass(frozen=True)
class Moment:
    """`E`, `Var` or `Cov` of an expression with random symbols."""

    operator: str
    body: "Expression"


@dataclass(frozen=True)
class Derivative:
    """`\\partial body / \\partial variable`; also `\\nabla_{variable} body`."""

    body: "Expression"
    variable: "Expression"


@dataclass(frozen=True)
class Held:
    """`\\left. \\partial y/\\partial x \\right|_{h fixed}`: the body while these names keep their values."""

    body: "Expression"
    names: tuple["Expression", ...]


@dataclass(frozen=True)
class Gradient:
    """`\\nabla f(x)`, or `\\nabla f` of something that depends on one symbol."""

    function: "Expression"
    arguments: tuple["Expression", ...]


@dataclass(frozen=True)
class Integral:
    """A definite integral."""

    start: "Expression"
    stop: "Expression"
    body: "Expression"
    variable: str


@dataclass(frozen=True)
class Indicator:
    """`\\mathbf 1[condition]`."""

    condition: "Relation"


@dataclass(frozen=True)
class Cases:
    """Values and their conditions; a condition is a relation, a word that is bound to true or false, or None (else)."""

    rows: tuple[tuple["Expression", "Relation | Symbol | None"], ...]


@dataclass(frozen=True)
class Braced:
    """A brace and its label, whose value is that of the body."""

    body: "Expression"
    label: "Expression"


@dataclass(frozen=True)
class Space:
    """`\\mathbb R^{m \\times n}`."""

    dimensions: tuple["Expression", ...]


Expression = (
    Number
    | Symbol
    | Primed
    | Marked
    | Indexed
    | Sum
    | Product
    | Run
    | Power
    | Transpose
    | Fraction
    | Bracket
    | Apply
    | Call
    | Big
    | Moment
    | Derivative
    | Held
    | Gradient
    | Integral
    | Indicator
    | Cases
    | Braced
    | Space
)


@dataclass(frozen=True)
class Relation:
    """Sides and the relations between them; one side and no relation is a bare expression."""

    sides: tuple[Expression, ...]
    relations: tuple[str, ...] = ()
    condition: bool = False


@dataclass(frozen=True)
class Words:
    """Text that says something and has no value."""

    text: str


Statement = Relation | Words
Node = Expression | Range | Relation | Words


def replaced(node: Any, old: Any, new: Any) -> Any:
    """A node in which `new` stands wherever `old` stood."""
    if node == old:
        return new
    if isinstance(node, tuple):
        return tuple(replaced(item, old, new) for item in node)
    if is_dataclass(node) and not isinstance(node, type):
        return replace(node, **{each.name: replaced(getattr(node, each.name), old, new) for each in fields(node)})
    return node


def parts(node: Any) -> Iterator[Any]:
    """A node and all that stands in it."""
    if isinstance(node, tuple):
        for item in node:
            yield from parts(item)
    elif is_dataclass(node) and not isinstance(node, type):
        yield node
        for each in fields(node):
            yield from parts(getattr(node, each.name))
