"""After each kind of edit the preview has the very bytes that a new build of the whole site has."""

import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError

from scripts.publishing.preview import Made
from tests.publishing.example import CORRECTION, ENVIRONMENT, Repository, tree
from tests.publishing.faults import (
    BIBLIOGRAPHY,
    FIGURE,
    LAB,
    SNIPPET,
    Change,
    added,
    every,
    removed,
    replaced,
    written,
)

PROGRAM = Path(__file__).with_name("incremental.py")
PUBLISHED = "docs/_data/published.yml"
CONFIG = "mkdocs.yml"
NEW = """\
---
description: New.
read_first: [training/page.md]
---
# New

## Why? { #why data-level=basic }

So.
"""
GLOSSARY, REFERENCES = "  - Glossary: glossary.md\n", "  - References: references.md\n"
RECORD = "docs/labs/tiny/record.yml"

EDITS: dict[str, Change] = {
    "a sentence": replaced("The one topic page", "The only topic page"),
    "a title, which the navigation and lists name": replaced("# Batches\n", "# Batches and means\n"),
    "a question": replaced("## How noisy is a batch?", "## How noisy is one batch?"),
    "an id, which a list links to": replaced("#how-noisy-is-a-batch", "#noise"),
    "a description": replaced("What a batch is and", "What one batch is and"),
    "a correction": replaced("Reversed: the", "It is reversed: the"),
    "a term": replaced("\nbatch\n", "\nbatch (of examples)\n", "docs/glossary.md"),
    "an abbreviation": replaced("stochastic gradient descent", "stochastic descent", "docs/_data/abbreviations.md"),
    "a work": replaced("year = {2018}", "year = {2016}", BIBLIOGRAPHY),
    "a work that makes another ambiguous": added(
        "@misc{other,\n  author = {Bottou, Léon and Curtis, Frank E. and Nocedal, Jorge},\n  title = {A},\n"
        "  year = {2018},\n}\n",
        BIBLIOGRAPHY,
    ),
    "shown code": replaced("return sum(numbers) /", "return sum(list(numbers)) /", SNIPPET),
    "the lines on which code stands": replaced('page."""\n', 'page."""\n\nUNSHOWN = 1\n', SNIPPET),
    "a drawing": replaced("#2b83c4", "#2b83c5", FIGURE),
    "a formula": replaced(r"\bar x", r"\E x"),
    "a macro": replaced("mathbb{E}", "mathbb{F}", "docs/_data/macros.json"),
    "the words of a lab": replaced("of three numbers", "of some numbers", LAB),
    "code of a lab": replaced("[1.0, 2.0, 6.0]", "[1.0, 2.0, 6.5]", LAB),
    "what a lab printed": replaced("measured: 3.00", "measured: 3.01", RECORD),
    "a style": added("\n.new { color: red }\n", "docs/stylesheets/site.css"),
    "an exercise": replaced("The mean of one number:", "The mean of them:", "docs/_data/exercises.yml"),
    "when a correction was verified": replaced(
        f"{CORRECTION}: 2026-11-20", f"{CORRECTION}: 2026-11-21", "docs/_data/verified.yml"
    ),
    "a question that went to another page": replaced(
        "moved: {}", "moved:\n  index.md#old: training/page.md#what-is-a-batch", PUBLISHED
    ),
    "a page that went elsewhere": added("  training/old.md: training/page.md\n", PUBLISHED),
    "a template": replaced("There is no page", "Here is no page", "docs/overrides/404.html"),
    "a new page": every(
        written("docs/training/new.md", NEW),
        replaced("      - training/page.md\n", "      - training/page.md\n      - training/new.md\n", CONFIG),
    ),
    "a page that is gone": every(removed("docs/sources.md"), replaced("  - Sources: sources.md\n", "", CONFIG)),
    "the order of the pages": replaced(GLOSSARY + REFERENCES, REFERENCES + GLOSSARY, CONFIG),
}
IN_A_REPOSITORY = (
    "a question",
    "a question that went to another page",
    "shown code",
    "the lines on which code stands",
    "a page that went elsewhere",
)


@contextmanager
def running(repository: Repository, kind: str, folder: Path, **environment: str) -> Iterator[Callable[[str], str]]:
    """A program that waits for lines; the function says one to it and returns its answer."""
    command = [sys.executable, str(PROGRAM), kind, str(folder)]
    environment = {**ENVIRONMENT, **environment, "PYTHONPATH": str(repository.root)}
    with subprocess.Popen(
        command, cwd=repository.root, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        reader, writer = process.stdout, process.stdin

        def say(line: str) -> str:
            writer.write(line + "\n")
            writer.flush()
            return reader.readline().strip()

        yield say
        writer.close()


@pytest.mark.parametrize(
    ("address", "names"),
    [("", EDITS), ("https://example.com/me/it", IN_A_REPOSITORY)],
    ids=["alone", "in a repository"],
)
def test_after_each_edit_the_preview_is_what_a_new_build_is(
    repository: Repository, tmp_path: Path, address: str, names: Iterable[str]
) -> None:
    shown = tmp_path / "preview"
    with (
        running(repository, "preview", shown, REPOSITORY_URL=address) as update,
        running(repository, "clean", tmp_path / "unused", REPOSITORY_URL=address) as build,
    ):
        for number, name in enumerate(names):
            EDITS[name](repository)
            folder = tmp_path / f"clean-{number}"
            assert (update(""), build(str(folder))) == ("done", "done"), name
            wanted, found = tree(folder), tree(shown)
            assert {path for path in wanted | found if wanted.get(path) != found.get(path)} == set(), name


def test_a_link_in_docs_ends_the_preview(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/loop").symlink_to(".")
    (tmp_path / "docs/index.md").write_text("# Home\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: Small\n", encoding="utf-8")
    config = load_config(str(tmp_path / "mkdocs.yml"), site_dir=str(tmp_path / "site"))
    with pytest.raises(PluginError, match=r"docs/loop: a link to \.; put the file itself here"):
        Made(config, lambda text: None)
