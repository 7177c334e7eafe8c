"""Notices that files change, by looking: this works on every system, and over the network, where notices do not."""

import os
import threading
import time
from typing import Any

from watchdog.events import FileModifiedEvent, FileSystemEventHandler

SHARE = 0.04
"""The share of one core that looking may take."""
SHORTEST = 0.1
"""Seconds between two looks, at least."""


class Watcher(threading.Thread):
    """Has the methods of watchdog's observers that MkDocs' server calls."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._watched: dict[str, FileSystemEventHandler] = {}
        self._stopped = threading.Event()
        self.ready = threading.Event()
        """Set when the first look is over: what changes from now on is noticed."""

    def schedule(self, handler: FileSystemEventHandler, path: str, recursive: bool = True) -> Any:
        """Tell `handler` when a file at or below `path` has changed."""
        self._watched[path] = handler
        return path

    def run(self) -> None:
        """Look until stopped."""
        known = self._look()
        self.ready.set()
        wait = SHORTEST
        while not self._stopped.wait(wait):
            start = time.process_time()
            now = self._look()
            for path, handler in self._watched.items():
                if now[path] != known[path]:
                    handler.dispatch(FileModifiedEvent(path))
            known = now
            wait = max(SHORTEST, (time.process_time() - start) / SHARE)

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()

    def _look(self) -> dict[str, dict[str, tuple[int, int]]]:
        return {path: dict(_times(path)) for path in self._watched}


def _times(path: str) -> list[tuple[str, tuple[int, int]]]:
    """The times and sizes of the files at and below a path; what vanishes meanwhile is not there."""
    found: list[tuple[str, tuple[int, int]]] = []
    pending = [path]
    while pending:
        folder = pending.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.is_dir() and entry.name != "__pycache__":
                        pending.append(entry.path)
                    elif entry.is_file():
                        status = entry.stat()
                        found.append((entry.path, (status.st_mtime_ns, status.st_size)))
        except NotADirectoryError:
            status = os.stat(folder)
            found.append((folder, (status.st_mtime_ns, status.st_size)))
        except (FileNotFoundError, PermissionError):
            continue
    return found
