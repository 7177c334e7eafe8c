"""What editors and notebooks leave beside the sources is no part of the site: no check, lab or page takes notice."""

from pathlib import Path

import pytest

from scripts.checks import problems
from scripts.content import Site
from scripts.content.files import is_own
from scripts.evidence import labs
from scripts.evidence.experiments import experiments

COPIES = {
    "docs/training/page.md": (".page.md.swp", "page.md~", "#page.md#", ".ipynb_checkpoints/page-checkpoint.md"),
    "docs/labs/experiment.py": (".experiment.py.swp", "experiment.py~", ".ipynb_checkpoints/experiment-checkpoint.py"),
    "docs/training/page/straight-line.svg": (".straight-line.svg.kate-swp", "straight-line.svg~"),
    "snippets/training/page.py": (".page.py.swp", "page.py~", ".ipynb_checkpoints/page-checkpoint.py"),
    "tests/snippets/training/test_page.py": (".ipynb_checkpoints/test_page-checkpoint.py",),
    "scripts/figures/training/page.py": (".#page.py.swp", "page.py~"),
}


@pytest.fixture
def edited(repository: Path) -> Path:
    """The minimal repository while all its files are open in editors."""
    for name, copies in COPIES.items():
        path = repository / name
        for copy in copies:
            target = path.parent / copy
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(path.read_bytes())
        path.with_name(f".#{path.name}").symlink_to("me@host.4711:17")  # as Emacs locks a file that is changed
    return repository


def test_checks_take_no_notice(edited: Path) -> None:
    assert [str(problem) for problem in problems(Site.read(edited))] == []


def test_neither_do_labs_and_experiments(edited: Path) -> None:
    assert [lab.folder for lab in labs.read_all(edited)] == ["labs/experiment"]
    assert [experiment.name for experiment in experiments(edited)] == ["labs/experiment"]


def test_a_link_to_such_a_file_leads_nowhere(edited: Path) -> None:
    page = edited / "docs/training/page.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nSee [it](page.md~).\n", encoding="utf-8")
    assert any("no file docs/training/page.md~" in str(problem) for problem in problems(Site.read(edited)))


@pytest.mark.parametrize("name", ["index.md", "a/b.md", "labs/c++.py", "a/naïve b.md", "a#b.md"])
def test_other_names_are_those_of_sources(name: str) -> None:
    assert is_own(name)
