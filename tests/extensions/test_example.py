"""The parts of an answer stand on the start page as they stand on its own page."""

import pytest

from scripts.content import Site
from scripts.extensions.example import PARTS
from tests.extensions.conftest import Render

BOX = """
!!! mistake wrong "“It has no unit.”"
    It has: see [the definition](#what-is-the-slope) and [the code](../../snippets/training/page.py).

## Does"""


@pytest.fixture(autouse=True)
def _correction(site: Site) -> None:
    path = site.docs / "training/page.md"
    path.write_text(path.read_text(encoding="utf-8").replace("## Does", BOX, 1), encoding="utf-8")


def test_short_answer_is_marked_as_one(render: Render) -> None:
    (answer,) = render("::: example what-is-the-slope short-answer").xpath("//p[@class='short-answer']")
    assert answer.text_content().startswith("The slope is the rise of a line over its run (Newton 1987).")


def test_formula_is_the_one_whose_code_is_shown(render: Render) -> None:
    tree = render("::: example what-is-the-slope formula")
    assert "checked" in tree.xpath("//*[contains(@class, 'formula-mark')]")[0].text_content()


def test_code_is_the_function_that_the_formula_names_and_not_its_twin(render: Render, site: Site) -> None:
    path = site.docs / "training/page.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("![A straight", '--8<-- "training/page_torch.py:slope"\n\n![A straight'), encoding="utf-8"
    )
    tree = render("::: example what-is-the-slope code")
    assert '--8<-- "training/page.py:slope"' in tree.text_content()


def test_figure_keeps_its_caption_and_is_found_from_the_top(render: Render) -> None:
    tree = render("::: example what-is-the-slope figure")
    assert tree.xpath("//figure/img/@src") == ["training/page/straight-line.svg"]
    assert tree.xpath("//figcaption/text()") == ["A straight line has one slope."]


def test_correction_keeps_verdict_and_links(render: Render) -> None:
    (box,) = render("::: example what-is-the-slope correction").xpath("//div[contains(@class, 'mistake wrong')]")
    assert box.xpath(".//a/@href") == ["training/page.md#what-is-the-slope"]
    assert box.xpath(".//span[@title]/@title") == ["snippets/training/page.py"]


def test_source_leads_to_the_answer(render: Render) -> None:
    tree = render("::: example what-is-the-slope source")
    assert tree.xpath("//a/@href") == ["training/page.md#what-is-the-slope"]


@pytest.mark.parametrize(
    "line",
    ["::: example", "::: example nothing source", "::: example what-is-the-slope nothing"]
    + [f"::: example does-the-slope-change {name}" for name in ("formula", "code", "figure")],
)
def test_part_that_is_not_there_leaves_the_line_for_the_check_of_the_built_page(render: Render, line: str) -> None:
    assert render(line).text_content().strip() == line


def test_every_part_is_tested() -> None:
    assert set(PARTS) == {"short-answer", "formula", "code", "figure", "correction", "source"}
