"""The example repository, built once, and a copy of it for each test."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.prepared import LISTING
from tests.publishing.example import Repository, create, tree
from tests.publishing.in_process import sources

collect_ignore_glob = ["content/*"]


@contextmanager
def unchanged(repository: Repository) -> Iterator[Repository]:
    """No test writes to what its copy shares with the example."""
    before = tree(repository.root)
    yield repository
    assert tree(repository.root) == before


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Repository]:
    """The example, built and published; parallel workers share it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    report = shared / "example.txt"
    with (shared / "example.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not report.exists():
            with create(shared / "example").start(command=["-c", LISTING]) as process:
                report.write_text(process.communicate(timeout=120)[0], encoding="utf-8")
    assert (shared / "example" / "site").is_dir(), report.read_text(encoding="utf-8")
    with unchanged(Repository(shared / "example")) as repository:
        yield repository


@pytest.fixture
def repository(good: Repository, tmp_path: Path) -> Repository:
    """A copy of the good example, with its caches and its published site."""
    return good.copy(tmp_path / "repository")


@pytest.fixture(scope="session")
def never_built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Repository]:
    """The example, not built."""
    with unchanged(create(tmp_path_factory.mktemp("sources") / "example")) as repository:
        yield repository


@pytest.fixture
def unbuilt(never_built: Repository, tmp_path: Path) -> Repository:
    """A copy of the sources of the example."""
    return sources(never_built, tmp_path)
