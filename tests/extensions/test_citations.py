"""Citations show author and year, and lead to the list of references."""

import pytest

from scripts.content import Site
from tests.extensions.conftest import Render

SECOND = """
@article{ito2000,
  author = {Ito, Ann and Li, Bo},
  title = {On {SGD} \\& More},
  year = {2000},
  eprint = {2000.00001},
}
"""


@pytest.fixture(autouse=True)
def _two_works(site: Site) -> None:
    with (site.data / "bibliography.bib").open("a", encoding="utf-8") as file:
        file.write(SECOND)


def test_one_work_is_a_link_with_the_full_reference_at_hand(render: Render) -> None:
    (citation,) = render("As known [@newton1687].").xpath("//span[@class='citation']")
    assert citation.text_content() == "(Newton 1987)"
    (link,) = citation.xpath("a")
    assert link.get("href") == "/references.md#newton1687"
    assert link.get("title") == "Isaac Newton (1987). Principia. ISBN 978-0-520-08816-0."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[@newton1687, Book I, p. 3]", "(Newton 1987, Book I, p. 3)"),
        ("[@newton1687; @ito2000]", "(Newton 1987; Ito & Li 2000)"),
        ("[@newton1687, §4;\n@ito2000, Table 1]", "(Newton 1987, §4; Ito & Li 2000, Table 1)"),
        ("[@nobody1900]", "(no work 'nobody1900')"),
        ("[@nobody1900; @ito2000, §4]", "(no work 'nobody1900'; Ito & Li 2000, §4)"),
        ("[@ito2000; @nobody1900]", "(Ito & Li 2000; no work 'nobody1900')"),
    ],
)
def test_several_works_locators_and_unknown_keys_are_shown_in_one_pair_of_parentheses(
    render: Render, text: str, shown: str
) -> None:
    (citation,) = render(f"Known {text}.").xpath("//span[@class='citation']")
    assert citation.text_content() == shown
    assert len(citation.xpath("span[@class='problem']")) == text.count("nobody")
    assert len(citation.xpath("a")) == text.count("@") - text.count("nobody")


def test_citations_stand_in_boxes_tabs_and_tables(render: Render) -> None:
    text = '=== "Tab"\n\n    !!! note\n        A [@ito2000].\n\n| a | b |\n| --- | --- |\n| c | [@newton1687] |\n'
    assert len(render(text).xpath("//span[@class='citation']/a")) == 2


@pytest.mark.parametrize(
    "text", ["`[@newton1687]`", "```text\n[@newton1687]\n```", "me@example.com", "[at home](x.md)"]
)
def test_code_mail_and_links_are_no_citations(render: Render, text: str) -> None:
    assert render(text).xpath("//*[@class='citation']") == []
