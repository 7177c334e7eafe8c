"""Statements held against each other, case by case.

A case is the dictionary that a binding yields: TeX names and their values, and a few words that are no TeX:

    "result"     the value of the snippet for the first side of the statement; a tuple if there are several statements,
                 with None for one whose sides are all bound
    "limit"      True: this case is far enough for `\\to`; on all others `\\to` is not looked at
    "tight"      True: here `\\le`, `\\ge`, `<` and `>` hold with equality, so that a bound that is too loose is noticed
    "fails"      True: in this case the inequalities must NOT hold, so that one that always holds is noticed

`x \\leftarrow y` compares y with the binding of `x \\leftarrow`, and `\\approx` holds within the binding's `approx`, in
those cases only for which the formula's own conditions with `\\ll` are true.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np

from scripts.evidence.formulas import grammar, tree, values
from scripts.evidence.formulas.evaluate import Evaluator, OpenError
from scripts.evidence.formulas.tokens import FormulaError
from scripts.evidence.formulas.values import Each, Outcomes, number

WORDS = ("result", "limit", "tight", "fails")
MUCH_LESS = 0.02
NUMERICAL = 1e-6
ORDER = ("<", ">", "\\le", "\\ge")


@dataclass(frozen=True)
class Settings:
    """How exactly the sides must agree, and which words of the formula say nothing that can be computed."""

    tolerance: float = 1e-9
    approx: float | None = None
    words: tuple[str, ...] = ()


@dataclass
class _Seen:
    """What the cases have covered so far."""

    used: set[str] = field(default_factory=set)
    relations: set[tuple[int, int]] = field(default_factory=set)
    failing: set[int] = field(default_factory=set)


def problems(
    statements: Sequence[tree.Statement], cases: Sequence[Mapping[str, Any]], settings: Settings
) -> Iterator[str]:
    """What does not hold, what is bound in vain, and what no case has looked at."""
    words = tuple(each.text for each in statements if isinstance(each, tree.Words))
    if words != settings.words:
        yield f"its words are {words}, those of the binding {settings.words}"
    if not cases:
        yield "the binding yields no case"
        return
    relations = [each for each in statements if isinstance(each, tree.Relation)]
    seen = _Seen()
    for count, case in enumerate(cases, 1):
        names, options = _split(case)
        try:
            _check_case(relations, names, options, settings, seen)
        except FormulaError as error:
            yield f"{error} (case {count} of {len(cases)})"
            return
        unused = set(names) - seen.used
        if count == len(cases) and unused:
            yield f"the formula does not use {', '.join(sorted(unused))}, which the binding has"
    for index, relation in enumerate(relations):
        for place, sign in enumerate(relation.relations):
            if (index, place) not in seen.relations and sign != "\\ll":
                yield f"no case looks at {sign} in {tree.spell(relation)}"


def _split(case: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    options = {key: value for key, value in case.items() if key in WORDS}
    names = {}
    for key, value in case.items():
        if key in WORDS:
            continue
        after = key.endswith("\\leftarrow")
        spelled = grammar.name(key.removesuffix("\\leftarrow") if after else key) + ("\\leftarrow" if after else "")
        if spelled in names:
            raise FormulaError(f"{key} is bound twice")
        names[spelled] = _respelled(value)
    return names, options


def _respelled(value: Any) -> Any:
    if isinstance(value, values.Depends):
        return values.Depends(value.function, tuple(map(grammar.name, value.names)))
    return value


def _check_case(
    relations: list[tree.Relation],
    names: Mapping[str, Any],
    options: Mapping[str, Any],
    settings: Settings,
    seen: _Seen,
) -> None:
    given = options.get("result")
    checked = [each for each in relations if not each.condition]
    results = given if isinstance(given, tuple) else (given, *[None] * (len(checked) - 1))
    if len(results) != len(checked):
        raise FormulaError(f"{len(results)} results for {len(checked)} statements")
    by_relation = dict(zip(map(id, checked), results, strict=True))
    root = Evaluator(names)
    near = all(_is_near(relation, root) for relation in relations)
    for index, relation in enumerate(relations):
        result = by_relation.get(id(relation))
        if not relation.relations and result is None:
            raise FormulaError(f"{tree.spell(relation)} has no other side: yield its “result”")
        for evaluator in _instances(relation, root):
            checker = _Checker(index, relation, evaluator, options, settings, seen, near)
            checker.run(result)
    seen.used |= root.used


def _is_near(relation: tree.Relation, root: Evaluator) -> bool:
    """Whether the conditions with \\ll are true in this case."""
    if "\\ll" not in relation.relations:
        return True
    sides = [number(root.value(side)) for side in relation.sides]
    return all(
        abs(left) <= MUCH_LESS * abs(right)
        for left, right, sign in zip(sides, sides[1:], relation.relations, strict=False)
        if sign == "\\ll"
    )


def _instances(relation: tree.Relation, root: Evaluator) -> list[Evaluator]:
    """The evaluator for each value of the free indices and each outcome of the random symbols of a relation."""
    open_names: list[str] = []
    while True:
        found = [root.with_(chosen) for chosen in _choices(root, open_names)]
        if not found:
            raise FormulaError(f"no values for {', '.join(open_names)}")
        try:
            for side, sign in zip(relation.sides, (*relation.relations, ""), strict=True):
                if sign == "\\sim" or (sign == "" and "\\sim" in relation.relations):
                    continue
                if sign == "\\leftarrow" or (side is relation.sides[0] and "\\to" in relation.relations[:0]):
                    continue
                found[0].value(side)
        except OpenError as error:
            if error.name in open_names:
                raise FormulaError(f"{error.name} has values that are open themselves") from None
            open_names.append(error.name)
            continue
        root.used.update(open_names)
        return found


def _choices(root: Evaluator, open_names: list[str]) -> Iterator[dict[str, Any]]:
    indices = [name for name in open_names if isinstance(root.names[name], Each)]
    random = [name for name in open_names if isinstance(root.names[name], Outcomes)]
    count = max((len(root.names[name].values) for name in random), default=1)
    for chosen in product(*(root.names[name].values for name in indices)):
        for outcome in range(count):
            picked = {name: root.names[name].values[outcome] for name in random}
            yield {**dict(zip(indices, chosen, strict=True)), **picked}


class _Checker:
    """One relation with all of its symbols given."""

    def __init__(
        self,
        index: int,
        relation: tree.Relation,
        evaluator: Evaluator,
        options: Mapping[str, Any],
        settings: Settings,
        seen: _Seen,
        near: bool,
    ) -> None:
        self.index, self.relation, self.evaluator = index, relation, evaluator
        self.options, self.settings, self.seen, self.near = options, settings, seen, near

    def run(self, result: Any) -> None:
        """Compare each side with the next, and the first with the snippet's result."""
        sides = self.relation.sides
        if result is not None:
            value = self.evaluator.value(sides[0])
            if not self.equal(value, result):
                raise self.failed(tree.spell(sides[0]), value, "=", "the snippet", result)
        for place, sign in enumerate(self.relation.relations):
            if self.skips(sign):
                continue
            self.seen.relations.add((self.index, place))
            self.compare(sign, sides[place], sides[place + 1])

    def skips(self, sign: str) -> bool:
        """Whether this relation says nothing about this case."""
        if sign == "\\ll":
            return True
        return (sign == "\\approx" and not self.near) or (sign == "\\to" and not self.options.get("limit"))

    def compare(self, sign: str, left: tree.Expression, right: tree.Expression) -> None:
        """Raise `FormulaError` if the relation does not hold."""
        if sign == "\\sim":
            self.distributed(left, right)
            return
        if sign == "\\leftarrow":
            name = f"{tree.spell(left)}\\leftarrow"
            if name not in self.evaluator.names:
                raise FormulaError(f"the binding has no value for {name}, the new value of {tree.spell(left)}")
            before = self.evaluator.lookup(name)
        else:
            before = self.evaluator.value(left)
        after = self.evaluator.value(right)
        if not self.holds(sign, before, after):
            raise self.failed(tree.spell(left), before, sign, tree.spell(right), after)

    def holds(self, sign: str, left: Any, right: Any) -> bool:
        """Whether the relation is true of two values."""
        if sign in ("=", "\\leftarrow"):
            return self.equal(left, right)
        if sign in ("\\approx", "\\to"):
            if self.settings.approx is None:
                raise FormulaError(f"{sign} needs a tolerance: approx=… in the binding")
            return values.equal(left, right, self.settings.approx)
        if sign == "\\ne":
            return not self.equal(left, right)
        if sign in ("\\in", "\\notin"):
            return _is_in(left, right) == (sign == "\\in")
        if self.options.get("tight") and sign in ("\\le", "\\ge"):
            return self.equal(left, right)
        return self.ordered(sign, number(left), number(right)) != bool(self.options.get("fails"))

    def ordered(self, sign: str, left: Any, right: Any) -> bool:
        """Whether an inequality is true of each element; one that is not strict, up to rounding."""
        slack = 1e-12 * (np.abs(left) + np.abs(right))
        comparisons = {
            "<": lambda: left < right,
            ">": lambda: left > right,
            "\\le": lambda: left <= right + slack,
            "\\ge": lambda: left >= right - slack,
            "\\gg": lambda: left * MUCH_LESS >= right,
        }
        return bool(np.all(comparisons[sign]()))

    def equal(self, left: Any, right: Any) -> bool:
        """Equality within the tolerance; of what was computed by differences, within theirs."""
        tolerance = max(self.settings.tolerance, NUMERICAL if self.evaluator.inexact else 0.0)
        return values.equal(left, right, tolerance, 1e-9 if self.evaluator.inexact else 1e-14)

    def distributed(self, left: tree.Expression, right: tree.Expression) -> None:
        """`z \\sim \\mathcal N(μ, σ^2)`, `m \\sim \\operatorname{Bernoulli}(q)`: the outcomes have mean and variance."""
        base = left.base if isinstance(left, tree.Indexed) else left
        name = tree.spell(left) if self.evaluator.has(left) else tree.spell(base)
        bound = self.evaluator.names.get(name)
        if not isinstance(bound, Outcomes) or not isinstance(right, tree.Apply):
            raise FormulaError(f"{tree.spell(self.relation)}: bind {name} to Outcomes")
        self.evaluator.used.add(name)
        parameters = [float(self.evaluator.value(each)) for each in right.arguments]
        law = tree.spell(right.head)
        if law == "\\operatorname{Bernoulli}" and len(parameters) == 1:
            wanted = parameters[0], parameters[0] * (1 - parameters[0])
        elif law == "\\mathcal{N}" and len(parameters) == 2:
            wanted = parameters[0], parameters[1]
        else:
            raise FormulaError(f"unknown distribution {tree.spell(right)}")
        probabilities = bound.probabilities()
        found = np.array([np.asarray(value, float) for value in bound.values])
        mean = np.tensordot(probabilities, found, axes=1)
        variance = np.tensordot(probabilities, (found - mean) ** 2, axes=1)
        for value, one in zip((mean, variance), wanted, strict=True):
            if not np.allclose(value, one, rtol=max(self.settings.tolerance, 1e-9), atol=1e-9):
                raise self.failed(tree.spell(left), value, "\\sim", tree.spell(right), one)

    def failed(self, left: str, before: Any, sign: str, right: str, after: Any) -> FormulaError:
        """The error that shows both sides and their values."""
        return FormulaError(f"{left} {sign} {right} does not hold: {_shown(before)} and {_shown(after)}")


def _is_in(value: Any, domain: Any) -> bool:
    if isinstance(domain, tuple) and domain[:1] == ("space",):
        shape = np.shape(number(value))
        return tuple(size for size in shape) == domain[1:] or (shape == () and domain[1:] == (1,))
    if isinstance(domain, tuple) and domain[:1] == ("interval",):
        return bool(domain[1] <= value <= domain[2])
    items = np.ravel(number(value)) if not isinstance(value, str | set | frozenset) else [value]
    return all(any(item == each for each in domain) for item in items)


def _shown(value: Any) -> str:
    with np.printoptions(precision=6, threshold=6, edgeitems=2):
        return " ".join(str(number(value)).split())
