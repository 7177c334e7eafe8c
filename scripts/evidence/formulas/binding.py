"""The form in which tests/formulas binds the formulas of a page to values and to the snippet.

    @executed("training.batch_size.gradient_variance")
    def test_gradient_variance(rng: Generator) -> Cases:
        gradients = rng.standard_normal((6, 2))
        yield {"N": 6, "B": 2, …, "result": gradient_variance(gradients, 2)}

The function yields cases: what each symbol of the printed formula stands for. It is called once for each of `seeds`
random generators, so that a binding with one random case gives several; edge cases are yielded beside it. See
`check` for the keys that are no TeX, `values` for what a symbol may be, `grammar` for what can be read.

A formula that cannot be computed as printed is bound by `checked_instead`: the line that says what is checked (the page
has the same, as `% instead: …`), and the TeX, so that whoever changes the page must look again.
"""

import functools
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

from numpy.random import Generator, default_rng

from scripts.content import ROOT, Problem
from scripts.evidence.formulas import check, docstrings, grammar
from scripts.evidence.formulas.pages import Printed, printed
from scripts.evidence.formulas.relations import Settings
from scripts.evidence.formulas.tokens import FormulaError

Cases = Iterator[Mapping[str, Any]]
SEEDS = 4


@dataclass(frozen=True)
class Binding:
    """A formula, by its function and its place among the formulas of that function, and what holds it."""

    function: str
    nth: int
    test: Callable[[Generator], Any]
    settings: Settings = field(default_factory=Settings)
    seeds: int = SEEDS
    instead: str = ""
    tex: str = ""

    @property
    def tag(self) -> str:
        """The tag that the page must have."""
        return "checked" if self.tex else "executed"

    @property
    def line(self) -> int:
        """Where the binding stands in its file."""
        return self.test.__code__.co_firstlineno

    @functools.cached_property
    def cases(self) -> list[Mapping[str, Any]]:
        """All cases, of all seeds."""
        return [case for seed in range(self.seeds) for case in self.test(default_rng(seed))]

    def problem(self, formula: Printed | None) -> Problem | None:
        """What is wrong with the formula on the page or with its binding; None if it holds."""
        if formula is None:
            message = f"no page has formula {self.nth} tagged {self.function}; mend the tag or the binding"
            return Problem(_relative(self.test.__code__), self.line, "formulas", message)
        try:
            self.hold(formula)
        except FormulaError as error:
            message = f"{self.function}: {error}; mend the formula, its binding or the snippet"
            return Problem(formula.page.file, formula.line(error.at), "formulas", message)
        return None

    def hold(self, formula: Printed) -> None:
        """Execute the formula, or what is checked instead.

        Raises:
            FormulaError: it does not hold, cannot be read, or the binding does not fit it.
        """
        if formula.tag != self.tag:
            raise FormulaError(f"the binding says % {self.tag}:, the page % {formula.tag}:")
        if self.function.rsplit(".", 1)[1] not in _names(self.test):
            raise FormulaError(f"the binding does not call {self.function}")
        if self.tex:
            self._hold_instead(formula)
            return
        statements = grammar.parse(formula.formula.tex)
        for message in check.problems(statements, self.cases, self.settings):
            raise FormulaError(message)

    def docstring_problems(self, pages: Mapping[tuple[str, int], Printed]) -> Iterator[Problem]:
        """What does not hold in the docstring of the function; its first binding looks at it, with those of all."""
        bound = self.siblings()
        if self in bound[:1] and all((each.function, each.nth) in pages for each in bound):
            yield from docstrings.problems(ROOT, self.function, [each.context(pages) for each in bound])

    def siblings(self) -> list["Binding"]:
        """The bindings of all formulas of the function that are executed."""
        bound = bindings_of(sys.modules[self.test.__module__])
        return [each for each in bound if each.function == self.function and not each.tex]

    def context(self, pages: Mapping[tuple[str, int], Printed]) -> docstrings.Context:
        """The formula with the cases that hold it, for the formulas of a docstring."""
        tex = pages[self.function, self.nth].formula.tex
        return docstrings.Context(grammar.parse(tex), self.cases, self.settings)

    def _hold_instead(self, formula: Printed) -> None:
        if _squeezed(self.tex) != _squeezed(formula.formula.tex):
            raise FormulaError("the formula has changed since its binding was written: see whether it still fits")
        if not self.instead or self.instead != formula.formula.instead:
            raise FormulaError(f"the page says “{formula.formula.instead}”, the binding “{self.instead}”")
        for seed in range(self.seeds):
            self.test(default_rng(seed))


def bindings_of(module: Any) -> list[Binding]:
    """The bindings of a module of tests."""
    return [each.binding for each in vars(module).values() if isinstance(getattr(each, "binding", None), Binding)]


def executed(
    function: str,
    nth: int = 1,
    *,
    tolerance: float = 1e-9,
    approx: float | None = None,
    words: tuple[str, ...] = (),
    seeds: int = SEEDS,
) -> Callable[[Callable[[Generator], Cases]], Callable[[], None]]:
    """Bind the nth formula that is tagged `% executed: function`.

    Args:
        function: as the tag names it, `section.module.function`.
        nth: which of the formulas of this function, in the order of the site.
        tolerance: relative error up to which `=` holds; larger only where cases are sampled, and said why.
        approx: relative error up to which `\\approx` and `\\to` hold.
        words: the words between the statements, which cannot be computed.
        seeds: how many random generators the cases are made from.
    """

    def bind(test: Callable[[Generator], Cases]) -> Callable[[], None]:
        return _pytest(Binding(function, nth, test, Settings(tolerance, approx, words), seeds))

    return bind


def checked_instead(
    function: str, instead: str, *, tex: str, nth: int = 1, seeds: int = 1
) -> Callable[[Callable[[Generator], None]], Callable[[], None]]:
    """Bind the nth formula that is tagged `% checked: function` to a test of what `instead` says."""

    def bind(test: Callable[[Generator], None]) -> Callable[[], None]:
        return _pytest(Binding(function, nth, test, seeds=seeds, instead=instead, tex=tex))

    return bind


def _pytest(binding: Binding) -> Callable[[], None]:
    def test() -> None:
        pages = printed(ROOT)
        problem = binding.problem(pages.get((binding.function, binding.nth)))
        if problem is not None:
            raise AssertionError(str(problem))
        for each in binding.docstring_problems(pages):
            raise AssertionError(str(each))

    vars(test)["binding"] = binding
    test.__name__ = binding.test.__name__
    test.__doc__ = binding.test.__doc__
    return test


def _squeezed(tex: str) -> str:
    return re.sub(r"\s+", " ", grammar.without_comments(tex)).strip()


def _relative(code: CodeType) -> str:
    return code.co_filename.removeprefix(f"{ROOT.as_posix()}/")


def _names(function: Any) -> set[str]:
    """The names that a function uses, directly or through helpers of its module."""
    found: set[str] = set()
    pending = [function.__code__]
    while pending:
        code = pending.pop()
        for name in (*code.co_names, *code.co_freevars):
            helper = function.__globals__.get(name)
            if name not in found and getattr(helper, "__module__", "") == function.__module__:
                pending += [helper.__code__] if hasattr(helper, "__code__") else []
            found.add(name)
        pending += [each for each in code.co_consts if isinstance(each, CodeType)]
    return found
