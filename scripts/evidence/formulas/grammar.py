"""The grammar of the printed formulas: `parse(tex)` gives the statements, or an error that names what it cannot read.

    formula    = statement, separated by \\quad, \\qquad, `,` `;` `.` `:` \\Rightarrow, cells and rows of `aligned`
    statement  = words | side { relation side } | "(" statement … ")", a condition
    relation   = = \\approx < > \\le \\ge \\ll \\gg \\ne \\in \\notin \\sim \\leftarrow \\to
    side       = [+ - \\pm] term { (+ - \\pm) term | + \\dots + term }
    term       = factor { [\\cdot \\times \\odot /] factor | \\dots factor }     after `/` one factor, no more
    factor     = number [\\%] | name | \\frac | \\sqrt | bracket | cases | function | big | moment | derivative,
                 each with a power or ^\\top
    name       = letter, \\mathcal L, \\mathrm{MSE}, \\text{waste}, \\hat m, \\bar x, \\Delta\\theta, \\overline{x}
                 with _index, ^*, ', ^{(index)}; a name before a bracket is a function or a factor, as it is bound
    index      = expressions with commas; letters side by side are one index each: W_{ij}
    bracket    = ( ) [ ] \\{ \\} | | \\lVert \\rVert with _1 _2 _F \\lceil \\rceil \\lfloor \\rfloor
    function   = \\log \\exp \\cos … \\operatorname{tr} (bracket | [number] factor)
    big        = \\sum \\prod \\max \\min \\arg\\max \\arg\\min over i=a … b, i \\in S, i<j, i: condition, i;
                 then a term
    moment     = \\mathbb E \\operatorname{Var} \\operatorname{Cov} [bracket] or one factor
    bullet     = i, f, o = \\sigma(W_\\bullet x): the letter of each of the names before the relation, in turn
    derivative = \\frac{\\partial y}{\\partial x} [bracket: its point, if y is a function], \\frac{d}{dx} term,
                 \\partial y/\\partial x, \\nabla f(x), \\nabla_x y, \\left. derivative \\right|_{names \\text{fixed}}
    words      = \\text{…} with a space or a colon in it, before or behind the sides of a statement

KaTeX reads the TeX of every display formula of the site. Of 155, SymPy's parser read 122, but dropped what stands
behind the first statement and took \\leftarrow for a factor (58 when strict); latex2sympy2 read 38 and lost the case of
letters. Hence a grammar of our own, over KaTeX's nodes.
"""

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from scripts.evidence.formulas import tree
from scripts.evidence.formulas.cursor import CLOSING, is_words
from scripts.evidence.formulas.expressions import Expressions
from scripts.evidence.formulas.spelling import spell
from scripts.evidence.formulas.tokens import FormulaError, Token, tokens
from scripts.render.katex import Parsed, renderer

RELATIONS = (
    *("=", "\\approx", "<", ">", "\\le", "\\ge", "\\ll", "\\gg", "\\ne", "\\in", "\\notin", "\\sim"),
    *("\\leftarrow", "\\to"),
)
SEPARATORS = ("\\Rightarrow", "\\implies", ":")
BULLET = tree.Symbol("\\bullet")
_READ: dict[str, Parsed] = {}
_COMMENT = re.compile(r"^\s*%.*\n?", re.MULTILINE)


@functools.lru_cache(maxsize=1024)
def parse(tex: str) -> tuple[tree.Statement, ...]:
    """The statements of a formula.

    Raises:
        FormulaError: KaTeX cannot read it, or the grammar cannot.
    """
    return tuple(_spread([statement for part in _parts(_tokens(tex)) for statement in _statements(part)]))


def name(tex: str) -> str:
    """The one spelling of a name, as bindings use it for keys.

    Raises:
        FormulaError: this is not a single name.
    """
    return spell(named(tex))


@functools.lru_cache(maxsize=4096)
def named(tex: str) -> tree.Expression:
    """A single name.

    Raises:
        FormulaError: this is none.
    """
    cursor = Expressions(_tokens(tex))
    value = cursor.sum()
    names = (tree.Symbol, tree.Indexed, tree.Primed, tree.Marked, tree.Moment, tree.Gradient, tree.Apply, tree.Call)
    power = isinstance(value, tree.Power) and isinstance(value.base, tree.Symbol)  # R^2, which may be negative
    if cursor.token is not None or not (power or isinstance(value, names)):
        raise FormulaError(f"{tex!r} is not a name")
    return value


def without_comments(tex: str) -> str:
    """The TeX with its comment lines blanked, every other character in its place."""
    return _COMMENT.sub(lambda match: " " * (len(match[0]) - 1) + "\n" if match[0].endswith("\n") else "", tex)


