"""Every fault in disguise is named in its file, where it stands and with what to do; one test for each kind."""

import os
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


def named(original: Repository, repository: Repository, change: Change, file: str) -> Iterator[Problem]:
    """What the checks say of the file after a change of a copy of the original, which is taken back."""
    before = _files(repository)
    change(repository)
    yield from (each for each in problems(Site.read(repository.root)) if each.file == file)
    after = _files(repository)
    for path in {path for path in before | after if before.get(path) != after.get(path)}:
        path.unlink(missing_ok=True)
        if path in before:
            original.put(str(original.root / path.relative_to(repository.root)), str(path))


def _files(repository: Repository) -> dict[Path, tuple[int, int, int]]:
    """The files, each with what tells it from another one in its place."""
    folders = [repository.root / name for name in ("docs", "scripts")]
    files = {Path(place, name) for folder in folders for place, _, names in os.walk(folder) for name in names}
    states = {path: path.lstat() for path in files}
    return {path: (state.st_ino, state.st_mtime_ns, state.st_size) for path, state in states.items()}


@pytest.mark.parametrize("kind", ON_A_PAGE)
def test_texts_in_disguise_are_named_where_they_stand(never_built: Repository, unbuilt: Repository, kind: str) -> None:
    end = (unbuilt.root / PAGE).read_text(encoding="utf-8").count("\n")
    through, silent = [], []
    for text in ON_A_PAGE[kind]:
        said = [each for each in named(never_built, unbuilt, added(f"\n{text}\n"), PAGE) if each.line > end]
        through += [] if said else [text[:60]]
        silent += [str(each) for each in said if not any(sign in each.message for sign in TELLS)]
    assert (through, silent) == ([], [])


@pytest.mark.parametrize("kind", IN_FILES)
def test_files_in_disguise_are_named(never_built: Repository, unbuilt: Repository, kind: str) -> None:
    through, silent = [], []
    for file, changes in IN_FILES[kind].items():
        for number, change in enumerate(changes):
            said = list(named(never_built, unbuilt, change, file))
            through += [] if said else [f"{file}, change {number}"]
            silent += [str(each) for each in said if not any(sign in each.message for sign in TELLS)]
    assert (through, silent) == ([], [])


def test_without_a_change_nothing_is_said(never_built: Repository, unbuilt: Repository) -> None:
    assert list(named(never_built, unbuilt, lambda repository: None, PAGE)) == []
