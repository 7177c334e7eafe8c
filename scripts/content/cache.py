"""What is kept between runs below `.cache/`: text under a key; a file that is cut short or changed counts as missing.

Nothing here is ever needed: the folder may be removed at any time, and two processes may write at once.
"""

import base64
import contextlib
import hashlib
import os
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

KEEP_FOR = 14 * 24 * 3600
"""Seconds after which an entry that nobody has read is removed."""
_AN_HOUR = 3600
_A_DAY = 24 * 3600


class Cache:
    """A folder of texts, each in a file of its own that begins with the hash of the rest."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> str | None:
        """What was written under a name; None if nothing was, or if the file is damaged."""
        path = self._folder / name
        try:
            seal, _, text = path.read_text(encoding="utf-8").partition("\n")
            if seal != _seal(text):
                return None
            if time.time() - path.stat().st_mtime > _AN_HOUR:
                os.utime(path)
        except (OSError, UnicodeDecodeError):
            return None
        return text

    def write(self, name: str, text: str) -> None:
        """Keep a text; if the disk is full or the folder may not be written, nothing is kept."""
        partial = None
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=self._folder, delete=False) as file:
                partial = Path(file.name)
                file.write(f"{_seal(text)}\n{text}")
            partial.replace(self._folder / name)
        except OSError:
            if partial is not None:
                with contextlib.suppress(OSError):
                    partial.unlink()

    def remembered(self, name: str, make: Callable[[], str]) -> str:
        """What was written under a name, else what `make` returns, which is then kept."""
        text = self.read(name)
        if text is None:
            text = make()
            self.write(name, text)
        return text

    def remembered_bytes(self, name: str, make: Callable[[], bytes]) -> bytes:
        """The same for bytes, such as those of a picture."""
        return base64.b64decode(self.remembered(name, lambda: base64.b64encode(make()).decode()))

    @classmethod
    def prune_all(cls, root: Path) -> None:
        """Remove from all caches of a repository, once a day, what nobody has read for long."""
        last = root / ".cache" / "pruned"
        with contextlib.suppress(OSError):
            if 0 <= time.time() - last.stat().st_mtime < _A_DAY:
                return
        stamp(last)
        folders = (
            "checks",
            "experiments",
            "fonts",
            "html",
            "katex",
            "labs",
            "pages",
            "pictures",
            "scripts",
            "search",
            "study",
            "styles",
            "templates",
        )
        for name in folders:
            cls(root / ".cache" / name).prune()

    def prune(self) -> None:
        """Remove what nobody has read for long, and what killed processes left half written."""
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir():
                if time.time() - path.stat().st_mtime > KEEP_FOR:
                    path.unlink()


def stamp(path: Path) -> None:
    """Keep that something held, by a file whose name says what; where nothing may be written, it is asked again."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def key(*parts: str | bytes) -> str:
    """A name for a file that is another one if any of the parts is another one."""
    digest = hashlib.sha256()
    for part in parts:
        content = part if isinstance(part, bytes) else part.encode()
        digest.update(len(content).to_bytes(8))
        digest.update(content)
    return digest.hexdigest()[:24]


def file_name(text: str) -> str:
    """A text as part of a file's name."""
    return re.sub(r"[^\w.-]+", "--", text)


def _seal(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
