"""Statements held against each other, case by case.

A case is the dictionary that a binding yields: TeX names and their values, and a few words that are no TeX:

    "result"     the value of the snippet for the first side of a statement that is not in brackets; a tuple if there
                 are several such statements, with None for one whose sides are all bound
    "last"       the same for the last side
    "limit"      True: this case is far enough for `\\to`; on all others `\\to` is not looked at
    "tight"      True: here `\\le` and `\\ge` hold with equality, so that a bound that is too loose is noticed
    "fails"      True: here a statement with inequalities must not hold, so that one that always holds is noticed

`x \\leftarrow y` compares y with the binding of `x\\leftarrow`. `\\approx` holds within the binding's `approx`, only in
those cases for which the formula's own conditions with `\\ll` are true. A side that is a decimal number by itself is
rounded to its printed digits. A statement with a free index holds for each of its values, one with random symbols for
each outcome.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, product
from typing import Any

import numpy as np

from scripts.evidence.formulas import grammar, tree, values
from scripts.evidence.formulas.evaluate import Evaluator, OpenError
from scripts.evidence.formulas.relations import MUCH_LESS, Checker, Seen, Settings
from scripts.evidence.formulas.spelling import spell
from scripts.evidence.formulas.tokens import FormulaError
from scripts.evidence.formulas.values import Each, Outcomes, number

Case = Mapping[str, Any]
WORDS = ("result", "last", "limit", "tight", "fails")


def problems(statements: Sequence[tree.Statement], cases: Sequence[Case], settings: Settings) -> Iterator[str]:
    """What does not hold, what is bound in vain, and what no case has looked at."""
    words = tuple(each.text for each in statements if isinstance(each, tree.Words))
    if words != settings.words:
        yield f"its words are {words}, those of the binding {settings.words}"
    if not cases:
        yield "the binding yields no case"
        return
    relations = [each for each in statements if isinstance(each, tree.Relation)]
    seen = Seen()
    if message := failure(relations, cases, settings, seen):
        yield message
        return
    if unused := seen.bound - seen.used:
        yield f"the formula does not use {', '.join(sorted(unused))}, which the binding has"
    yield from unlooked(relations, seen)


def failure(relations: list[tree.Relation], cases: Sequence[Case], settings: Settings, seen: Seen) -> str:
    """What does not hold in the first case in which something does not; "" if everything holds in all of them."""
    for count, case in enumerate(cases, 1):
        try:
            with np.errstate(all="ignore"):  # a wrong formula may divide by zero; what is not a number equals nothing
                _check_case(relations, case, settings, seen)
        except FormulaError as error:
            return f"{error} (case {count} of {len(cases)})"
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:  # raised by a bound function, or NumPy
            return f"{type(error).__name__}: {error} (case {count} of {len(cases)})"
    return ""


def unlooked(relations: list[tree.Relation], seen: Seen) -> Iterator[str]:
    """The relations at which no case has looked."""
    for index, relation in enumerate(relations):
        for place, sign in enumerate(relation.relations):
            if (index, place) not in seen.relations and sign != "\\ll":
                yield f"no case looks at {sign} in {spell(relation)}"


def _check_case(relations: list[tree.Relation], case: Case, settings: Settings, seen: Seen) -> None:
    names = _names(case)
    seen.bound |= names.keys()
    firsts, lasts = (_results(relations, case.get(key)) for key in ("result", "last"))
    root = Evaluator(names)
    near = all(_is_near(relation, root) for relation in relations)
    for index, relation in enumerate(relations):
        if not relation.relations and firsts[index] is None:
            raise FormulaError(f"{spell(relation)} has no other side: yield its “result”")
        for evaluator in _instances(relation, root):
            Checker(index, relation, evaluator, case, settings, seen, near).run(firsts[index], lasts[index])
    seen.used |= root.used


def _names(case: Case) -> dict[str, Any]:
    """The bound names as they are spelled."""
    names: dict[str, Any] = {}
    for key, value in case.items():
        if key in WORDS:
            continue
        tex = key.removesuffix("\\leftarrow")
        spelled = grammar.name(tex) + ("\\leftarrow" if tex != key else "")
        if spelled in names:
            raise FormulaError(f"{key} is bound twice")
        if isinstance(value, values.Depends):
            value = values.Depends(value.function, tuple(map(grammar.name, value.names)))
        names[spelled] = value
    return names


def _results(relations: list[tree.Relation], given: Any) -> list[Any]:
    """The snippet's value for each relation, None where there is none."""
    count = sum(not each.condition for each in relations)
    results = given if isinstance(given, tuple) else (given, *[None] * (count - 1))
    if len(results) != count:
        raise FormulaError(f"{len(results)} results for {count} statements")
    following = iter(results)
    return [None if each.condition else next(following) for each in relations]


def _is_near(relation: tree.Relation, root: Evaluator) -> bool:
    """Whether the conditions with \\ll are true in this case."""
    if "\\ll" not in relation.relations:
        return True
    sides = [number(root.value(side)) for side in relation.sides]
    pairs = zip(pairwise(sides), relation.relations, strict=True)
    return all(abs(left) <= MUCH_LESS * abs(right) for (left, right), sign in pairs if sign == "\\ll")


def _instances(relation: tree.Relation, root: Evaluator) -> list[Evaluator]:
    """The evaluator for each value of the free indices and each outcome of the random symbols of a relation."""
    open_names: list[str] = []
    while True:
        found = [root.with_(chosen) for chosen in _choices(root, open_names)]
        if not found:
            raise FormulaError(f"no values for {', '.join(open_names)}")
        try:
            for side in _computed(relation):
                found[0].value(side)
        except OpenError as error:
            open_names.append(error.name)
        else:
            root.used.update(open_names)
            return found


def _computed(relation: tree.Relation) -> Iterator[tree.Expression]:
    """The sides that have a value of their own: not those of a distribution, nor what is assigned to."""
    for place, side in enumerate(relation.sides):
        signs = relation.relations[max(place - 1, 0) : place + 1]
        if "\\sim" not in signs and relation.relations[place : place + 1] != ("\\leftarrow",):
            yield side


def _choices(root: Evaluator, open_names: list[str]) -> Iterator[dict[str, Any]]:
    indices = [name for name in open_names if isinstance(root.names[name], Each)]
    random = [name for name in open_names if isinstance(root.names[name], Outcomes)]
    count = max((len(root.names[name].values) for name in random), default=1)
    for chosen in product(*(root.names[name].values for name in indices)):
        for outcome in range(count):
            picked = {name: root.names[name].values[outcome] for name in random}
            yield {**dict(zip(indices, chosen, strict=True)), **picked}