def read_ahead(formulas: Iterable[str]) -> None:
    """Have KaTeX parse these formulas in one round trip, before `parse` is asked for them one by one."""
    wanted = [tex for tex in dict.fromkeys(formulas) if tex not in _READ]
    if wanted:
        _READ.update(zip(wanted, renderer().parse(map(without_comments, wanted)), strict=True))


def _tokens(tex: str) -> tuple[Token, ...]:
    read_ahead([tex])
    parsed = _READ[tex]
    if parsed.error:
        raise FormulaError(f"KaTeX: {parsed.error}", parsed.position)
    try:
        return tokens(parsed.tree)
    except RecursionError:
        raise FormulaError("too deep to be read") from None


def _parts(flat: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    """Cut at separators outside brackets; rows of an environment are cut, too."""
    part: list[Token] = []
    depth = 0
    for token in flat:
        if token.kind == "rows":
            yield tuple(part)
            part = []
            for cells in _joined(token):
                yield from _parts(cells)
            continue
        depth += (token.kind == "open") - (token.kind == "close")
        separates = token.kind in ("quad", "punctuation") or token.text in SEPARATORS
        if separates and depth == 0:
            yield tuple(part)
            part = []
        else:
            part.append(token)
    yield tuple(part)


def _joined(rows: Token) -> Iterator[tuple[Token, ...]]:
    """Left and right cells of an aligned environment together; a row that begins with a sign continues the last one."""
    pending: tuple[Token, ...] = ()
    for row in rows.rows:
        for left, right in zip(row[::2], [*row[1::2], ()][: len(row[::2])], strict=True):
            cells = (*left, *right)
            if cells and cells[0].kind == "sign":
                pending += cells
            else:
                yield pending
                pending = cells
    yield pending


def _statements(part: tuple[Token, ...]) -> Iterator[tree.Statement]:
    if not part:
        return
    inner = _in_brackets(part)
    if inner is not None and any(token.kind == "relation" for token in inner):
        for piece in _parts(inner):
            for statement in _statements(piece):
                yield _as_condition(statement)
        return
    start, stop = 0, len(part)
    while start < stop and _says(part, start):
        yield tree.Words(part[start].text.strip())
        start += 1
    while stop > start and is_words(part[stop - 1]):
        stop -= 1
    if start < stop:
        yield _relation(part[start:stop])
    for token in part[stop:]:
        yield tree.Words(token.text.strip())


def _spread(statements: list[tree.Statement]) -> Iterator[tree.Statement]:
    """`i, f, o = \\sigma(W_\\bullet x)` as one statement for each name; the bullet is the name's letter."""
    names: list[tree.Relation] = []
    for statement in statements:
        if isinstance(statement, tree.Relation) and BULLET in tree.parts(statement):
            if not names:
                raise FormulaError("\\bullet needs names with commas between them before its relation")
            for name in (*(each.sides[0] for each in names), statement.sides[0]):
                spread = replace(statement, sides=(name, *statement.sides[1:]))
                yield tree.replaced(spread, BULLET, _letter(name))
            names = []
        elif isinstance(statement, tree.Relation) and not statement.relations and _letter(statement.sides[0]):
            names.append(statement)
        else:
            yield from names
            yield statement
            names = []
    yield from names


def _letter(name: tree.Expression) -> tree.Symbol | None:
    base = name.base if isinstance(name, tree.Indexed) else name
    return base if isinstance(base, tree.Symbol) else None


def _says(part: tuple[Token, ...], start: int) -> bool:
    """Whether text stands alone, or before something that is no relation and no bracket: it is no name."""
    token = part[start]
    if token.kind != "text" or token.sub or token.sup:
        return False
    if is_words(token):
        return start + 1 == len(part) or part[start + 1].kind != "relation"
    return start + 1 == len(part) or part[start + 1].kind in ("name", "number", "mark", "operator", "fraction")


def _as_condition(statement: tree.Statement) -> tree.Statement:
    if isinstance(statement, tree.Relation):
        return tree.Relation(statement.sides, statement.relations, condition=True)
    return statement


def _in_brackets(part: tuple[Token, ...]) -> tuple[Token, ...] | None:
    """What stands in the round brackets that hold the whole part."""
    if part[0].text != "(" or part[-1].text != CLOSING["("] or part[-1].sup or part[-1].sub:
        return None
    depth = 0
    for index, token in enumerate(part):
        depth += (token.kind == "open") - (token.kind == "close")
        if depth == 0:
            return part[1:-1] if index == len(part) - 1 else None
    return None


def _relation(part: tuple[Token, ...]) -> tree.Relation:
    cursor = Expressions(part)
    relation = cursor.relation()
    if cursor.token is not None:
        raise cursor.unknown()
    for sign in relation.relations:
        if sign not in RELATIONS:
            at = next(token.at for token in part if token.text == sign)
            raise FormulaError(f"unknown relation {sign!r}", at)
    return relation
