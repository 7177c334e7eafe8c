"""No line ends inside of a quantity."""

import pytest

from tests.extensions.conftest import Render


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("0.94 ± 0.06 nats", "0.94~±~0.06 nats"),
        ("a 3 × 3 filter", "a 3~×~3 filter"),
        ("**46 %** of 16 GB in 3.5 ms", "46~% of 16~GB in 3.5~ms"),
        ("4 · −2", "4~·~−2"),
        ("5 So 7 Most 12 GBs", "5 So 7 Most 12 GBs"),
        ("`3 × 3` and 3 × 3", "3 × 3 and 3~×~3"),
        ("A point · 3 more", "A point ·~3 more"),
    ],
)
def test_what_belongs_to_a_number_stays_on_its_line(render: Render, text: str, shown: str) -> None:
    assert render(text).text_content().strip() == shown.replace("~", "\N{NO-BREAK SPACE}")


def test_code_in_a_fence_and_formulas_keep_their_spaces(render: Render) -> None:
    page = render("```python\na = 3 % 2\n```\n\n$`3 \\times 3`$ % of 3 %")
    assert "3 % 2" in page.text_content()
    assert page.text_content().count("\N{NO-BREAK SPACE}") == 1


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("A slope ($`m`$), or $`n`$-fold.", ["(m),", "n-fold."]),
        ("The **step $`x+y`$.** Then", ["x+y."]),
        ("Between $`a`$ and $`b`$ nothing", []),
        ("Of $`a`$/$`b`$, the $`i`$th", ["a/", "b,", "ith"]),
        ("See $`a+b+c+d+e+f+g+h+i`$.", []),
        ("From $`a`$—and on `code`.", []),
    ],
)
def test_no_line_begins_with_the_mark_behind_a_short_formula(render: Render, text: str, kept: list[str]) -> None:
    page = render(text)
    for spoken in page.xpath("//span[@class='katex-mathml']"):
        spoken.drop_tree()
    assert [span.text_content() for span in page.xpath("//span[@class='unbroken']")] == kept
