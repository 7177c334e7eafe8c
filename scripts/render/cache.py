"""What tools made is kept below `.cache/`, under a key of all that it was made from."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from scripts.content import ROOT

FOLDER = ROOT / ".cache" / "render"
MOST = 60
"""As many files are kept of one kind."""


def remembered(kind: str, key: object, make: Callable[[], bytes]) -> bytes:
    """What `make` returns for this key (anything that is written as JSON), made once per machine."""
    text = json.dumps(key, sort_keys=True, ensure_ascii=False)
    path = FOLDER / kind / hashlib.sha256(text.encode()).hexdigest()[:32]
    if path.exists():
        path.touch()
        return path.read_bytes()
    made = make()
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_bytes(made)
    new.replace(path)
    _forget(path.parent)
    return made


def _forget(folder: Path) -> None:
    """Remove what was used least recently."""
    files = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[MOST:]:
        file.unlink(missing_ok=True)
