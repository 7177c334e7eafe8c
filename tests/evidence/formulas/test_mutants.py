"""Changed formulas are noticed: most of all those that were once published unnoticed."""

from collections import Counter

import pytest

from scripts.content import ROOT
from scripts.evidence.formulas import __main__ as command
from scripts.evidence.formulas import check, grammar
from scripts.evidence.formulas.binding import Binding
from scripts.evidence.formulas.equivalent import EQUIVALENT
from scripts.evidence.formulas.mutants import docstring_trial, mutants, trial
from scripts.evidence.formulas.order import ordered
from scripts.evidence.formulas.pages import printed
from scripts.evidence.formulas.spelling import spell


def bound(section: str, page: str) -> list[Binding]:
    return command.bindings(ROOT, ROOT / "tests" / "formulas" / section / f"test_{page}.py")


@pytest.mark.parametrize(
    ("tex", "kinds"),
    [
        ("y = a - b", {"sign": 2, "dropped": 2, "swapped": 1}),
        (r"y = \frac{a}{2}", {"factor": 2}),
        ("y = a^2", {"exponent": 2}),
        ("y_{t+1} = x_t", {"sign": 2, "index": 3}),
        (r"y \le \max(a, b)", {"operator": 2, "swapped": 1}),
        (r"y = \sum_{i=1}^{n} x_i", {"operator": 1, "index": 1}),
    ],
)
def test_one_thing_is_changed_at_a_time(tex: str, kinds: dict[str, int]) -> None:
    born = list(mutants(grammar.parse(tex)))
    assert Counter(mutant.kind for mutant in born) == kinds
    assert all(mutant.before != mutant.after for mutant in born)


@pytest.mark.parametrize(
    ("section", "page"),
    [
        ("training", "batch_size"),
        ("training", "weight_initialization"),
        ("regularization", "batch_normalization"),
        ("foundations", "activation_functions"),
        ("practice", "deployment"),
        ("optimization", "learning_rate"),
        ("architectures", "recurrent_networks"),
    ],
)
def test_at_least_95_percent_of_the_mutants_of_a_page_are_noticed(section: str, page: str) -> None:
    pages = printed(ROOT)
    born, left = 0, []
    for binding in bound(section, page):
        kinds, survivors = trial(binding, pages[binding.function, binding.nth])
        in_words = list(docstring_trial(binding, pages))
        born += kinds.total() + len(in_words)
        left += survivors + [mutant for mutant, dead, _ in in_words if not dead]
    assert born > 50
    assert len(left) <= 0.05 * born, [mutant.what for mutant in left]


@pytest.mark.parametrize(
    ("tex", "other", "same"),
    [
        ("(a - b)^2", "(b - a)^2", True),
        ("|a - b| c", "c |b - a|", True),
        (r"\lVert a - b\rVert_1", r"\lVert b - a\rVert_1", True),
        (r"\lVert a - b\rVert_1", r"\lVert b - a\rVert_2", False),
        ("(a - b)^3", "(b - a)^3", False),
        ("(a - b)^2", "(a + b)^2", False),
        ("a - b", "b - a", False),
        (r"\max(a, b)", r"\max(b, a)", True),
        (r"\max(a, b)", r"\min(a, b)", False),
        ("a - (b - c)", "c - (b - a)", True),
        ("a - (b - c)", "a - (c - b)", False),
        ("a - 2(b - c)", "2 - a(b - c)", False),
        (r"\frac{a}{2} b(c - d)", r"\frac{b}{2} a(c - d)", True),
        (r"\frac{a}{2} b(c - d)", r"\frac{a}{2} c(b - d)", False),
    ],
)
def test_order_and_the_sign_below_an_even_power_are_no_change(tex: str, other: str, same: bool) -> None:
    (left,), (right,) = grammar.parse(tex), grammar.parse(other)
    assert (ordered(left) == ordered(right)) == same


def test_the_wrong_batch_norm_that_was_published_unnoticed_is_noticed() -> None:
    (binding,) = [
        each for each in bound("regularization", "batch_normalization") if each.function.endswith(".batch_norm")
    ]
    tex = printed(ROOT)[binding.function, 1].formula.tex
    wrong = tex.replace(
        r"\frac{x_i-\mu_B}{\sqrt{\sigma_B^2+\epsilon}}", r"\frac{x_i+\mu_B}{\sqrt{\sigma_B^2-\epsilon}}"
    )
    assert wrong != tex
    (message,) = check.problems(grammar.parse(wrong), binding.cases, binding.settings)
    assert message.startswith(
        r"\hat{x}_{i} = \frac{x_{i} + \mu_{B}}{\sqrt(\sigma_{B}^{2} - \epsilon, 2)} does not hold"
    )


def test_the_list_of_equivalent_changes_names_changes_that_exist() -> None:
    pages = printed(ROOT)
    for place, changes in EQUIVALENT.items():
        function, _, nth = place.partition("#")
        statements = grammar.parse(pages[function, int(nth)].formula.tex)
        assert changes.keys() <= {mutant.after for mutant in mutants(statements)}
        assert changes.keys().isdisjoint(map(spell, statements))
    assert sum(map(len, EQUIVALENT.values())) <= 32  # grows only where a page is bound for the first time
