"""A line such as `::: questions` becomes a list made from the whole site."""

from pathlib import Path

import pytest

from scripts.content import Site
from scripts.extensions.listings import LISTINGS
from tests.extensions.conftest import Render

ARGUMENTS = {"pages": " training", "example": " what-is-the-slope source"}
BOXES = """

!!! mistake outdated "“Only a lab can tell.”"
    No: [this lab](../labs/experiment.py) and [this code](../../snippets/training/page.py#slope),
    as [above](#what-is-the-slope) and on [a site](https://example.com/x), agree.
"""


@pytest.fixture(autouse=True)
def _second_correction(repository: Path) -> None:
    with (repository / "docs/training/page.md").open("a", encoding="utf-8") as file:
        file.write(BOXES)


def test_questions_stand_by_section_and_page_with_their_level(render: Render) -> None:
    tree = render("::: questions")
    headings = [(heading.get("id"), heading.text) for heading in tree.xpath("//h2")]
    assert headings == [("training", "Questions on training")]
    assert tree.xpath("//h3/@id") == ["training-page"]
    assert tree.xpath("//h3/a/@href") == ["training/page.md"]
    assert tree.xpath("//li/a/@href") == [
        "training/page.md#what-is-the-slope",
        "training/page.md#does-the-slope-change",
    ]
    assert tree.xpath("//li/span[@class='level level-basic']/text()") == ["basic"]


def test_corrections_stand_by_verdict_with_evidence_and_a_link_back(render: Render) -> None:
    tree = render("::: corrections")
    assert [(heading.get("id"), heading.text) for heading in tree.xpath("//h2")] == [
        ("wrong", "Wrong (1)"),
        ("outdated", "Outdated (1)"),
    ]
    assert tree.xpath("//h3/@id") == ["the-slope-grows-along-the-line", "only-a-lab-can-tell"]
    links = tree.xpath("//p/a/@href")
    assert links == [
        "training/page.md#the-slope-grows-along-the-line",
        "labs/experiment.py",
        "training/page.md#what-is-the-slope",
        "https://example.com/x",
        "training/page.md#only-a-lab-can-tell",
    ]
    assert tree.xpath("//span[@title='snippets/training/page.py']/text()") == ["this code"]
    assert tree.xpath("//span[@class='citation']/a/text()") == ["Newton 1987, Book I"]


def test_corrections_carry_what_the_filter_needs_and_the_date(render: Render) -> None:
    items = render("::: corrections").xpath("//div[@data-topic]")
    assert [(item.get("data-verdict"), item.get("data-topic")) for item in items] == [
        ("wrong", "training"),
        ("outdated", "training"),
    ]
    assert "verified 2026-11-20" in items[0].text_content()
    assert "verified never" in items[1].text_content()


def test_questions_carry_what_the_filter_needs(render: Render) -> None:
    items = render("::: questions").xpath("//li/span[@data-topic='training']")
    assert [item.get("data-level") for item in items] == ["basic", "intermediate"]


@pytest.mark.parametrize(
    ("name", "options", "count"),
    [
        ("questions", {"level": ["", "basic", "intermediate"], "topic": ["", "training"]}, "2 of 2"),
        ("corrections", {"verdict": ["", "wrong", "outdated"], "topic": ["", "training"]}, "2 of 2"),
    ],
)
def test_filters_stand_above_the_list(render: Render, name: str, options: dict[str, list[str]], count: str) -> None:
    (form,) = render(f"::: {name}").xpath("//*[1][self::form]")
    assert form.get("hidden") is not None
    assert {s.get("name"): s.xpath("option/@value") for s in form.iter("select")} == options
    assert form.xpath("string(output)") == count


def test_pages_of_a_section_stand_with_description_and_questions(render: Render) -> None:
    tree = render("::: pages training")
    assert tree.xpath("//h2/a/@href") == ["page.md"]
    assert tree.xpath("//p/text()")[0].startswith("What the slope of a line is")
    assert tree.xpath("//li/a/@href") == ["page.md#what-is-the-slope", "page.md#does-the-slope-change"]


