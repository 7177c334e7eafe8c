"""Every fault in disguise is named in its file, where it stands and with what to do; one test for each kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.checks import problems
from scripts.content import Problem, Site
from tests.publishing.disguises import IN_FILES, ON_A_PAGE
from tests.publishing.example import Repository
from tests.publishing.faults import PAGE, Change, added

TELLS = (";", "did you mean", "write ", "remove", "stand in ", "are here")
"""Signs of a message that says what to do."""


def named(repository: Repository, change: Change, file: str) -> Iterator[Problem]:
    """What the checks say of the file after a change, which is taken back."""
    before = _files(repository)
    change(repository)
    yield from (each for each in problems(Site.read(repository.root)) if each.file == file)
    for path in _files(repository):
        if path not in before:
            path.unlink()
    for path, content in before.items():
        if not path.is_file() or path.read_bytes() != content:
            path.unlink(missing_ok=True)
            path.write_bytes(content)


def _files(repository: Repository) -> dict[Path, bytes]:
    """The files with what is in them."""
    folders = (repository.root / name for name in ("docs", "scripts"))
    return {path: path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("kind", ON_A_PAGE)
def test_texts_in_disguise_are_named_where_they_stand(unbuilt: Repository, kind: str) -> None:
    end = (unbuilt.root / PAGE).read_text(encoding="utf-8").count("\n")
    through, silent = [], []
    for text in ON_A_PAGE[kind]:
        said = [each for each in named(unbuilt, added(f"\n{text}\n"), PAGE) if each.line > end]
        through += [] if said else [text[:60]]
        silent += [str(each) for each in said if not any(sign in each.message for sign in TELLS)]
    assert (through, silent) == ([], [])


@pytest.mark.parametrize("kind", IN_FILES)
def test_files_in_disguise_are_named(unbuilt: Repository, kind: str) -> None:
    through, silent = [], []
    for file, changes in IN_FILES[kind].items():
        for number, change in enumerate(changes):
            said = list(named(unbuilt, change, file))
            through += [] if said else [f"{file}, change {number}"]
            silent += [str(each) for each in said if not any(sign in each.message for sign in TELLS)]
    assert (through, silent) == ([], [])


def test_without_a_change_nothing_is_said(unbuilt: Repository) -> None:
    assert list(named(unbuilt, lambda repository: None, PAGE)) == []
