"""Formulas in docstrings are found by one rule, read, and held against the cases of the page's formula."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from scripts.content import ROOT
from scripts.evidence.formulas import docstrings, grammar, plain, plain_tex
from scripts.evidence.formulas.docstrings import Context
from scripts.evidence.formulas.pages import printed
from scripts.evidence.formulas.relations import Settings
from scripts.evidence.formulas.tokens import FormulaError
from scripts.evidence.formulas.values import each

X = np.array([2.0, 3.0, 7.0])


def context(tex: str, settings: Settings | None = None, *cases: Mapping[str, Any]) -> Context:
    return Context(grammar.parse(tex), cases, settings or Settings())


MEAN = context(
    r"\bar x = \frac1B\sum_{i=1}^{B} x_i, \qquad s^2 = \frac1B\sum_{i=1}^{B} (x_i - \bar x)^2",
    None,
    {r"\bar x": X.mean(), "s": X.std(), "x": X, "B": 3},
)
RATE = context(
    r"\eta_{\text{best}} = \frac{\mathcal L}{2\varphi(\theta)} < \eta_{\max}",
    None,
    {
        r"\eta_{\text{best}}": 3.0,
        r"\mathcal L": 12.0,
        r"\varphi": lambda theta: theta**2,
        r"\theta": np.sqrt(2.0),
        r"\eta_{\max}": 4.0,
    },
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The mean of x, shape (B, n_in), of a mini-batch; see Hu et al. (2021), §4.1, Eq. 7.", []),
        ("Weights `x_1`, `f(x, y)`, 16-bit, at 0.5 bytes/s, [-1, 1], L*, θ* and W′, W1 or W2: x's.", []),
        ("φ(x), ∂L/∂z and ‖g‖ are names; log and max alone are words.", []),
        ("y = φ(W x + b) for each row x.", ["y = φ(W x + b)"]),
        ("It is 2 B of n² bytes: x_{t+1} (from x_t).", ["2 B", "n²"]),
        ("Half (x − 1) / 2, and (of words) p_i ≤ 1.", ["(x − 1) / 2", "p_i ≤ 1"]),
        ("E[r] − β KL(π ‖ q), round(w/s), 6 N D; (n, d/2).", ["E[r] − β KL(π ‖ q)", "round(w/s)", "6 N D", "d/2"]),
        ("A sign next to words = a fault, (steps + 1, 2), too; −1 is none.", ["= a", "+ 1"]),
    ],
)
def test_what_stands_between_words_is_a_formula(text: str, found: list[str]) -> None:
    assert [run.text for run in plain.runs(text)] == found


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("p_i = exp(z_i/T) / Σ_j exp(z_j/T)", r"p_i = \exp(z_i/T)/\sum_j\exp(z_j/T)"),
        ("x̂ₜ₊₁ − ỹ ≤ √(σ² + ε)", r"\hat x_{t+1} - \tilde y \le \sqrt{\sigma^2+\epsilon}"),
        ("½ wᵀ x ⊙ |r|^γ", r"\tfrac12 w^\top x \odot |r|^\gamma"),
        ("∂ℒ/∂x_i = ⌈10,000/k⌉", r"\partial\mathcal L/\partial x_i = \lceil 10{,}000/k\rceil"),
        ("E‖g_B‖² = Var[q] · 1[x > 0]", r"\mathbb E\lVert g_B\rVert^2 = \operatorname{Var}[q]\cdot\mathbf 1[x>0]"),
        ("∏_{l=1}^L W_V^(l) √d_k^(−1/2)", r"\prod_{l=1}^L W_V^{(l)}\sqrt{d_{\text{k}}}^{-1/2}"),
        ("max_j z_j ← KL(p ‖ q)", r"\max_j z_j \leftarrow \mathrm{KL}(p \Vert q)"),
    ],
)
def test_plain_text_says_what_tex_says(text: str, tex: str) -> None:
    (run,) = plain.runs(text)
    assert grammar.parse(plain_tex.tex(run.pieces)) == grammar.parse(tex)


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("The mean x̄ = 1/B · Σ_i x_i of B numbers.", MEAN),
        ("1/B · Σ_i (x_i − x̄)², a side without a name.", MEAN),
        ("x̄ = (Σ_{i=1}^B x_i)/B and s = √(1/B · Σ_i (x_i − x̄)²).", MEAN),
        ("η_best = L/(2 φ(θ)) < η_max, L of each.", RATE),
    ],
)
def test_what_holds_with_the_symbols_of_the_page_is_right(text: str, of: Context) -> None:
    assert list(docstrings.wrong(text, [of])) == []


@pytest.mark.parametrize(
    ("text", "of", "words"),
    [
        ("x̄ = −1/B · Σ_i x_i", MEAN, "does not hold"),
        ("x̄ = 1/B² · Σ_i x_i", MEAN, "does not hold"),
        ("x̄ = 2/B · Σ_i x_i", MEAN, "does not hold"),
        ("1/B · Σ_i (x_i + x̄)²", MEAN, "the value of no side of the page's formula"),
        ("x̄ = 1/N · Σ_i x_i", MEAN, "no value for N"),
        ("x̄ = 1/B · Σ_j x_j", MEAN, "over which values does j run"),
        ("x̄ ≈ 1/B · Σ_i x_i", MEAN, "needs a tolerance"),
        ("x̄ = the mean", MEAN, "ends where a value must follow"),
        ("x̄ = 1/2B", MEAN, "ambiguous"),
        ("η_best > η_max", RATE, "the page has no such bound"),
        ("η_best < 2 η_max", RATE, "the page has no such bound"),
        ("x ⇒ y", RATE, "'⇒' (U+21D2) has no meaning in the formula of a docstring"),
        ("x = (y", RATE, "( is not closed"),
        ("Returns `x + 1`.", RATE, "only a name or a call stands in backticks"),
    ],
)
def test_what_does_not_hold_is_named(text: str, of: Context, words: str) -> None:
    (found,) = docstrings.wrong(text, [of])
    assert words in found[1]
    assert "in words" in found[1]


def test_of_several_formulas_one_is_enough() -> None:
    assert list(docstrings.wrong("η_best = 3", [MEAN, RATE])) == []
    assert len(list(docstrings.wrong("η_best = 4", [MEAN, RATE]))) == 1


def test_a_bound_is_seen_to_fail_where_it_must() -> None:
    cases: list[dict[str, Any]] = [{"x": 1.0, "y": 2.0}, {"x": 2.0, "y": 1.0, "fails": True}]
    bound = context("x < y", None, *cases)
    assert list(docstrings.wrong("It is x < y.", [bound])) == []
    ((_, found),) = docstrings.wrong("It is x < 3 y.", [bound])
    assert "holds in a case in which it must not" in found


def test_values_of_the_snippet_are_sides_too() -> None:
    result = context(r"\sum_i x_i", None, {"x": X, "i": each([1, 2, 3]), "result": 12.0})
    assert list(docstrings.wrong("It is Σ_i x_i.", [result])) == []
    assert len(list(docstrings.wrong("It is 2 Σ_i x_i.", [result]))) == 1


def test_the_line_of_a_fault_is_that_of_the_formula() -> None:
    ((at, _),) = docstrings.wrong("The mean.\n\nIt is\nx̄ = B.", [MEAN])
    assert docstrings.Docstring("The mean.\n\nIt is\nx̄ = B.", "page.py", 7).line_at(at) == 10


def test_unclosed_brackets_name_themselves() -> None:
    with pytest.raises(FormulaError, match="closes nothing"):
        plain.runs("x = y)")


def test_most_functions_with_a_formula_on_a_page_say_it_in_their_docstring() -> None:
    functions = {function for function, _ in printed(ROOT)}
    texts = [docstrings.docstring(ROOT, function) for function in functions]
    said = [plain.runs(each.text) for each in texts if each is not None]
    assert sum(map(bool, said)) > 0.5 * len(functions)