def test_references_stand_with_address_anchor_and_the_pages_that_cite_them(render: Render, site: Site) -> None:
    entry = (
        "@misc{ito2000,\n author = {Ito, Ann},\n title = {A Report},\n year = 2000,\n url = {https://example.com},\n}\n"
    )
    with (site.data / "bibliography.bib").open("a", encoding="utf-8") as file:
        file.write(entry)
    works = render("::: references").xpath("//li")
    assert [work.get("id") for work in works] == ["ito2000", "newton1687"]
    assert works[0].xpath("a/@href") == ["https://example.com"]
    assert works[0].xpath("a/text()") == ["A Report"]
    assert works[1].xpath("a/@href") == ["training/page.md"]
    assert "{" not in works[1].text_content()


def test_sources_name_the_answer_of_every_entry(render: Render) -> None:
    rows = render("::: sources").xpath("//tbody/tr")
    assert len(rows) == 175
    cells = {row[0].text: row[1] for row in rows}
    assert cells["000-Q03"].xpath("a/@href") == ["training/page.md#what-is-the-slope"]


def test_residue_names_what_was_dropped(render: Render) -> None:
    items = render("::: residue").xpath("//li")
    assert [item.text_content() for item in (items[0], items[-1])] == ["F01 Deleted.", "F27 Deleted."]


def test_errata_lead_to_their_corrections(render: Render) -> None:
    row = render("::: errata").xpath("//tbody/tr")[0]
    assert row[0].text == "E01"
    assert row[1].xpath("a/@href") == ["training/page.md#the-slope-grows-along-the-line"]


def test_levels_lead_to_the_filtered_list(render: Render) -> None:
    items = render("::: levels").xpath("//li")
    assert [item.xpath("a/@href")[0] for item in items] == [
        f"questions.md?level={level}" for level in ("basic", "intermediate", "advanced")
    ]
    assert [item.text_content().rpartition(": ")[2] for item in items] == [
        "what every interview may ask. 1 question.",
        "for those who train models. 1 question.",
        "for those who must defend a decision. 0 questions.",
    ]


def test_sections_stand_with_description_and_number_of_questions(render: Render, repository: Path) -> None:
    head = "---\ndescription: All about lines.\n---\n# Training\n"
    (repository / "docs/training/index.md").write_text(head, encoding="utf-8")
    (repository / "docs/labs/index.md").write_text(head, encoding="utf-8")
    (item,) = render("::: sections").xpath("//li")
    assert item.xpath("a/@href") == ["training/index.md"]
    assert item.text_content() == "Training All about lines. 2 questions."


def test_labs_stand_with_their_description(render: Render) -> None:
    tree = render("::: labs")
    assert tree.xpath("//h2/a/@href") == ["experiment.py"]
    assert len(tree.xpath("//p")) == 1


def test_counts_are_those_of_the_site(render: Render) -> None:
    counts = [item.text_content() for item in render("::: counts").xpath("//li")]
    assert counts == [
        "2 questions answered",
        "0 formulas executed as printed",
        "1 tested snippets",
        "2 claims corrected",
        "1 executed lab",
        "1 works cited",
    ]


def test_every_list_can_stand_in_the_middle_of_a_page(render: Render) -> None:
    for name in LISTINGS:
        line = f"::: {name}{ARGUMENTS.get(name, '')}"
        tree = render(f"# Title\n\nBefore.\n\n{line}\n\nAfter.\n")
        assert ":::" not in tree.text_content()
        assert tree.xpath("//p/text()")[0] == "Before."
        assert tree.xpath("//p")[-1].text == "After."


def test_unknown_list_is_left_as_it_is_for_the_check_of_the_built_page(render: Render) -> None:
    assert render("::: nothing").text_content() == "::: nothing"


def test_questions_that_no_document_asks_are_listed(render: Render, site: Site) -> None:
    ledger = site.data / "sources.yml"
    text = ledger.read_text(encoding="utf-8").replace("does-the-slope-change", "what-is-the-slope")
    ledger.write_text(text, encoding="utf-8")
    assert render("::: beyond").xpath("//li/a/@href") == ["training/page.md#does-the-slope-change"]
