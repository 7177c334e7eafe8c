"""The files of the repository: which of them are pages, their text, their addresses."""

import contextlib
import shutil
from pathlib import Path

from scripts.content.problem import ContentError, Problem

ROOT = Path(__file__).resolve().parents[2]


def is_own(relative: str) -> bool:
    """Whether a file is one of the repository's: not a lock, a swap file, a backup or a checkpoint of an editor.

    Files and folders that begin with a dot and files that end in `~` are ignored by git and by MkDocs, too.
    """
    parts = relative.split("/")
    return not (any(part.startswith(".") for part in parts) or parts[-1].endswith("~") or parts[-1].startswith("#"))


def own_files(folder: Path, pattern: str) -> list[Path]:
    """The repository's files below a folder that match a pattern such as `**/*.py`, sorted."""
    found = (path for path in folder.glob(pattern) if is_own(path.relative_to(folder).as_posix()))
    return sorted(path for path in found if path.is_file())


def is_page(relative: str) -> bool:
    """Whether a file below `docs/` is a page: Markdown, or a script in `labs/`."""
    if relative.startswith("_data/") or not is_own(relative):
        return False
    return relative.endswith(".md") or (relative.startswith("labs/") and relative.endswith(".py"))


def page_url(path: str) -> str:
    """The address, relative to the site's root, of the page at `path`: `training/x.md` → `training/x/`."""
    stem = path.rsplit(".", 1)[0]
    return stem.removesuffix("index") if stem.split("/")[-1] == "index" else f"{stem}/"


def read_text(path: Path, name: str) -> str:
    """The text of a file, whatever ends its lines, without the mark that some editors put before UTF-8.

    Raises:
        ContentError: the file is not UTF-8; with the line.
    """
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"byte {raw[error.start]:#04x} is not UTF-8; save the file as UTF-8"
        raise ContentError(Problem(name, line, "encoding", message)) from None


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all: whoever is killed, or finds the disk full, leaves it as it was.

    Raises:
        OSError: it cannot be written.
    """
    place = path.resolve()  # where a link leads to
    partial = place.with_name(f".{place.name}.partial")
    try:
        partial.write_text(text, encoding="utf-8")
        if place.exists():
            shutil.copymode(place, partial)
        partial.replace(place)
    except OSError as error:
        error.filename = str(path)  # not the file beside it, of which nobody knows
        with contextlib.suppress(OSError):
            partial.unlink()
        raise


def line_at(text: str, position: int) -> int:
    """The line of `text` on which the character at `position` stands, counted from 1."""
    return text.count("\n", 0, position) + 1
