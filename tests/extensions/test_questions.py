"""Questions show level and short answer, corrections verdict and anchor."""

from pathlib import Path

import pytest

from scripts.content import read_page
from tests.extensions.conftest import Render

PAGE = """\
# Title

Lead.

## First? { #first data-level=advanced }

The short answer with $`x`$.

The long one.

## Second? { #second data-level=basic }

- No paragraph.

Later.

### Details { data-level=basic }

Text.

## No question

Text.
"""
CLAIMS = [
    "“A smaller batch gives a more accurate gradient.”",
    '“It says "quoted" & 2 < 3, doesn’t it?”',
    "“SGD is Adam – 100 % of the time…”",
    "“Größer ist besser: σ² = 1/B.”",
    "“A -- B: snake_case and e.g. 3.5×.”",
]


def test_level_stands_in_words_below_each_question_and_nowhere_else(render: Render) -> None:
    lines = render(PAGE).xpath("//p[@class='question-about']")
    assert [(line.getprevious().get("id"), line.xpath("span/text()")) for line in lines] == [
        ("first", ["advanced"]),
        ("second", ["basic"]),
    ]


def test_each_question_has_a_link_to_itself(render: Render) -> None:
    assert render(PAGE).xpath("//a[@class='question-link']/@href") == ["#first", "#second"]


def test_mistake_is_reported_with_page_and_question(render: Render, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPOSITORY_URL", "https://example.com/me/it")
    text = "## What is the slope? { #what-is-the-slope data-level=basic }\n\nIt."
    (link,) = render(text, page="training/page.md").xpath("//a[@class='question-report']")
    assert link.get("href") == (
        "https://example.com/me/it/issues/new?template=mistake.yml"
        "&title=What+is+the+slope%3F&page=docs%2Ftraining%2Fpage.md&question=what-is-the-slope"
    )


def test_there_is_nowhere_to_report_without_a_repository(render: Render) -> None:
    assert render(PAGE, page="training/page.md").xpath("//a[@class='question-report']") == []


def test_first_paragraph_is_the_short_answer(render: Render) -> None:
    (answer,) = render(PAGE).xpath("//p[@class='short-answer']")
    assert answer.text_content().startswith("The short answer with x")
    assert answer.getprevious().get("class") == "question-about"


@pytest.mark.parametrize("verdict", ["wrong", "misleading", "outdated"])
def test_verdict_stands_in_words_before_the_claim(render: Render, verdict: str) -> None:
    (box,) = render(f'!!! mistake {verdict} "{CLAIMS[0]}"\n    Reversed.').xpath("//div[@id]")
    assert box.get("id") == "a-smaller-batch-gives-a-more-accurate-gradient"
    assert box.xpath("p[@class='admonition-title']")[0].text_content() == f"{verdict.capitalize()} {CLAIMS[0]}"
    assert box.xpath(f"p/span[@class='verdict verdict-{verdict}']/text()") == [verdict.capitalize()]


@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize("head", ["", "*[SGD]: stochastic gradient descent\n\n", '=== "Tab"\n\n    '])
def test_anchor_on_the_page_is_that_of_the_list_of_corrections(
    render: Render, tmp_path: Path, claim: str, head: str
) -> None:
    indent = "    " if head.endswith(" ") else ""
    text = f'{head}!!! mistake wrong "{claim}"\n{indent}    Words.\n'
    (tmp_path / "page.md").write_text(text, encoding="utf-8")
    (correction,) = read_page(tmp_path / "page.md", "training/page.md").corrections
    assert correction.claim == claim
    assert render(text).xpath("//div[contains(@class, 'mistake')]/@id") == [correction.id]


def test_other_boxes_are_left_alone(render: Render) -> None:
    tree = render('!!! note "“A claim”"\n    Words.')
    assert tree.xpath("//div/@id | //span[contains(@class, 'verdict')]") == []


def test_no_line_of_a_question_ends_at_a_hyphen(render: Render) -> None:
    page = render("## What does VGG-16 add to `a-b`, layer-by-layer? { #vgg data-level=basic }\n\nDepth.\n")
    (heading,) = page.xpath("//h2")
    assert heading.text_content() == "What does VGG-16 add to a-b, layer-by-layer?"
    assert heading.xpath("span[@class='unbroken']/text()") == ["VGG-16", "layer-by-layer?"]
