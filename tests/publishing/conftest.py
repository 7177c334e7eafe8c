"""The example repository, built once, and a copy of it for each test."""

import fcntl
import os
from pathlib import Path

import pytest

from tests.publishing.example import Repository, create
from tests.publishing.in_process import sources

collect_ignore_glob = ["content/*"]


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The example, built and published; parallel workers share it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    report = shared / "example.txt"
    with (shared / "example.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not report.exists():
            report.write_text(create(shared / "example").build().text, encoding="utf-8")
    assert (shared / "example" / "site").is_dir(), report.read_text(encoding="utf-8")
    return Repository(shared / "example")


@pytest.fixture
def repository(good: Repository, tmp_path: Path) -> Repository:
    """A copy of the good example, with its caches and its published site."""
    return good.copy(tmp_path / "repository")


@pytest.fixture(scope="session")
def never_built(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The example, not built."""
    return create(tmp_path_factory.mktemp("sources") / "example")


@pytest.fixture
def unbuilt(never_built: Repository, tmp_path: Path) -> Repository:
    """A copy of the sources of the example."""
    return sources(never_built, tmp_path)
