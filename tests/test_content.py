"""What the repository says, as the checks and extensions see it."""

import os
from pathlib import Path

import pytest

from scripts.content import Page, Site, current_site, lab_as_markdown, plain, read_page

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
    assert Page(path, "", {}, ()).url == url


def test_lab_keeps_its_line_numbers_as_markdown() -> None:
    script = "# ---\n# description: A.\n# ---\n\n# %% [markdown]\n# # Title\n#\n# Text.\n\n# %%\nx = 1  # [a](b)\n"
    expected = "---\ndescription: A.\n---\n\n\n# Title\n\nText.\n\n\n\n"
    assert lab_as_markdown(script) == expected


def test_label_names_one_two_or_more_authors_and_is_unique(site: Site) -> None:
    entry = "@book{{{key},\n author = {{{author}}},\n title = {{A {{Title}}}},\n year = 2000,\n doi = {{10.1/x}},\n}}\n"
    authors = {"one": "Ito, Ann", "two": "Ito, Ann and {Open AI}", "many": "Ito, A and Li, B and Wu, C"}
    authors["others"] = "Ito, Ann and others"
    text = "".join(entry.format(key=key, author=author) for key, author in authors.items())
    (site.data / "bibliography.bib").write_text(text, encoding="utf-8")
    works = Site.read(site.root).bibliography
    labels = {key: work.label for key, work in works.items()}
    assert labels == {
        "one": "Ito 2000",
        "two": "Ito & Open AI 2000",
        "many": "Ito et al. 2000a",
        "others": "Ito et al. 2000b",
    }
    assert works["two"].text == "Ann Ito, Open AI (2000). A Title."
    assert works["one"].address == "https://doi.org/10.1/x"
    assert [work.line for work in works.values()] == [1, 7, 13, 19]


def test_tex_of_a_reference_becomes_the_characters_it_stands_for(site: Site) -> None:
    entry = '@misc{x,\n author = {Barz, Bj{\\"o}rn and {A \\& B}},\n title = {{CIFAR} \\& 5\\,\\%},\n year = 2000,\n}\n'
    (site.data / "bibliography.bib").write_text(entry, encoding="utf-8")
    (work,) = Site.read(site.root).bibliography.values()
    assert work.text == "Björn Barz, A & B (2000). CIFAR & 5 %."
    assert work.label == "Barz & A & B 2000"


def test_site_is_read_again_only_after_a_change(repository: Path) -> None:
    first = current_site(repository)
    assert current_site(repository) is first
    file = repository / "docs/index.md"
    file.write_text(file.read_text(encoding="utf-8").replace("# Home", "# Start"), encoding="utf-8")
    os.utime(file, (2e9, 2e9))
    page = current_site(repository).page("index.md")
    assert page is not None
    assert page.title == "Start"
