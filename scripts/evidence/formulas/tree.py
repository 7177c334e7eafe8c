"""The syntax tree of a formula: a few frozen dataclasses, and `spell`, which writes a part of it in one way only.

Names are compared as they are spelled: `\\hat m_t`, `\\hat{m}_{t}` and `{\\hat m}_t` are all `\\hat{m}_{t}`.
"""

from dataclasses import dataclass


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


def spell(node: Node | None) -> str:
    """The one spelling of a part of a formula."""
    match node:
        case None:
            return ""
        case Number(text=text):
            return text
        case Symbol(name=name):
            return name
        case Primed(base=base):
            return f"{spell(base)}'"
        case Marked(mark=mark, base=base):
            return f"{mark}{{{spell(base)}}}"
        case Indexed(base=base, indices=indices, upper=True):
            return f"{spell(base)}^{{({_list(indices)})}}"
        case Indexed(base=base, indices=indices):
            return f"{spell(base)}_{{{_list(indices)}}}"
        case Sum(signs=signs, terms=terms):
            text = " ".join(f"{sign} {spell(term)}" for sign, term in zip(signs, terms, strict=True))
            return text.removeprefix("+ ")
        case Product(operators=operators, factors=factors):
            following = (f"{operator} {_factor(each)}" for operator, each in zip(operators, factors[1:], strict=True))
            return " ".join([_factor(factors[0]), *following])
        case Run(operator=operator, first=first, last=last):
            return f"{spell(first)} {operator} \\dots {operator} {spell(last)}"
        case Power(base=base, exponent=exponent):
            return f"{_factor(base)}^{{{spell(exponent)}}}"
        case Transpose(base=base):
            return f"{_factor(base)}^\\top"
        case Fraction(numerator=numerator, denominator=denominator):
            return f"\\frac{{{spell(numerator)}}}{{{spell(denominator)}}}"
        case Bracket(opening=opening, items=items, label=label):
            closing = {"(": ")", "[": "]", "\\{": "\\}", "|": "|"}.get(opening, opening.replace("\\l", "\\r"))
            return f"{opening}{_list(items)}{closing}{f'_{label}' if label else ''}"
        case Apply(head=head, arguments=arguments, power=power):
            return f"{spell(head)}({_list(arguments)}){f'^{{{spell(power)}}}' if power else ''}"
        case Call(name=name, arguments=arguments):
            return f"{name}({_list(arguments)})"
        case Range():
            return _spell_range(node)
        case Big(operator=operator, range=limits, body=body):
            return f"{operator}_{{{spell(limits)}}} {spell(body)}"
        case Moment(operator=operator, body=body):
            return f"{operator}[{spell(body)}]"
        case Derivative(body=body, variable=variable):
            return f"\\frac{{\\partial {spell(body)}}}{{\\partial {spell(variable)}}}"
        case Gradient(function=function, arguments=arguments):
            return f"\\nabla {spell(function)}{f'({_list(arguments)})' if arguments else ''}"
        case Integral(start=start, stop=stop, body=body, variable=variable):
            return f"\\int_{{{spell(start)}}}^{{{spell(stop)}}} {spell(body)} d{variable}"
        case Indicator(condition=condition):
            return f"\\mathbf 1[{spell(condition)}]"
        case Cases(rows=rows):
            return "; ".join(f"{spell(value)} if {spell(condition) or 'else'}" for value, condition in rows)
        case Braced(body=body, label=label):
            return f"\\underbrace{{{spell(body)}}}_{{{spell(label)}}}"
        case Space(dimensions=dimensions):
            return f"\\mathbb R^{{{' x '.join(map(spell, dimensions))}}}"
        case Relation(sides=sides, relations=relations):
            pairs = zip(relations, sides[1:], strict=True)
            return " ".join([spell(sides[0]), *(f"{relation} {spell(side)}" for relation, side in pairs)])
        case Words(text=text):
            return f"“{text}”"


def _list(nodes: tuple[Expression, ...]) -> str:
    return ", ".join(map(spell, nodes))


def _factor(node: Expression) -> str:
    return f"({spell(node)})" if isinstance(node, Sum | Product) else spell(node)


def _spell_range(limits: Range) -> str:
    names = ", ".join(limits.variables)
    if limits.start is not None:
        return f"{names}={spell(limits.start)} .. {spell(limits.stop)}"
    if limits.within is not None:
        return f"{names} \\in {spell(limits.within)}"
    return f"{names}: {spell(limits.condition)}" if limits.condition is not None else names
