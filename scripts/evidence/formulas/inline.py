"""Equations in the text: `224 + 2·1 − 3 + 1 = 224` is computed and held at its printed precision.

A side is computed if it has numbers only, or symbols to which the same paragraph, or else the same answer, gives one
value by an inline formula such as `d = 128`. A side that is a decimal number, alone or times a power of ten or a
symbol, is rounded to its last digit; an integer is exact behind `=`, and rounded to its last digit that is not zero
behind `\\approx`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from scripts.content import Formula, Page
from scripts.evidence.formulas import grammar, tree
from scripts.evidence.formulas.evaluate import Evaluator, OpenError
from scripts.evidence.formulas.spelling import spell
from scripts.evidence.formulas.tokens import FormulaError

NAMES = (tree.Symbol, tree.Indexed, tree.Marked)
RELATIONS = ("=", "\\approx")


@dataclass(frozen=True)
class Equation:
    """An inline formula with `=` or `\\approx`, and what became of it.

    `kind` is evaluated (sides were compared), value (it gives a symbol a number), symbolic (a side has symbols without
    value) or unreadable; `wrong` says what does not hold.
    """

    formula: Formula
    kind: str
    wrong: str = ""


def is_equation(formula: Formula) -> bool:
    """Whether this is an inline formula with `=` or `\\approx`."""
    return not formula.display and any(sign in formula.tex for sign in RELATIONS)


def equations(page: Page) -> Iterator[Equation]:
    """Every inline formula of a page that contains `=` or `\\approx`."""
    starts = [question.line for question in page.questions]
    answers: dict[int, list[list[Formula]]] = defaultdict(list)
    for inline in page.inlines:
        found = [each for each in inline.formulas if is_equation(each)]
        answers[sum(start <= inline.line for start in starts)].append(found)
    for answer in answers.values():
        in_answer = _given([formula for found in answer for formula in found])
        for found in answer:
            in_paragraph = _given(found)
            for formula in found:
                yield _equation(formula, {**in_answer, **in_paragraph})


def _relations(formula: Formula) -> list[tree.Relation]:
    return [each for each in grammar.parse(formula.tex) if isinstance(each, tree.Relation) and each.relations]


def _given(formulas: list[Formula]) -> dict[str, float]:
    """The symbols that have one value in all these formulas."""
    found: dict[str, set[float]] = defaultdict(set)
    for formula in formulas:
        try:
            relations = _relations(formula)
        except FormulaError:
            continue
        for relation in relations:
            value = _value(relation.sides[-1], {})
            for side in relation.sides[:-1]:
                if isinstance(side, NAMES) and set(relation.relations) <= set(RELATIONS):
                    found[spell(side)].add(np.nan if value is None else value)
    values = {name: next(iter(each)) for name, each in found.items() if len(each) == 1}
    return {name: value for name, value in values.items() if not np.isnan(value)}


def _equation(formula: Formula, given: Mapping[str, float]) -> Equation:
    try:
        relations = _relations(formula)
    except FormulaError as error:
        return Equation(formula, "unreadable", str(error))
    kinds = set()
    for relation in relations:
        for (left, right), sign in zip(pairwise(relation.sides), relation.relations, strict=True):
            if sign not in RELATIONS:
                continue
            kind, wrong = _compared(left, right, sign, given)
            if wrong:
                return Equation(formula, "evaluated", wrong)
            kinds.add(kind)
    return Equation(formula, next((kind for kind in ("evaluated", "symbolic", "value") if kind in kinds), "symbolic"))


def _compared(left: tree.Expression, right: tree.Expression, sign: str, given: Mapping[str, float]) -> tuple[str, str]:
    """What kind of equation two sides make, and what is wrong with it."""
    if isinstance(left, NAMES) and isinstance(right, tree.Number):
        return "value", ""
    factors = _names(left) & _names(right) - given.keys()
    values = {**given, **dict.fromkeys(factors, 1.0)} if _decimal(right) else given
    if isinstance(left, NAMES):
        values = {name: value for name, value in values.items() if name != spell(left)}
    one, other = _value(left, values), _value(right, values)
    if one is None or other is None:
        return ("value" if isinstance(left, NAMES) and other is not None else "symbolic"), ""
    unit = max(_unit(left, sign), _unit(right, sign))
    if abs(one - other) <= unit / 2 * (1 + 1e-9) + 1e-12 * max(abs(one), abs(other)):
        return "evaluated", ""
    return "evaluated", f"{spell(left)} is {one:.6g}, not {spell(right)}"


def _value(side: tree.Expression, given: Mapping[str, float]) -> float | None:
    """The number that a side is; None if it has symbols without value, or is no number."""
    try:
        with np.errstate(all="ignore"):
            value = Evaluator(given).value(side)
    except (FormulaError, OpenError, TypeError, ValueError, ArithmeticError, AttributeError):
        return None
    return float(value) if isinstance(value, int | float | np.number) else None


def _names(side: tree.Expression) -> set[str]:
    return {spell(part) for part in tree.parts(side) if isinstance(part, NAMES)}


def _decimal(side: tree.Expression) -> tree.Number | None:
    """The one decimal number of a side that is a number, or a number times powers and symbols."""
    factors = side.factors if isinstance(side, tree.Product) and "/" not in side.operators else (side,)
    found = [each for each in factors if isinstance(each, tree.Number) and "." in each.text]
    return found[0] if len(found) == 1 and len(factors) <= 2 else None


def _unit(side: tree.Expression, sign: str) -> float:
    """The unit of the last printed digit of a side, 0 if it is exact."""
    side = side.terms[0] if isinstance(side, tree.Sum) and side.signs == ("-",) else side
    decimal = _decimal(side)
    if decimal is not None:
        digits = len(decimal.text.partition(".")[2])
        others = tree.Product(("",), (tree.Number(1, "1"), side))
        scale = _value(others, dict.fromkeys(_names(side), 1.0)) or 0.0
        return float(abs(scale) / decimal.value * 10.0**-digits) if decimal.value else 10.0**-digits
    if isinstance(side, tree.Number) and sign == "\\approx":
        return float(10.0 ** (len(side.text) - len(side.text.rstrip("0"))))
    return 0.0
