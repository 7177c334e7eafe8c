"""Killed, out of space, not allowed to write: the published site stays, and the next build mends what is left."""

import os
import signal
import time
from pathlib import Path

import pytest

from scripts.publishing.folders import STALE_AFTER
from tests.publishing.example import Repository
from tests.publishing.faults import PAGE, SNIPPET_TEST, assert_nothing_published

WAIT_AFTER_MKDOCS = """

def on_post_build(**_: Any) -> None:
    import time

    time.sleep(60)
"""
SMALLER_THAN_THE_CODE_OF_THE_SEARCH = 20_000


def half_written(repository: Repository) -> Path | None:
    """The folder into which the running build writes, once a page is there."""
    return next((page.parent for page in (repository.root / ".cache").glob("site-*/index.html")), None)


@pytest.fixture
def killed(repository: Repository) -> Path:
    """What is left of a build that was killed when MkDocs had written its pages."""
    hooks = (repository.root / "scripts" / "publishing" / "hooks.py").read_text(encoding="utf-8")
    repository.write("scripts/publishing/hooks.py", hooks + WAIT_AFTER_MKDOCS)
    deadline = time.monotonic() + 60
    with repository.start() as process:
        while (folder := half_written(repository)) is None and process.poll() is None:
            assert time.monotonic() < deadline, "the build has written nothing"
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    assert folder is not None
    assert process.returncode == -signal.SIGKILL
    repository.write("scripts/publishing/hooks.py", hooks)
    return folder


def test_a_killed_build_leaves_the_published_site_as_it_was(
    good: Repository, repository: Repository, killed: Path
) -> None:
    assert killed.is_dir()
    assert repository.published() == good.published()


def test_the_next_build_succeeds_and_removes_what_the_killed_one_left(
    good: Repository, repository: Repository, killed: Path
) -> None:
    long_ago = time.time() - STALE_AFTER - 60
    os.utime(killed, (long_ago, long_ago))
    answer = repository.build()
    assert answer.code == 0, answer.text
    assert repository.published() == good.published()
    assert not list((repository.root / ".cache").glob("site-*"))


def test_a_full_disk_is_named_and_the_published_site_stays(repository: Repository) -> None:
    before = repository.published()
    answer = repository.build(file_limit=SMALLER_THAN_THE_CODE_OF_THE_SEARCH)
    assert "The site could not be written: " in answer.text
    assert "Free some space" in answer.text
    assert_nothing_published(repository, answer, before)


def test_a_full_disk_while_tests_and_labs_run_is_named_too(repository: Repository) -> None:
    before = repository.published()
    repository.edit("docs/labs/tiny.py", "measured: ", "found: ")
    answer = repository.build(file_limit=1000)
    assert "The site could not be written: " in answer.text
    assert_nothing_published(repository, answer, before)


def test_a_cache_that_cannot_be_made_is_named(repository: Repository) -> None:
    before = repository.published()
    (repository.root / ".cache").rename(repository.root / "cache")
    repository.write(".cache", "a file in the way")
    answer = repository.build()
    assert "The site could not be written: " in answer.text
    assert answer.code == 1
    assert "Traceback" not in answer.text
    assert repository.published() == before


def test_the_build_without_katex_says_how_to_set_up(repository: Repository) -> None:
    before = repository.published()
    (repository.root / "node_modules").unlink()
    answer = repository.build()
    assert answer.code == 1
    assert "run `make setup`" in answer.text
    assert "Traceback" not in answer.text
    assert repository.published() == before


def test_several_faults_are_all_named_at_once(repository: Repository) -> None:
    before = repository.published()
    repository.edit(PAGE, "[lab](../labs/tiny.py)", "[lab](gone.md)")
    repository.edit(PAGE, "data-level=basic", "data-level=simple")
    repository.edit(SNIPPET_TEST, "== 2.5", "== ]")
    answer = repository.build()
    assert [line.split(":")[2].strip() for line in answer.text.split("\n") if line.startswith(("docs/", "tests/"))] == [
        "links",
        "questions",
        "python",
    ]
    assert "3 problems" in answer.text
    assert_nothing_published(repository, answer, before)
