"""Changes the formulas of pages and docstrings, one thing at a time, and counts which changes their bindings notice.

`python -m scripts.evidence.formulas.mutants [names]`: `names` are sections or files below tests/formulas. The formulas
are changed as they were read, so that every mutant is a formula; a change that ends in an error (a name without a
value, shapes that do not fit) is noticed, as it would be on the page.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from itertools import combinations
from typing import Any

from scripts.content import ROOT
from scripts.evidence.formulas import check, docstrings, grammar, plain, tree
from scripts.evidence.formulas.__main__ import bindings
from scripts.evidence.formulas.binding import Binding
from scripts.evidence.formulas.equivalent import EQUIVALENT
from scripts.evidence.formulas.order import ordered
from scripts.evidence.formulas.pages import Printed, files, printed
from scripts.evidence.formulas.spelling import spell

TWINS = {
    "\\max": "\\min",
    "\\min": "\\max",
    "\\sum": "\\prod",
    "\\prod": "\\sum",
    "\\lceil": "\\lfloor",
    "\\lfloor": "\\lceil",
    "\\le": "\\ge",
    "\\ge": "\\le",
    "<": ">",
    ">": "<",
    "E": "Var",
    "Var": "E",
    "\\arg\\max": "\\arg\\min",
    "\\arg\\min": "\\arg\\max",
    "\\log": "\\exp",
    "\\ln": "\\exp",
}


@dataclass(frozen=True)
class Mutant:
    """A changed formula: what kind of change, and how the changed statement is spelled before and after.

    `same` says that only the order of factors or terms has changed, which is the same where they are numbers,
    or the sign below an even power.
    """

    kind: str
    before: str
    after: str
    statements: tuple[Any, ...]
    same: bool = False

    @property
    def what(self) -> str:
        """The change in one line."""
        return f"{self.kind}: {self.before} → {self.after}"


def mutants(statements: Sequence[tree.Statement]) -> Iterator[Mutant]:
    """Every change of one thing in the statements, once."""
    for index, statement in enumerate(statements):
        if not isinstance(statement, tree.Relation):
            continue
        once = {changed: kind for kind, changed in reversed([*_inside(statement)])}
        for changed, kind in reversed(once.items()):
            altered = (*statements[:index], changed, *statements[index + 1 :])
            same = ordered(statement) == ordered(changed)
            yield Mutant(kind, spell(statement), spell(changed), altered, same)


def _inside(node: Any) -> Iterator[tuple[str, Any]]:
    """The changes of a node itself, then those of its parts, each put back into the node."""
    yield from _changes(node)
    for part in fields(node):
        value = getattr(node, part.name)
        if is_dataclass(value):
            for kind, changed in _inside(value):
                yield _kind_of(node, part.name, kind), replace(node, **{part.name: changed})
        elif isinstance(value, tuple):
            for place, item in enumerate(value):
                for kind, changed in _in_item(item):
                    altered = (*value[:place], changed, *value[place + 1 :])
                    yield _kind_of(node, part.name, kind), replace(node, **{part.name: altered})


def _in_item(item: Any) -> Iterator[tuple[str, Any]]:
    if is_dataclass(item):
        yield from _inside(item)
    elif isinstance(item, tuple):  # a row of cases
        for place, part in enumerate(item):
            if is_dataclass(part):
                for kind, changed in _inside(part):
                    yield kind, (*item[:place], changed, *item[place + 1 :])


def _kind_of(node: Any, part: str, kind: str) -> str:
    if part == "exponent" and kind == "factor":
        return "exponent"
    return "index" if (part == "indices" or isinstance(node, tree.Range)) and kind in ("factor", "dropped") else kind


def _changes(node: Any) -> Iterator[tuple[str, Any]]:
    match node:
        case tree.Number(value=value) if value != float("inf"):
            yield "factor", tree.Number(value + 1, f"{value + 1:g}")
        case tree.Sum(signs=signs, terms=terms):
            for place, sign in enumerate(signs):
                if sign in ("+", "-"):
                    other = "-" if sign == "+" else "+"
                    yield "sign", tree.Sum((*signs[:place], other, *signs[place + 1 :]), terms)
            for place in range(len(terms)) if len(terms) > 1 else ():
                kept = tree.Sum(signs[:place] + signs[place + 1 :], terms[:place] + terms[place + 1 :])
                yield "dropped", kept.terms[0] if kept.signs == ("+",) else kept
        case tree.Product(operators=operators, factors=factors):
            yield from _product_changes(operators, factors)
        case tree.Fraction(numerator=numerator, denominator=denominator):
            yield "factor", tree.Fraction(denominator, numerator)
        case tree.Power(base=base, exponent=exponent):
            yield "exponent", base
            if not isinstance(exponent, tree.Number):
                yield "exponent", tree.Power(base, tree.Sum(("-",), (exponent,)))
        case tree.Transpose(base=base):
            yield "operator", base
        case tree.Call(name=name, arguments=arguments) if name in TWINS:
            yield "operator", tree.Call(TWINS[name], arguments)
        case tree.Call(name="\\sqrt", arguments=(radicand, _)):
            yield "exponent", radicand
        case tree.Big(operator=operator):
            yield "operator", replace(node, operator=TWINS[operator])
        case tree.Moment(operator=operator) if operator in TWINS:
            yield "operator", replace(node, operator=TWINS[operator])
        case tree.Bracket(opening=opening) if opening in TWINS:
            yield "operator", replace(node, opening=TWINS[opening])
        case tree.Relation(sides=sides, relations=relations, condition=False):
            for place, sign in enumerate(relations):
                if sign in TWINS:
                    yield (
                        "operator",
                        replace(node, relations=(*relations[:place], TWINS[sign], *relations[place + 1 :])),
                    )
            for place, side in enumerate(sides):
                for first, second in combinations(sorted(_names(side), key=spell), 2):
                    yield (
                        "swapped",
                        replace(node, sides=(*sides[:place], _swapped(side, first, second), *sides[place + 1 :])),
                    )


def _product_changes(operators: tuple[str, ...], factors: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    for place, operator in enumerate(operators):
        if operator == "/":
            yield "factor", tree.Product((*operators[:place], "\\cdot", *operators[place + 1 :]), factors)
    for place in range(len(factors)):
        kept = factors[:place] + factors[place + 1 :]
        between = operators[1:] if place == 0 else operators[: place - 1] + operators[place:]
        yield "dropped", kept[0] if len(kept) == 1 else tree.Product(between, kept)


def _names(node: Any) -> set[Any]:
    """The names in an expression, with their indices; not those inside an index or the variable of a range."""
    if isinstance(node, tree.Symbol | tree.Indexed | tree.Marked):
        return {node}
    found: set[Any] = set()
    for part in fields(node) if is_dataclass(node) and not isinstance(node, type) else ():
        value = getattr(node, part.name)
        for item in value if isinstance(value, tuple) else (value,):
            if is_dataclass(item) and not isinstance(item, tree.Range) and part.name != "label":
                found |= _names(item)
    return found


def _swapped(node: Any, first: Any, second: Any) -> Any:
    if node == first:
        return second
    if node == second:
        return first
    if isinstance(node, tuple):
        return tuple(_swapped(item, first, second) for item in node)
    if is_dataclass(node) and not isinstance(node, type | tree.Indexed | tree.Marked):
        return replace(node, **{part.name: _swapped(getattr(node, part.name), first, second) for part in fields(node)})
    return node


def noticed(mutant: Mutant, cases: Sequence[Mapping[str, Any]], binding: Binding) -> str:
    """What the binding says about the changed formula, `""` if it accepts it."""
    return next(check.problems(mutant.statements, cases, binding.settings), "")


def trial(binding: Binding, formula: Printed) -> tuple[Counter[str], list[Mutant]]:
    """How many mutants of each kind were born, and those that survive and are not known to say the same."""
    cases = binding.cases
    born: Counter[str] = Counter()
    left = []
    known = EQUIVALENT.get(f"{binding.function}#{binding.nth}", {})
    for mutant in mutants(grammar.parse(formula.formula.tex)):
        if mutant.after in known:
            continue
        message = noticed(mutant, cases, binding)
        if not message and mutant.same:
            continue
        born[mutant.kind] += 1
        if not message:
            left.append(mutant)
    return born, left


def docstring_trial(binding: Binding, pages: Mapping[tuple[str, int], Printed]) -> Iterator[tuple[Mutant, bool, str]]:
    """The mutants of the formulas in the docstring of a function: whether they are noticed, and where they stand."""
    contexts = [each.context(pages) for each in binding.siblings()]
    found = docstrings.docstring(ROOT, binding.function)
    if binding is not binding.siblings()[0] or found is None:
        return
    for run in plain.runs(found.text, docstrings.words(contexts)):
        for context in [each for each in contexts if not docstrings.message(run, each)]:
            for statement in docstrings.read(run, context):
                for mutant in mutants([statement]):
                    dead = any(docstrings.failure(each, context) for each in mutant.statements)
                    if dead or not mutant.same:
                        yield mutant, dead, f"{found.file}:{found.line_at(run.at)}"


def outlived(binding: Binding, formula: Printed) -> list[str]:
    """The changes in the list of those that say the same that are noticed now, or that no mutant is any more."""
    known = EQUIVALENT.get(f"{binding.function}#{binding.nth}", {})
    if not known:
        return []
    cases = binding.cases
    born = {mutant.after: mutant for mutant in mutants(grammar.parse(formula.formula.tex))}
    return [after for after in known if after not in born or noticed(born[after], cases, binding)]


def main(wanted: Sequence[str]) -> int:
    """Try all mutants, print those that survive, and a line for each kind."""
    pages = printed(ROOT)
    born: Counter[str] = Counter()
    survived: Counter[str] = Counter()
    wrong = False
    for binding in (each for path in files(ROOT, wanted) for each in bindings(ROOT, path)):
        if binding.tex:
            continue
        formula = pages[binding.function, binding.nth]
        kinds, left = trial(binding, formula)
        born += kinds
        for after in outlived(binding, formula):
            wrong = True
            message = f"is noticed now or gone, remove it from scripts/evidence/formulas/equivalent.py: {after}"
            print(f"{formula.page.file}:{formula.line(None)}: mutants: {message}")
        for mutant in left:
            survived[mutant.kind] += 1
            print(f"{formula.page.file}:{formula.line(None)}: mutants: survives {mutant.what}")
        for mutant, dead, place in docstring_trial(binding, pages):
            born[f"in words: {mutant.kind}"] += 1
            if not dead:
                survived[f"in words: {mutant.kind}"] += 1
                print(f"{place}: mutants: survives {mutant.what}")
    for kind in sorted(born):
        print(f"{kind:20} {born[kind]:5} born {survived[kind]:4} survived")
    total, alive = sum(born.values()), sum(survived.values())
    print(f"{'all':20} {total:5} born {alive:4} survived, {100 * (1 - alive / max(total, 1)):.1f} % killed")
    return 1 if wrong or alive > 0.05 * total else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
