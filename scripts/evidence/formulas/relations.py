"""One relation whose symbols all have values: whether each side agrees with the next, and with the snippet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from scripts.evidence.formulas import tree, values
from scripts.evidence.formulas.evaluate import Evaluator
from scripts.evidence.formulas.spelling import spell
from scripts.evidence.formulas.tokens import FormulaError
from scripts.evidence.formulas.values import Outcomes, number

MUCH_LESS = 0.02
"""`a \\ll b` is taken to mean that a is at most this share of b."""
FAR = 100
"""`t \\to \\infty` is taken to be reached, in a case that says it is a limit, when t is at least this."""
NUMERICAL = 1e-6
ORDER = ("<", ">", "\\le", "\\ge")


@dataclass(frozen=True)
class Settings:
    """How exactly the sides must agree, and which words of the formula say nothing that can be computed."""

    tolerance: float = 1e-9
    approx: float | None = None
    words: tuple[str, ...] = ()


@dataclass
class Seen:
    """What the cases have covered so far: names, and relations by statement and place."""

    used: set[str] = field(default_factory=set)
    bound: set[str] = field(default_factory=set)
    relations: set[tuple[int, int]] = field(default_factory=set)


@dataclass(frozen=True)
class Checker:
    """One relation with all of its symbols given; `near` says whether the conditions with \\ll are true."""

    index: int
    relation: tree.Relation
    evaluator: Evaluator
    options: Mapping[str, Any]
    settings: Settings
    seen: Seen
    near: bool

    def run(self, first: Any, last: Any) -> None:
        """Compare each side with the next, and the first and last with the snippet's results, where there are any."""
        sides = self.relation.sides
        for side, result in ((sides[0], first), (sides[-1], last)):
            if result is not None:
                value = self.evaluator.value(side)
                if not self.equal(value, result):
                    raise self.failed(spell(side), value, "=", "the snippet", result)
        for place, sign in enumerate(self.relation.relations):
            if self.skips(sign):
                continue
            self.seen.relations.add((self.index, place))
            if not (sign in ORDER and self.options.get("fails")):
                self.compare(sign, sides[place], sides[place + 1])
        if self.options.get("fails"):
            self.fails()

    def fails(self) -> None:
        """Raise `FormulaError` if all inequalities of the statement hold in a case in which they must not."""
        sides_ = [number(self.evaluator.value(side)) for side in self.relation.sides]
        pairs = zip(self.relation.relations, pairwise(sides_), strict=True)
        found = [self.ordered(sign, *pair) for sign, pair in pairs if sign in ORDER]
        if found and all(found):
            raise FormulaError(f"{spell(self.relation)} holds in a case in which it must not")

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
        if sign == "\\to" and self.relation.condition:
            self.far(left, right)
            return
        if sign == "\\leftarrow":
            name = f"{spell(left)}\\leftarrow"
            if name not in self.evaluator.names:
                raise FormulaError(f"the binding has no value for {name}, the new value of {spell(left)}")
            before = self.evaluator.lookup(name)
        else:
            before = self.evaluator.value(left)
        after = self.evaluator.value(right)
        rounding = max(printed_unit(left), printed_unit(right)) / 2
        if sign == "=" and rounding and np.ndim(before) == 0 and np.ndim(after) == 0:
            held = abs(number(before) - number(after)) <= rounding * (1 + 1e-9)
        else:
            held = self.holds(sign, before, after)
        if not held:
            raise self.failed(spell(left), before, sign, spell(right), after)

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
        return self.ordered(sign, number(left), number(right))

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

    def far(self, left: tree.Expression, right: tree.Expression) -> None:
        """`(t \\to \\infty)`: whether this case is far enough."""
        if right != tree.Number(float("inf"), "\\infty") or float(self.evaluator.value(left)) < FAR:
            raise FormulaError(f"{spell(self.relation)}: a limit is that of a number of at least {FAR}")

    def equal(self, left: Any, right: Any) -> bool:
        """Equality within the tolerance; of what was computed by differences, within theirs."""
        tolerance = max(self.settings.tolerance, NUMERICAL if self.evaluator.inexact else 0.0)
        return values.equal(left, right, tolerance, 1e-9 if self.evaluator.inexact else 1e-14)

    def distributed(self, left: tree.Expression, right: tree.Expression) -> None:
        """`z \\sim \\mathcal N(0, s^2)`, `m \\sim \\operatorname{Bernoulli}(q)`: mean and variance fit."""
        base = left.base if isinstance(left, tree.Indexed) else left
        name = spell(left) if self.evaluator.has(left) else spell(base)
        bound = self.evaluator.names.get(name)
        if not isinstance(bound, Outcomes) or not isinstance(right, tree.Apply):
            raise FormulaError(f"{spell(self.relation)}: bind {name} to Outcomes")
        self.evaluator.used.add(name)
        parameters = [float(self.evaluator.value(each)) for each in right.arguments]
        law = spell(right.head)
        if law == "\\operatorname{Bernoulli}" and len(parameters) == 1:
            wanted = parameters[0], parameters[0] * (1 - parameters[0])
        elif law == "\\mathcal{N}" and len(parameters) == 2:
            wanted = parameters[0], parameters[1]
        else:
            raise FormulaError(f"unknown distribution {spell(right)}")
        probabilities = bound.probabilities()
        found = np.array([np.asarray(value, float) for value in bound.values])
        mean = np.tensordot(probabilities, found, axes=1)
        variance = np.tensordot(probabilities, (found - mean) ** 2, axes=1)
        for value, one in zip((mean, variance), wanted, strict=True):
            if not np.allclose(value, one, rtol=max(self.settings.tolerance, 1e-9), atol=1e-9):
                raise self.failed(spell(left), value, "\\sim", spell(right), one)

    def failed(self, left: str, before: Any, sign: str, right: str, after: Any) -> FormulaError:
        """The error that shows both sides and their values."""
        return FormulaError(f"{left} {sign} {right} does not hold: {_shown(before)} and {_shown(after)}")


def printed_unit(side: tree.Expression) -> float:
    """The unit of the last digit of a side that is a decimal number, which is rounded; 0 for any other side."""
    if isinstance(side, tree.Number) and "." in side.text:
        return float(10.0 ** -len(side.text.partition(".")[2]))
    return 0.0


def _is_in(value: Any, domain: Any) -> bool:
    if isinstance(domain, tuple) and domain[:1] == ("space",):
        shape = np.shape(number(value))
        return shape == domain[1:] or (shape == () and domain[1:] == (1,))
    if isinstance(domain, tuple) and domain[:1] == ("interval",):
        return bool(domain[1] <= value <= domain[2])
    items = np.ravel(number(value)) if not isinstance(value, str | set | frozenset) else [value]
    return all(any(item == each for each in domain) for item in items)


def _shown(value: Any) -> str:
    with np.printoptions(precision=6, threshold=6, edgeitems=2):
        return " ".join(str(number(value)).split())
