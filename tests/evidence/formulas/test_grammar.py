"""What is printed is read as it is meant, and what cannot be read is named with its place."""

import pytest

from scripts.content import ROOT, current_site
from scripts.evidence.formulas import grammar, tree
from scripts.evidence.formulas.spelling import spell
from scripts.evidence.formulas.tokens import FormulaError


def spelled(tex: str) -> list[str]:
    return [spell(statement) for statement in grammar.parse(tex)]


@pytest.mark.parametrize(
    ("tex", "statements"),
    [
        (r"z = W x + b, \qquad a = \varphi(z)", ["z = W  x + b", r"a = \varphi(z)"]),
        (r"1024 + 50{,}000 = 0.5", ["1024 + 50000 = 0.5"]),
        (r"\hat{m}_{t} = {\hat m}_t", [r"\hat{m}_{t} = \hat{m}_{t}"]),
        (r"W_{ij} = w_{t+1,i}", ["W_{i, j} = w_{t + 1, i}"]),
        (r"-\frac1N\sum_{n=1}^N y_n\log p_n + 1", [r"- \frac{1}{N}  \sum_{n=1 .. N} y_{n}  \log(p_{n}) + 1"]),
        (r"\log 2\pi", [r"\log(2  \pi)"]),
        (r"\mathbb E\,\lVert g\rVert^2_2", [r"E[\Vertg\Vert_2^{2}]"]),
        (r"g = 1 \quad (B \ll N)", ["g = 1", r"B \ll N"]),
        (r"p > 0 \text{ always}", ["p > 0", "“always”"]),
        (r"\begin{aligned} a &= b \\ &+ c, & d &= e \end{aligned}", ["a = b + c", "d = e"]),
        (r"J_L J_{L-1} \cdots J_1", [r"J_{L}  J_{L - 1} * \dots * J_{1}"]),
        (r"\Delta\theta_i = \Delta^2", [r"\Delta{\theta}_{i} = \Delta^{2}"]),
        (r"\frac{\partial\mathcal L}{\partial x_i} = \partial y/\partial z", None),
        (r"x'_j = \theta^*_i", ["x'_{j} = \\theta^*_{i}"]),
        (r"i_t, f = \sigma(W_\bullet) + b_{\bullet}", [r"i_{t} = \sigma(W_{i}) + b_{i}", r"f = \sigma(W_{f}) + b_{f}"]),
        (
            r"\left.\frac{\partial y}{\partial x}\right|_{h_0, z\ \text{fixed}} = 1",
            [r"\left.\frac{\partial y}{\partial x}\right|_{h_{0}, z\ \text{fixed}} = 1"],
        ),
        (r"5\,\% = 0.05", [r"5 \cdot \% = 0.05"]),
    ],
)
def test_a_formula_is_read_as_it_is_meant(tex: str, statements: list[str] | None) -> None:
    expected = statements or [r"\frac{\partial \mathcal{L}}{\partial x_{i}} = \frac{\partial y}{\partial z}"]
    assert spelled(tex) == expected


def test_conditions_in_brackets_are_known_as_such() -> None:
    *_, condition = grammar.parse(r"g \approx N \quad (B \ll N)")
    assert isinstance(condition, tree.Relation)
    assert condition.condition


@pytest.mark.parametrize(
    ("tex", "message", "at"),
    [
        (r"a/b\,c = 1", "a / b c is ambiguous", 5),
        (r"\log a\,b = 1", r"\\log a b is ambiguous", 8),
        (r"x = y!", "cannot read '!'", 5),
        (r"x \propto y", r"unknown relation '\\\\propto'", 2),
        (r"\left. x \right|_{1}", "a delimiter without its partner", 0),
        (r"\left. x \right|_{y\ \text{fixed}}", "a delimiter without its partner", 0),
        (r"a = W_\bullet", r"bullet needs names", None),
        (r"\binom{n}{k} = 1", "unknown construct 'genfrac'", 0),
        (r"x = \nosuch", "KaTeX: Undefined control sequence", 4),
        (r"(a + b = c", "cannot read", None),
        (r"\frac{\partial f}{\partial x}(y)^2 = 1", r"cannot read '\)'", None),
        (r"\sum x = 1", "needs an index below it", 0),
        (r"a = ", "ends where a value must follow", None),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(tex: str, message: str, at: int | None) -> None:
    with pytest.raises(FormulaError, match=message) as caught:
        grammar.parse(tex)
    assert at is None or caught.value.at == at


@pytest.mark.parametrize("tex", ["a + b", "2", "a = b", r"\frac{a}{b}"])
def test_a_key_is_a_name(tex: str) -> None:
    with pytest.raises(FormulaError):
        grammar.name(tex)


def test_every_executed_formula_of_the_site_can_be_read() -> None:
    formulas = [each for page in current_site(ROOT).pages for each in page.formulas if each.tag == "executed"]
    assert len(formulas) >= 149
    assert all(grammar.parse(formula.tex) for formula in formulas)
