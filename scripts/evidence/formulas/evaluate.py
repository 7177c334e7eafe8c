"""The value of an expression when its symbols have values.

A name is looked up as it is spelled, with its indices: a binding of `g_B` comes before one of `g` at the index B. What
has no binding is an error that names it; `used` collects what was looked up, so that a binding too many is one, too.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import reduce
from itertools import pairwise, product
from typing import Any

import numpy as np

from scripts.evidence.formulas import calculus, tree, values
from scripts.evidence.formulas.functions import CONSTANTS, FUNCTIONS
from scripts.evidence.formulas.spelling import spell
from scripts.evidence.formulas.tokens import FormulaError
from scripts.evidence.formulas.values import Depends, Each, Outcomes, number


class OpenError(Exception):
    """A free index or a random symbol outside a sum or moment: the statement must hold for each of its values."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Evaluator:
    """Computes expressions; `inexact` turns true once a derivative or integral was computed numerically."""

    def __init__(self, names: Mapping[str, Any], parent: "Evaluator | None" = None) -> None:
        self.names = dict(names)
        self.used: set[str] = parent.used if parent else set()
        self._notes: dict[str, bool] = parent._notes if parent else {}

    @property
    def inexact(self) -> bool:
        """Whether a numerical derivative or integral took part."""
        return self._notes.get("inexact", False)

    def approximates(self) -> None:
        """Remember that a numerical derivative or integral took part."""
        self._notes["inexact"] = True

    def with_(self, changed: Mapping[str, Any]) -> "Evaluator":
        """The same with other values of some names."""
        return Evaluator({**self.names, **changed}, self)

    def has(self, node: tree.Expression) -> bool:
        """Whether the expression has a binding as it is spelled."""
        return spell(node) in self.names

    def lookup(self, name: str) -> Any:
        """The value of a bound name; what depends on other names is computed."""
        self.used.add(name)
        value = self.names[name]
        if isinstance(value, Each | Outcomes):
            raise OpenError(name)
        if isinstance(value, Depends):
            return value.function(*(self.lookup(each) for each in value.names))
        return value

    def value(self, node: tree.Expression) -> Any:
        """The value of an expression.

        Raises:
            FormulaError: a name has no binding, or the values do not fit together.
            OpenError: a free index or random symbol is left.
        """
        match node:
            case tree.Number(value=value):
                return value
            case tree.Symbol(name=name):
                return self._symbol(name)
            case tree.Primed(base=base):
                return self.lookup(spell(node)) if self.has(node) else calculus.slope_of(self, self.value(base))
            case tree.Marked():
                return self._bound(node)
            case tree.Indexed():
                return self._indexed(node)
            case tree.Sum(signs=signs, terms=terms):
                return self._sum(signs, terms)
            case tree.Product(operators=operators, factors=factors):
                return self._product(operators, factors)
            case tree.Run(operator=operator):
                join = values.add if operator == "+" else values.multiply
                return reduce(join, map(self.value, self.run(node)))
            case tree.Power(base=base, exponent=exponent):
                if self.has(node):
                    return self.lookup(spell(node))
                return values.power(self.value(base), self.value(exponent))
            case tree.Transpose(base=base):
                return values.transpose(self.value(base))
            case tree.Fraction(numerator=numerator, denominator=denominator):
                return values.divide(self.value(numerator), self.value(denominator))
            case tree.Bracket():
                return self._bracket(node)
            case tree.Apply():
                return self._apply(node)
            case tree.Call(name=name, arguments=arguments):
                if self.has(node):
                    return self.lookup(spell(node))
                return self._symbol(name)(*(number(self.value(each)) for each in arguments))
            case tree.Big():
                return self._big(node)
            case tree.Moment():
                return self.lookup(spell(node)) if self.has(node) else calculus.moment(self, node)
            case tree.Derivative():
                return calculus.derivative(self, node)
            case tree.Held(body=body, names=names):
                return self.with_({spell(name): self.value(name) for name in names}).value(body)
            case tree.Gradient():
                return self.lookup(spell(node)) if self.has(node) else calculus.gradient(self, node)
            case tree.Integral():
                return calculus.integral(self, node)
            case tree.Indicator(condition=condition):
                return float(self.holds(condition))
            case tree.Cases(rows=rows):
                return self._cases(rows)
            case tree.Braced(body=body, label=label):
                return self._braced(body, label)
            case tree.Space(dimensions=dimensions):
                return ("space", *(values.whole_number(number(self.value(each))) for each in dimensions))

    def run(self, node: tree.Run) -> Iterator[tree.Expression]:
        """The members of `a_1 + \\dots + a_n`, by the one index in which the first and the last differ."""
        first, last = node.first, node.last
        if isinstance(first, tree.Indexed) and isinstance(last, tree.Indexed) and first.base == last.base:
            pairs = list(zip(first.indices, last.indices, strict=True))
            places = [place for place, (one, other) in enumerate(pairs) if one != other]
            if len(places) == 1:
                start, stop = (values.whole_number(number(self.value(each))) for each in pairs[places[0]])
                step = 1 if stop >= start else -1
                for index in range(start, stop + step, step):
                    indices = list(first.indices)
                    indices[places[0]] = tree.Number(index, str(index))
                    yield tree.Indexed(first.base, tuple(indices), first.upper)
                return
        raise FormulaError(f"{spell(node)}: what stands on both sides of the dots must differ in one index")

    def holds(self, relation: tree.Relation) -> bool:
        """Whether a condition is true, exactly."""
        sides = [self.value(side) for side in relation.sides]
        return all(values.compare(sign, *pair) for sign, pair in zip(relation.relations, pairwise(sides), strict=True))

    def members(self, limits: tree.Range) -> Iterator["Evaluator"]:
        """One evaluator for each value of the variables of a range."""
        if limits.start is not None:
            if len(limits.variables) != 1 or limits.stop is None:
                raise FormulaError(f"{spell(limits)} needs one variable and an upper limit")
            bounds = (values.whole_number(number(self.value(each))) for each in (limits.start, limits.stop))
            start, stop = bounds
            domains: list[Any] = [range(start, stop + 1)]
        elif limits.within is not None:
            domains = [self.value(limits.within)] * len(limits.variables)
        else:
            domains = [self._domain(name) for name in limits.variables]
        for chosen in product(*domains):
            inner = self.with_(dict(zip(limits.variables, chosen, strict=True)))
            if limits.condition is None or inner.holds(limits.condition):
                yield inner

    def _domain(self, name: str) -> Any:
        bound = self.names.get(name)
        if not isinstance(bound, Each):
            raise FormulaError(f"over which values does {name} run? bind it to each(…)")
        self.used.add(name)
        return bound.values

    def _symbol(self, name: str) -> Any:
        if name in self.names:
            return self.lookup(name)
        if name in FUNCTIONS:
            return FUNCTIONS[name]
        if name in CONSTANTS:
            return CONSTANTS[name]
        raise FormulaError(f"the binding has no value for {name}")

    def _bound(self, node: tree.Expression) -> Any:
        if not self.has(node):
            raise FormulaError(f"the binding has no value for {spell(node)}")
        return self.lookup(spell(node))

    def _indexed(self, node: tree.Indexed) -> Any:
        if self.has(node):
            return self.lookup(spell(node))
        base = spell(node.base)
        if base not in self.names:
            raise FormulaError(f"the binding has no value for {spell(node)}, nor for {base}")
        if isinstance(self.names[base], Each):
            raise FormulaError(f"the binding has no value for {spell(node)}")
        indices = tuple(self._index(each) for each in node.indices)
        try:
            return values.part(self.lookup(base), indices)
        except (IndexError, KeyError, TypeError) as error:
            raise FormulaError(f"{spell(node)}: no value at {indices} ({error})") from None

    def _index(self, node: tree.Expression) -> Any:
        value = self.value(node)
        return value if isinstance(value, str | set | frozenset) else number(value)

    def _sum(self, signs: tuple[str, ...], terms: tuple[tree.Expression, ...]) -> Any:
        total: Any = None
        for sign, term in zip(signs, terms, strict=True):
            value = self.value(term)
            if total is None:
                total = values.multiply(-1.0, value) if sign == "-" else value
            else:
                total = values.add(total, value, sign)
        return total

    def _product(self, operators: tuple[str, ...], factors: tuple[tree.Expression, ...]) -> Any:
        total = self.value(factors[0])
        for operator, factor in zip(operators, factors[1:], strict=True):
            total = values.multiply(total, self.value(factor), operator)
        return total

    def _bracket(self, node: tree.Bracket) -> Any:
        found = [self.value(item) for item in node.items]
        match node.opening:
            case "\\{":
                return found
            case "[" if len(found) == 2 and not any(map(np.ndim, found)):
                return ("interval", *map(number, found))
            case "(" | "[" if len(found) == 1:
                return found[0]
            case "(" | "[":
                return values.side_by_side(found)
            case "|" if isinstance(found[0], set | frozenset | range | list):
                return float(len(found[0]))
            case "|":
                return np.abs(number(found[0]))
            case "\\Vert":
                return values.norm(found[0], node.label)
            case "\\lceil":
                return np.ceil(number(found[0]))
            case _:
                return np.floor(number(found[0]))

    def _apply(self, node: tree.Apply) -> Any:
        plain = tree.Apply(node.head, node.arguments)
        named = isinstance(node.head, tree.Symbol | tree.Indexed) and spell(node.head).startswith("\\")
        if named and self.has(plain):
            result = self.lookup(spell(plain))  # \Pr(\text{object}), \mathrm{KL}(c, r), \mathbb E_{q(z)}[\log p(x, z)]
        elif isinstance(node.head, tree.Derivative) and callable(self.value(node.head.body)):
            result = calculus.derivative_at(self, node.head, *map(self.value, node.arguments))
        else:
            head = self.value(node.head)
            if not callable(head):
                if len(node.arguments) != 1:
                    raise FormulaError(f"{spell(node.head)} is bound to no function, and has several arguments")
                factor = self.value(node.arguments[0])
                return values.multiply(head, factor if node.power is None else self._power(factor, node.power))
            result = head(*(self.value(each) for each in node.arguments))
        return result if node.power is None else self._power(result, node.power)

    def _power(self, base: Any, exponent: tree.Expression) -> Any:
        return values.power(base, self.value(exponent))

    def _big(self, node: tree.Big) -> Any:
        if calculus.is_continuous(self, node):
            return calculus.extremum(self, node)
        inner = list(self.members(node.range))
        found = [number(each.value(node.body)) for each in inner]
        if node.operator in ("\\sum", "\\prod"):
            join: Callable[[Any, Any], Any] = values.add if node.operator == "\\sum" else values.multiply
            empty = 0.0 if node.operator == "\\sum" else 1.0
            return reduce(join, found) if found else empty
        if not found:
            raise FormulaError(f"{spell(node)}: nothing to choose from")
        if node.operator in ("\\max", "\\min"):
            return reduce(np.maximum if node.operator == "\\max" else np.minimum, found)
        best = int(np.argmax(found) if node.operator == "\\arg\\max" else np.argmin(found))
        return inner[best].names[node.range.variables[0]]

    def _cases(self, rows: tuple[tuple[tree.Expression, tree.Relation | tree.Symbol | None], ...]) -> Any:
        conditions = [
            True if when is None else self.value(when) if isinstance(when, tree.Symbol) else self.holds(when)
            for _, when in rows
        ]
        true = [value for (value, _), condition in zip(rows, conditions, strict=True) if condition]
        if not true:
            raise FormulaError("no condition of the cases is true")
        return self.value(true[0])

    def _braced(self, body: tree.Expression, label: tree.Expression) -> Any:
        value = self.value(body)
        if not values.equal(value, self.value(label), 1e-9):
            raise FormulaError(f"the brace {spell(label)} does not have the value of what stands in it")
        return value
