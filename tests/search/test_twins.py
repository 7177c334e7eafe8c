"""A question that asks the same in other words is named; a pair that somebody has set apart is not."""

import shutil
from pathlib import Path

import pytest

from scripts.content import ROOT, Site
from scripts.search.twins import problems, twins

QUESTION = """
## {title} {{ #asked-again data-level=basic }}

{answer}
"""
IN_OTHER_WORDS = {
    "title": "How many examples are in a mini-batch, and how does the batch size affect training?",
    "answer": "It is the number of examples behind one update: larger ones give better estimates and fewer updates.",
}
SOMETHING_ELSE = {
    "title": "Which file formats do photographs have?",
    "answer": "Cameras write JPEG or raw files, and programs that edit them add formats of their own.",
}


def found(root: Path) -> list[str]:
    return [str(problem) for problem in problems(Site.read(root))]


def again(folder: Path, title: str, answer: str) -> Path:
    """The questions of the site, and one more."""
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("katex", "*.svg"))
    shutil.copy(ROOT / "mkdocs.yml", folder)
    page = folder / "docs/practice/deployment.md"
    page.write_text(page.read_text(encoding="utf-8") + QUESTION.format(title=title, answer=answer), encoding="utf-8")
    return folder


def test_no_question_of_this_repository_is_asked_twice() -> None:
    assert found(ROOT) == []


def test_a_question_in_other_words_is_named_with_its_twin(tmp_path: Path) -> None:
    said = found(again(tmp_path, **IN_OTHER_WORDS))
    assert [
        each for each in said if "asked-again what-is-batch-size" in each and "answer a question once" in each
    ] != []


def test_a_pair_that_is_set_apart_is_accepted(tmp_path: Path) -> None:
    root = again(tmp_path, **IN_OTHER_WORDS)
    with (root / "docs/_data/apart.yml").open("a", encoding="utf-8") as ledger:
        for twin in twins(Site.read(root)):
            if "asked-again" in twin.pair:
                ledger.write(f"  {twin.pair}: one is there for a test of the other\n")
    assert found(root) == []


def test_another_question_is_fine(tmp_path: Path) -> None:
    assert found(again(tmp_path, **SOMETHING_ELSE)) == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("what-is-the-slope gone: both are needed for some reason", "no question gone"),
        ("what-is-the-slope does-the-slope-change: why not", "no reason"),
        ("what-is-the-slope: both are needed for some reason", "one-id other-id"),
    ],
)
def test_a_line_of_the_ledger_that_says_nothing_is_named(repository: Path, line: str, words: str) -> None:
    (repository / "docs/_data/apart.yml").write_text(f"apart:\n  {line}\n", encoding="utf-8")
    (problem,) = found(repository)
    assert problem.startswith("docs/_data/apart.yml:2: twins: ")
    assert words in problem


def test_among_few_questions_words_have_no_weights(site: Site) -> None:
    assert twins(site) == []
