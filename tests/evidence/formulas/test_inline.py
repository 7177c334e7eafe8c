"""What the text says of its symbols is found where a reader finds it, and what is not computed has a reason."""

from pathlib import Path

import pytest

from scripts.content import ROOT, Page, Site, current_site
from scripts.evidence.formulas.inline import Equation, equations, summary
from scripts.evidence.formulas.sentences import stated


@pytest.fixture
def page_of(tmp_path: Path) -> object:
    def read(text: str) -> Page:
        docs = tmp_path / "docs"
        docs.mkdir()
        (tmp_path / "mkdocs.yml").write_text("site_name: Test\nnav: []\n", encoding="utf-8")
        (docs / "page.md").write_text(f"# Title\n\n{text}\n", encoding="utf-8")
        (page,) = Site.read(tmp_path).pages
        return page

    return read


def last(page: Page) -> Equation:
    return list(equations(page))[-1]


@pytest.mark.parametrize(
    ("text", "kind", "wrong"),
    [
        ("$`3\\cdot10^{-3}=0.003`$", "evaluated", ""),
        ("$`50{,}000=5\\cdot10^4`$", "evaluated", ""),
        ("$`d=5\\,\\%`$ and $`d/2=0.025`$", "evaluated", ""),
        ("$`v=(1,2)`$ and $`2v=(2,4)`$", "evaluated", ""),
        ("$`v=(1,2)`$ and $`2v=(2,5)`$", "evaluated", "2  v is [2. 4.], not (2, 5)"),
        ("$`v=(1,2)`$ and $`2v=2`$", "evaluated", "2  v has the shape (2,), 2 ()"),
        ("$`4\\cdot4\\,\\text{MB}=16\\,\\text{MB}`$", "evaluated", ""),
        (
            "$`4\\cdot1.1\\,\\text{MB}\\approx4.5\\,\\text{MB}`$",
            "evaluated",
            r"4 \cdot 1.1  \text{MB} is 4.4, not 4.5  \text{MB}",
        ),
        ("$`4\\,\\text{kB}=0.004\\,\\text{MB}`$", "symbolic", ""),
        (
            "$`\\eta=0.001`$ makes $`\\tfrac14\\eta\\approx0.26\\,\\eta`$",
            "evaluated",
            r"\frac{1}{4}  \eta is 0.00025, not 0.26  \eta",
        ),
        ("$`\\eta=0.001`$ makes $`\\tfrac14\\eta\\approx0.25\\,\\eta`$", "evaluated", ""),
        ("$`h(x)=2x`$, hence $`h(3)=6`$", "evaluated", ""),
        ("$`\\operatorname{ReLU}(z)=\\max(0,z)`$", "evaluated", ""),
        ("$`\\tanh z=z`$", "evaluated", "at z = -2.5, \\tanh(z) is -0.986614, not z"),
        ("$`b=1`$ and $`b=2`$; then $`b+1=2`$", "symbolic", ""),
        ("$`b=1`$\n\nIt is $`b=2`$.\n\nThen $`b+1=3`$", "evaluated", ""),
        ("$`c=3`$\n\nThen $`a=c^2`$, where $`a=9`$", "value", ""),
        ("$`a=c^2`$ with $`c=3`$ is $`a=10`$", "evaluated", "c^{2} is 9, not 10"),
        ("$`x=1`$", "value", ""),
        ("$`\\lambda=\\sigma^2=1`$", "value", ""),
        ("$`\\operatorname{tr}(H)=3`$", "value", ""),
        ("$`a+b=3`$", "symbolic", ""),
        ("$`f(x)=x^2`$", "symbolic", ""),
        ("$`3\\approx`$", "unreadable", "the formula ends where a value must follow"),
    ],
)
def test_equations(page_of: object, text: str, kind: str, wrong: str) -> None:
    assert callable(page_of)
    found = last(page_of(text))
    assert (found.kind, found.wrong) == (kind, wrong)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("$`a+b=3`$", "the answer gives no value for a"),
        ("$`\\sum_i x_i=3`$", "over which values does i run"),
        ("$`x=1`$", "it gives x a value"),
        ("$`f(x)=x^2`$", "it says what f(x) is"),
    ],
)
def test_what_is_not_computed_has_its_reason(page_of: object, text: str, reason: str) -> None:
    assert callable(page_of)
    assert last(page_of(text)).reason == reason


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The share $`1-1/n`$ is 0.75 for $`n=4`$.", [("0.75", "")]),
        ("The share $`1-1/n`$ is 74 % for $`n=4`$.", [("74 %", "1 - 1 / n is 75 %, not 74 %")]),
        ("With $`n=4`$ and $`m=2`$, $`n^m`$ makes 15 of them at $`m=2`$.", [("15", "n^{m} is 16, not 15")]),
        ("With $`n=4`$, $`m=2`$ that is 8.", []),
        ("The share $`1-1/n`$ is seen at 3 of $`n=4`$.", []),
        ("Of $`1-1/n`$. It is 0.3 for $`n=4`$.", []),
        ("The share $`1-1/n`$ is 0.75 or 0.5 for $`n=4`$ and 0.3 overall.", [("0.5", "1 - 1 / n is 0.75, not 0.5")]),
        ("```math\n% definition\ng = a\\,b + c\n```\n\nAt $`a=2`$, $`b=3`$ it is 6.", [("6", "")]),
        ("```math\n% definition\ng = a\\,b + c\n```\n\nAt $`a=2`$, $`b=3`$ it is 7.", [("7", "a  b is 6, not 7")]),
        ("```math\n% definition\ng = \\frac1B + c\n```\n\nIt is 3 at $`B=2`$.", []),
    ],
)
def test_numbers_that_say_what_a_formula_is(page_of: object, text: str, found: list[tuple[str, str]]) -> None:
    assert callable(page_of)
    assert [(each.number, each.wrong) for each in stated(page_of(text))] == found


def test_the_site_is_counted_and_no_equation_is_lost() -> None:
    pages = current_site(ROOT).pages
    kinds = [each.kind for page in pages for each in equations(page)]
    assert kinds.count("evaluated") >= 49
    assert sum(1 for page in pages for _ in stated(page)) >= 10
    assert summary(ROOT).startswith(f"{kinds.count('evaluated')} equations")
    assert all(each.reason for page in pages for each in equations(page) if each.kind in ("value", "symbolic"))
