"""Equations in the text: `224 + 2·1 − 3 + 1 = 224` is computed and held at its printed precision.

A side is computed if it has numbers only, or symbols to which the text gives values, as in `d = 128`; see `scope` for
where it looks. `F_1 = 0.73` is computed, too, where the answer says what F_1 is and the paragraph gives values to all
that it is made of; `\\tanh z = …` is compared for several z.

A side that is a decimal number, alone or times a power of ten or a symbol, is rounded to its last digit; an integer is
exact behind `=`, and rounded to its last digit that is not zero behind `\\approx`.

`python -m scripts.evidence.formulas.inline` lists the equations that are not computed, each with the reason.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from scripts.content import ROOT, Formula, Page, current_site
from scripts.evidence.formulas import grammar, tree
from scripts.evidence.formulas.functions import CONSTANTS
from scripts.evidence.formulas.scope import (
    CONVENTIONS,
    NAMES,
    RELATIONS,
    Scope,
    Values,
    answers,
    computed,
    given,
    is_equation,
    is_quantity,
    names,
)
from scripts.evidence.formulas.sentences import stated
from scripts.evidence.formulas.spelling import spell
from scripts.evidence.formulas.tokens import FormulaError

KINDS = ("evaluated", "symbolic", "value")
LIST = "python -m scripts.evidence.formulas.inline"
POINTS = (-2.5, -0.3, 0.7, 3.1)
"""Where the two sides of what holds for every number are compared."""


@dataclass(frozen=True)
class Equation:
    """An inline formula with `=` or `\\approx`, and what became of it.

    `kind` is evaluated (sides were compared), value (it gives a quantity a number, which nothing in the answer
    contradicts or confirms), symbolic (a side has symbols without value) or unreadable; `wrong` says what does not
    hold, `reason` why nothing was compared.
    """

    formula: Formula
    kind: str
    wrong: str = ""
    reason: str = ""


def equations(page: Page) -> Iterator[Equation]:
    """Every inline formula of a page that contains `=` or `\\approx`."""
    for answer in answers(page):
        for formula, scope in answer:
            if is_equation(formula):
                yield _equation(formula, scope)


def _equation(formula: Formula, scope: Scope) -> Equation:
    try:
        statements = grammar.parse(formula.tex)
    except FormulaError as error:
        return Equation(formula, "unreadable", str(error))
    scope = scope.without(given([formula]))
    found: dict[str, str] = {}
    for relation in (each for each in statements if isinstance(each, tree.Relation)):
        for (left, right), sign in zip(pairwise(relation.sides), relation.relations, strict=True):
            if sign not in RELATIONS:
                continue
            target = relation.sides[-1] if is_quantity(left) and is_quantity(right) else right  # λ = σ² = 1
            kind, said = _compared(left, target, sign, scope)
            if kind == "evaluated" and said:
                return Equation(formula, kind, said)
            found.setdefault(kind, said)
    kind = next((each for each in KINDS if each in found), "symbolic")
    return Equation(formula, kind, reason=found.get(kind, "there is no value to compare"))


def _compared(left: tree.Expression, right: tree.Expression, sign: str, scope: Scope) -> tuple[str, str]:
    """What kind of equation two sides make, and what is wrong with it, or why it is not computed."""
    if isinstance(left, NAMES):
        return _named(left, right, sign, scope)
    variables = _variables(left)
    if variables is not None and names(right):
        return _for_all(left, right, sign, variables)
    common = names(left) & names(right) - scope.values.keys()
    factors = {name for name in common if _decimal(right) or name.startswith("\\text{")}  # 0.53 g, and units
    values = {**scope.values, **dict.fromkeys(factors, 1.0)}
    (one, why), (other, why_not) = computed(left, values), computed(right, values)
    if one is not None and other is not None:
        return "evaluated", _difference(left, right, sign, one, other, values)
    if other is not None and is_quantity(left):
        return "value", f"it gives {spell(left)} a value"
    return "symbolic", why or why_not


def _variables(left: tree.Expression) -> list[str] | None:
    """The variables of a side that is a known function of names, `\\tanh z`; of a function that it defines, none."""
    if not isinstance(left, tree.Apply | tree.Call) or not all(
        isinstance(each, tree.Symbol) for each in left.arguments
    ):
        return None
    known = isinstance(left, tree.Call) or spell(left.head) in CONVENTIONS
    return [spell(each) for each in left.arguments] if known else []


def _for_all(left: tree.Expression, right: tree.Expression, sign: str, variables: list[str]) -> tuple[str, str]:
    """`\\tanh z = 2\\sigma(2z) - 1` holds for every z; `f(x) = 1 - x` only says what f is."""
    if sign != "=" or not variables or not names(right) <= {*variables, *CONVENTIONS, *CONSTANTS}:
        return "symbolic", f"it says what {spell(left)} is"
    for point in POINTS:
        values = {name: point / (1 + place) for place, name in enumerate(variables)}
        (one, why), (other, why_not) = computed(left, values), computed(right, values)
        if one is None or other is None:
            return "symbolic", why or why_not
        if wrong := _difference(left, right, sign, one, other, values):
            return "evaluated", f"at {', '.join(f'{name} = {value:g}' for name, value in values.items())}, {wrong}"
    return "evaluated", ""


def _named(left: tree.Expression, right: tree.Expression, sign: str, scope: Scope) -> tuple[str, str]:
    """A name that is given a value: compared with what the text says of it elsewhere."""
    name = spell(left)
    others = {key: value for key, value in scope.values.items() if key != name}
    other, why = computed(right, others)
    if other is None:
        return "symbolic", why
    if names(right) and name in scope.values:
        return "evaluated", _difference(left, right, sign, scope.values[name], other, others)
    for meaning in scope.meanings.get(name, ()):
        one, _ = computed(meaning, scope.near)
        if one is not None and meaning != right:
            return "evaluated", _difference(meaning, right, sign, one, other, others)
    return "value", f"it gives {name} a value"


def _difference(left: tree.Expression, right: tree.Expression, sign: str, one: Any, other: Any, values: Values) -> str:
    """What is wrong if one side has not the value of the other, `""` if it has."""
    if np.shape(one) != np.shape(other):
        return f"{spell(left)} has the shape {np.shape(one)}, {spell(right)} {np.shape(other)}"
    unit = max(_unit(left, sign, values), _unit(right, sign, values))
    if np.all(np.abs(one - other) <= unit / 2 * (1 + 1e-9) + 1e-12 * np.maximum(np.abs(one), np.abs(other))):
        return ""
    shown = f"{one:.6g}" if np.ndim(one) == 0 else str(one)
    return f"{spell(left)} is {shown}, not {spell(right)}"


def _decimal(side: tree.Expression) -> tree.Number | None:
    """The one decimal number of a side that is a number, or a number times powers and symbols."""
    factors = side.factors if isinstance(side, tree.Product) and "/" not in side.operators else (side,)
    found = [each for each in factors if isinstance(each, tree.Number) and "." in each.text]
    return found[0] if len(found) == 1 and len(factors) <= 2 else None


def _unit(side: tree.Expression, sign: str, values: Values) -> float:
    """The unit of the last printed digit of a side, 0 if it is exact."""
    side = side.terms[0] if isinstance(side, tree.Sum) and side.signs == ("-",) else side
    decimal = _decimal(side)
    if decimal is not None:
        digits = len(decimal.text.partition(".")[2])
        others = tree.Product(("",), (tree.Number(1, "1"), side))
        scale = computed(others, values)[0] or 0.0
        return float(abs(scale) / decimal.value * 10.0**-digits) if decimal.value else 10.0**-digits
    if isinstance(side, tree.Number) and sign == "\\approx":
        return float(10.0 ** (len(side.text) - len(side.text.rstrip("0"))))
    return 0.0


def summary(root: Path) -> str:
    """How many inline formulas of the site are computed, and how many say nothing that can be."""
    pages = current_site(root).pages
    grammar.read_ahead(each.tex for page in pages for each in page.formulas)
    kinds = Counter(each.kind for page in pages for each in equations(page))
    numbers = sum(1 for page in pages for _ in stated(page))
    return (
        f"{kinds['evaluated']} equations in the text evaluated and {numbers} numbers that say what a formula is; "
        f"{kinds['value']} only state a value, {kinds['symbolic']} are symbolic (`{LIST}` lists them with the reasons)"
    )


def main() -> int:
    """Count, then list what is not computed."""
    print(summary(ROOT), file=sys.stderr)
    for page in current_site(ROOT).ordered_pages:
        for each in equations(page):
            if each.kind != "evaluated":
                print(
                    f"{page.file}:{each.formula.line}: {each.kind}: `{each.formula.tex}`: {each.wrong or each.reason}"
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
