"""What the repository says, as the checks and extensions see it."""

from pathlib import Path

import pytest

from scripts.content import Page, lab_as_markdown, plain, read_page

PAGE = """\
# Title

## First? { #first data-level=basic }

Yes, [a *link*](x.md#y), $`a^2`$ and
`code` [@key, p. 3].

### Details

### Details

=== "Tab"

    !!! mistake wrong "“A claim, quoted.”"
        Words.

        - An item [@key] in a [list](z.md).

## Second? { data-level=advanced #second }

??? mistake outdated "“Folded.”"
    Words.
"""


@pytest.fixture
def page(tmp_path: Path) -> Page:
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    return read_page(tmp_path / "page.md", "training/page.md")


def test_question_has_id_level_and_short_answer_with_lines(page: Page) -> None:
    first, second = page.questions
    assert (first.id, first.level, first.line, first.short_answer_line) == ("first", "basic", 3, 5)
    assert plain(first.short_answer) == "Yes, a link, a^2 and code."
    assert (second.id, second.level, second.short_answer) == ("second", "advanced", "")


def test_correction_in_a_tab_knows_its_question_evidence_and_anchor(page: Page) -> None:
    correction = page.corrections[0]
    assert (correction.claim, correction.verdict, correction.question_id) == ("“A claim, quoted.”", "wrong", "first")
    assert (correction.line, correction.id) == (14, "a-claim-quoted")
    assert correction.body == "Words.\n\n- An item [@key] in a [list](z.md)."
    assert [citation.key for citation in correction.citations] == ["key"]
    assert [link.target for link in correction.links] == ["z.md"]


def test_folded_correction_counts_too(page: Page) -> None:
    assert [(each.claim, each.verdict, each.question_id) for each in page.corrections[1:]] == [
        ("“Folded.”", "outdated", "second")
    ]


def test_headings_that_say_the_same_get_anchors_of_their_own(page: Page) -> None:
    assert [heading.id for heading in page.headings] == ["title", "first", "details", "details_1", "second"]
    assert page.anchors >= {"details_1", "a-claim-quoted"}


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("index.md", ""),
        ("training/index.md", "training/"),
        ("training/page.md", "training/page/"),
        ("practice/jaccard-index.md", "practice/jaccard-index/"),
        ("labs/a-lab.py", "labs/a-lab/"),
    ],
)
def test_address_of_a_page_follows_from_its_path(path: str, url: str) -> None:
    assert Page(path, "").url == url


def test_lab_keeps_its_line_numbers_as_markdown() -> None:
    script = "# ---\n# description: A.\n# ---\n\n# %% [markdown]\n# # Title\n#\n# Text.\n\n# %%\nx = 1  # [a](b)\n"
    expected = "---\ndescription: A.\n---\n\n\n# Title\n\nText.\n\n\n\n"
    assert lab_as_markdown(script) == expected


def test_a_page_is_parsed_again_only_after_its_text_has_changed(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text("# One\n", encoding="utf-8")
    first = read_page(file, "training/page.md")
    file.touch()
    assert read_page(file, "training/page.md") is first
    file.write_text("# Two\n", encoding="utf-8")
    assert read_page(file, "training/page.md").title == "Two"
