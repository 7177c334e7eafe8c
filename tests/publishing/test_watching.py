"""A change of a file is noticed, whatever the system says of it."""

import queue
from collections.abc import Iterator
from pathlib import Path

import pytest
from watchdog.events import FileSystemEvent, FileSystemEventHandler

from scripts.publishing.watching import Watcher

SOON = 30
"""Seconds that a busy machine may take."""


class Told(FileSystemEventHandler):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.paths: queue.Queue[object] = queue.Queue()

    def on_any_event(self, event: FileSystemEvent) -> None:
        self.paths.put(event.src_path)


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/page.md").write_text("old", encoding="utf-8")
    (tmp_path / "file.yml").write_text("old", encoding="utf-8")
    handler, watcher = Told(), Watcher()
    for name in ("folder", "file.yml"):
        watcher.schedule(handler, str(tmp_path / name))
    watcher.start()
    watcher.ready.wait(SOON)
    yield handler
    watcher.stop()
    watcher.join(SOON)
    assert not watcher.is_alive()


@pytest.mark.parametrize("name", ["folder/page.md", "folder/new.md", "file.yml"])
def test_a_file_that_is_written_is_noticed(told: Told, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("longer", encoding="utf-8")
    assert told.paths.get(timeout=SOON) == str(tmp_path / name.split("/")[0])


def test_a_file_that_goes_is_noticed(told: Told, tmp_path: Path) -> None:
    (tmp_path / "folder/page.md").unlink()
    assert told.paths.get(timeout=SOON) == str(tmp_path / "folder")
