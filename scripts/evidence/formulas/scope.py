"""What the symbols of an inline formula stand for where it is printed.

A symbol has the one value that the formulas of the same paragraph give it; else the one value of the answer; else the
value that the answer gave it last. A symbol with two values in the paragraph has none. `f(x) = …` in the answer says
what `f(2)` is, and `F_1 = …` what F_1 is made of. `\\operatorname{ReLU}` and the logistic function `\\sigma(…)` are
known everywhere.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from scripts.content import Formula, Page
from scripts.evidence.formulas import grammar, tree
from scripts.evidence.formulas.evaluate import Evaluator, OpenError
from scripts.evidence.formulas.spelling import spell
from scripts.evidence.formulas.tokens import FormulaError

NAMES = (tree.Symbol, tree.Indexed, tree.Marked)
QUANTITIES = (*NAMES, tree.Primed, tree.Apply, tree.Call, tree.Moment)
RELATIONS = ("=", "\\approx")
CONVENTIONS: dict[str, Any] = {
    "\\operatorname{ReLU}": lambda z: np.maximum(0, z),
    "\\sigma": lambda z: 0.5 + 0.5 * np.tanh(0.5 * z),
}
Values = Mapping[str, Any]
_BIND = re.compile(r"[:;?] bind")  # what to do about it in a binding; in the text there is none


@dataclass(frozen=True)
class Scope:
    """What symbols mean at one place: their values, those of the paragraph alone, and what names are made of."""

    values: Values
    near: Values
    meanings: Mapping[str, tuple[tree.Expression, ...]]

    def without(self, own: Iterable[str]) -> "Scope":
        """The same without the values that a formula gives itself, which would agree with it whatever they are."""
        left = set(own)
        values, near = ({k: v for k, v in each.items() if k not in left} for each in (self.values, self.near))
        return Scope(values, near, self.meanings)


def is_equation(formula: Formula) -> bool:
    """Whether this is an inline formula with `=` or `\\approx`."""
    return not formula.display and any(sign in formula.tex for sign in RELATIONS)


def is_quantity(side: tree.Expression) -> bool:
    """Whether a side is one quantity, which a number may be given to: x, x^2, f(x), a norm; not a sum or a quotient."""
    if isinstance(side, tree.Power):
        return is_quantity(side.base)
    return isinstance(side, QUANTITIES) or (isinstance(side, tree.Bracket) and side.opening in ("\\Vert", "|"))


def names(side: tree.Expression) -> set[str]:
    """The names in an expression; an indexed name counts as one."""
    if isinstance(side, NAMES):
        return {spell(side)}
    found = set()
    for each in tree.parts(side):
        if isinstance(each, NAMES):
            found.add(spell(each))
    return found


def computed(side: tree.Expression, values: Values) -> tuple[Any, str]:
    """The number or array that a side is, or None and why it has no value."""
    try:
        with np.errstate(all="ignore"):
            value = Evaluator({**CONVENTIONS, **values}).value(side)
    except FormulaError as error:
        return None, _BIND.split(str(error).replace("the binding has no value", "the answer gives no value"))[0]
    except (OpenError, TypeError, ValueError, ArithmeticError, AttributeError, LookupError):
        return None, f"{spell(side)} is no number"
    if isinstance(value, int | float | np.number):
        return float(value), ""
    if isinstance(value, np.ndarray) and value.dtype == float:
        return value, ""
    return None, f"{spell(side)} is no number"


def answers(page: Page) -> Iterator[list[tuple[Formula, Scope]]]:
    """The inline formulas of each answer (and of what stands before the first question), with their scope."""
    starts = [question.line for question in page.questions]
    paragraphs: dict[int, list[list[Formula]]] = defaultdict(list)
    displays: dict[int, list[Formula]] = defaultdict(list)
    for inline in page.inlines:
        paragraphs[sum(start <= inline.line for start in starts)].append(list(inline.formulas))
    for formula in page.formulas:
        if formula.display:
            displays[sum(start <= formula.line for start in starts)].append(formula)
    for number, found in paragraphs.items():
        yield list(_scoped(found, displays[number]))


def _scoped(paragraphs: list[list[Formula]], displays: list[Formula]) -> Iterator[tuple[Formula, Scope]]:
    inside = [formula for paragraph in paragraphs for formula in paragraph]
    functions, meanings = _functions([*displays, *inside]), _meanings([*displays, *inside])
    everywhere = _single(given(inside))
    last: dict[str, Any] = {}
    for paragraph in paragraphs:
        here = given(paragraph)
        near = _single(here)
        values = {**functions, **{k: v for k, v in {**last, **everywhere}.items() if k not in here}, **near}
        for formula in paragraph:
            yield formula, Scope(values, {**functions, **near}, meanings)
        last |= near


def relations(formulas: Iterable[Formula], bare: bool = False) -> Iterator[tree.Relation]:
    """The readable relations of some formulas; if wanted, bare expressions, too."""
    for formula in formulas:
        try:
            statements = grammar.parse(formula.tex)
        except FormulaError:
            continue
        yield from (each for each in statements if isinstance(each, tree.Relation) and (bare or each.relations))


def given(formulas: Iterable[Formula]) -> dict[str, list[Any]]:
    """The values that these formulas give to quantities; NaN for something that is no number."""
    found: dict[str, list[Any]] = defaultdict(list)
    for relation in relations(formulas):
        if not set(relation.relations) <= set(RELATIONS):
            continue
        value, _ = computed(relation.sides[-1], {})
        for side in relation.sides[:-1]:
            if is_quantity(side):
                found[spell(side)].append(np.nan if value is None else value)
    return found


def _single(found: Mapping[str, list[Any]]) -> dict[str, Any]:
    """The names with one value."""
    return {
        name: values[0]
        for name, values in found.items()
        if all(np.array_equal(value, values[0]) for value in values)  # NaN does not equal itself
    }


def _functions(formulas: list[Formula]) -> dict[str, Any]:
    """The functions that have one definition, such as `f(x) = 1 - x^2`."""
    found: dict[str, list[Any]] = defaultdict(list)
    for relation in relations(formulas):
        left = relation.sides[0]
        if relation.relations[0] != "=" or not isinstance(left, tree.Apply) or left.power is not None:
            continue
        variables = [spell(each) for each in left.arguments if isinstance(each, tree.Symbol)]
        named = isinstance(left.head, tree.Symbol) and spell(left.head) not in CONVENTIONS
        if named and len(variables) == len(left.arguments):
            found[spell(left.head)].append((tuple(variables), relation.sides[1]))
    return {name: _function(*each[0]) for name, each in found.items() if all(one == each[0] for one in each)}


def _function(variables: tuple[str, ...], body: tree.Expression) -> Any:
    def function(*arguments: Any) -> Any:
        return Evaluator({**CONVENTIONS, **dict(zip(variables, arguments, strict=True))}).value(body)

    return function


def _meanings(formulas: list[Formula]) -> dict[str, tuple[tree.Expression, ...]]:
    """What each name is said to be equal to, apart from other names."""
    found: dict[str, list[tree.Expression]] = defaultdict(list)
    for relation in relations(formulas):
        if isinstance(relation.sides[0], NAMES) and relation.relations[0] == "=" and not relation.condition:
            found[spell(relation.sides[0])] += [side for side in relation.sides[1:] if names(side) - {spell(side)}]
    return {name: tuple(each) for name, each in found.items()}
