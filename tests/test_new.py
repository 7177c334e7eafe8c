"""`make new` gives a contributor a topic that passes every check."""

import datetime
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from scripts import checks, new
from scripts import record as ledgers
from scripts.content import ROOT, Problem, Site, write_text
from scripts.content.topics import problem_of
from scripts.evidence import readings


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the real repository's sources."""
    folder = tmp_path_factory.mktemp("sources")
    for name in ("docs", "snippets", "scripts"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "tests" / "snippets", folder / "tests" / "snippets")
    for name in ("mkdocs.yml", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def before(sources: Path) -> set[Problem]:
    """What the checks say of the sources, which lack some of the files that they name."""
    return set(checks.problems(Site.read(sources)))


@pytest.fixture
def copy(sources: Path, tmp_path: Path) -> Path:
    """The sources as links: the command replaces a file, it does not write to it."""
    return Path(shutil.copytree(sources, tmp_path / "copy", copy_function=os.link))


def record(root: Path) -> None:
    site = Site.read(root)
    write_text(site.data / "published.yml", yaml.safe_dump(ledgers.published(site)))
    write_text(site.data / readings.LEDGER, readings.written(site, datetime.date(2027, 1, 2)))


@pytest.mark.parametrize("page", ["theory/kernel-regime", "training/label-smoothing"])
def test_a_new_topic_passes_every_check_and_its_own_test(copy: Path, before: set[Problem], page: str) -> None:
    new.write(copy, page)
    record(copy)
    assert set(checks.problems(Site.read(copy))) - before == set()
    test = new.files_of(page)["test.py"]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(test)]
    assert subprocess.run(command, cwd=copy, capture_output=True, check=False).returncode == 0


def test_what_is_written_has_the_form_that_ruff_asks_for(copy: Path) -> None:
    written = new.write(copy, "theory/kernel-regime", ["torch", "figure"])
    written += new.write_lab(copy, "labs/smooth", "training/batch-size#large-vs-small-batch")
    code = [str(path) for path in written if path.suffix == ".py"]
    assert len(code) == 7
    for command in (["check"], ["format", "--check"]):
        answer = subprocess.run(
            [sys.executable, "-m", "ruff", *command, *code], cwd=copy, capture_output=True, text=True, check=False
        )
        assert answer.returncode == 0, answer.stdout


def test_a_new_topic_stands_at_the_end_of_its_section(copy: Path) -> None:
    before = Site.read(copy).nav
    new.write(copy, "training/label-smoothing")
    after = Site.read(copy).nav
    last = max(n for n, path in enumerate(before) if path.startswith("training/"))
    assert after == (*before[: last + 1], "training/label-smoothing.md", *before[last + 1 :])


def test_a_new_section_stands_before_the_labs(copy: Path) -> None:
    new.write(copy, "theory/kernel-regime")
    assert "  - Theory:\n      - theory/kernel-regime.md\n  - Labs:\n" in (copy / "mkdocs.yml").read_text()


@pytest.mark.parametrize("page", ["", "adam", "Optimization/adam", "optimization/adam_w", "../adam", "a/b/c"])
def test_a_name_of_the_wrong_form_writes_nothing(copy: Path, page: str) -> None:
    before = (copy / "mkdocs.yml").read_text()
    with pytest.raises(ValueError, match="is not section/name"):
        new.write(copy, page)
    assert (copy / "mkdocs.yml").read_text() == before


@pytest.mark.parametrize(
    ("page", "why"),
    [
        ("practice/test-time-augmentation", "would name its code like a test"),
        ("practice/migrating-to-torch", "would name its code like a test or a twin in PyTorch"),
        ("optimization/lambda", "a word of Python or Windows"),
        ("class/adam", "a word of Python or Windows"),
        ("training/nul", "a word of Python or Windows"),
        ("labs/my-lab", "CONTRIBUTING.md tells how a lab is added"),
        ("assets/adam", "choose another section"),
        ("reference/adam", "the navigation has another “Reference”"),
        ("glossary/adam", "glossary/ has no topics; choose another section"),
        ("training/index", "the list of the section's topics"),
    ],
)
def test_a_name_that_no_topic_can_have_is_refused_with_the_reason(page: str, why: str) -> None:
    assert why in problem_of(ROOT, page)
    with pytest.raises(ValueError, match="; "):
        new.write(ROOT, page)


@pytest.mark.parametrize("page", ["practice/lambda-layers", "theory/contest", "training/torchscript", "nlp/match"])
def test_names_that_only_look_like_those_are_fine(page: str) -> None:
    assert problem_of(ROOT, page) == ""


def test_what_a_topic_cannot_have_is_refused_with_what_it_can(copy: Path) -> None:
    with pytest.raises(ValueError, match="'jax' is nothing that a topic can have; there are: torch, figure"):
        new.write(copy, "training/label-smoothing", ["jax"])


@pytest.mark.parametrize(
    ("lab", "question", "why"),
    [
        ("labs/Smooth", "training/batch-size#batch-size", "is not section/name"),
        ("lab/smooth", "training/batch-size#batch-size", "lab/smooth is no lab; name it labs/name"),
        ("labs/smooth", "training/batch-size#none", "name the one that the lab settles: section/page#id"),
        ("labs/smooth", "", "name the one that the lab settles: section/page#id"),
        ("labs/dropout", "training/batch-size#large-vs-small-batch", "docs/labs/dropout.py exists already"),
    ],
)
def test_a_lab_that_cannot_be_is_refused_with_the_reason(copy: Path, lab: str, question: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        new.write_lab(copy, lab, question)


def test_a_lab_is_linked_at_the_end_of_the_answer_that_it_settles(copy: Path) -> None:
    new.write_lab(copy, "labs/smooth", "training/batch-size#large-vs-small-batch")
    text = (copy / "docs/training/batch-size.md").read_text(encoding="utf-8")
    before = text.partition("\n\nThe [lab](../labs/smooth.py) measures it.\n\n")[0]
    assert before.rpartition("\n## ")[2].partition(" data-level")[0].endswith("{ #large-vs-small-batch")
    assert not [line for line in before.rpartition("\n## ")[2].split("\n") if line.startswith(("??? ", "!!! "))]


def test_an_existing_topic_is_not_overwritten(copy: Path) -> None:
    with pytest.raises(ValueError, match="exists already"):
        new.write(copy, "training/batch-size")
