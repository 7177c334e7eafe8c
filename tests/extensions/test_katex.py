"""Formulas are rendered when the page is built, as HTML and MathML."""

import pytest

from tests.extensions.conftest import Render

CHECKED = "```math\n% checked: training.page.slope\nm = \\frac{y}{x}\n```"
LABEL = "Checked against code: training.page.slope"


def test_inline_formula_is_html_and_mathml_and_keeps_its_tex(render: Render) -> None:
    tree = render("A $`x^2`$ and $`y_1`$, `$x$`, $5.")
    assert len(tree.xpath("//p//span[@class='katex']")) == 2
    assert [each.text for each in tree.xpath("//annotation[@encoding='application/x-tex']")] == ["x^2", "y_1"]
    assert len(tree.xpath("//span[@class='katex-html'][@aria-hidden='true']")) == 2
    assert tree.xpath("//code/text()") == ["$x$"]


@pytest.mark.parametrize("text", ["```text\n$`x`$\n```", "`code`", "$5 and $10"])
def test_code_and_prices_are_no_formulas(render: Render, text: str) -> None:
    assert render(text).xpath("//*[@class='katex']") == []


def test_fence_is_a_display_formula_without_its_comment(render: Render) -> None:
    tree = render("```math\n% definition\nx = y \\\\\nz\n```")
    (formula,) = tree.xpath("//div[@class='formula']")
    assert formula.xpath("span[@class='katex-display']") != []
    assert formula.xpath(".//annotation/text()") == ["x = y \\\\\nz"]
    assert formula.xpath(".//*[@class='formula-mark']") == []


@pytest.mark.parametrize("head", ['=== "Tab"\n\n', "!!! note\n\n", "-   item\n\n"])
def test_fence_is_rendered_in_tabs_boxes_and_items(render: Render, head: str) -> None:
    tree = render(head + "".join(f"    {line}\n" for line in CHECKED.split("\n")))
    assert len(tree.xpath("//div[@class='formula']/span[@class='katex-display']")) == 1


def test_mark_of_a_checked_formula_leads_to_the_lines_of_its_function(
    render: Render, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPOSITORY_URL", "https://example.com/me/it")
    (mark,) = render(CHECKED).xpath("//a[@class='formula-mark']")
    assert mark.get("href") == "https://example.com/me/it/blob/main/snippets/training/page.py#L5-L7"
    assert mark.get("aria-label") == LABEL


def test_mark_says_what_is_checked_instead(render: Render) -> None:
    (mark,) = render(CHECKED.replace("slope\n", "slope\n% instead: two <points>\n")).xpath(
        "//span[@class='formula-mark']"
    )
    assert (mark.get("data-tag"), mark.get("title")) == ("checked", f"{LABEL}. What is checked: two <points>")


def test_mark_of_an_executed_formula_says_so(render: Render) -> None:
    (mark,) = render(CHECKED.replace("checked", "executed")).xpath("//span[@class='formula-mark']")
    assert (mark.get("data-tag"), mark.text_content()) == ("executed", "✓ executed")
    assert mark.get("title") == "Executed as printed and compared with code: training.page.slope"


def test_mark_leads_to_the_copy_of_the_site_where_no_repository_is_known(render: Render) -> None:
    tree = render(CHECKED, page="training/page.md", files={"code/snippets/training/page.py.txt": b""})
    assert tree.xpath("//a[@class='formula-mark']/@href") == ["../../code/snippets/training/page.py.txt"]


def test_mark_is_plain_text_where_there_is_nothing_to_lead_to(render: Render) -> None:
    tree = render(CHECKED)
    (mark,) = tree.xpath("//span[@class='formula-mark']")
    assert (mark.get("title"), mark.text_content()) == (LABEL, "✓ checked")
    assert tree.xpath("//a") == []


@pytest.mark.parametrize("text", [r"Bad $`\nosuch<`$.", "```math\n\\nosuch<\n```"])
def test_malformed_formula_shows_its_tex_and_the_error(render: Render, text: str) -> None:
    (problem,) = render(text).xpath("//span[@class='problem']")
    assert problem.text.startswith(r"\nosuch<: Undefined control sequence: \nosuch")
