"""Which files of bindings have to run again: those whose code, engine or page has changed since they last held."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from scripts.content import current_site
from scripts.content.code import fingerprint, tree
from scripts.evidence.formulas.pages import files, page_of

_ALSO = ("scripts/render/katex.mjs", "package-lock.json", "docs/_data/macros.json")


def stamps(root: Path) -> dict[Path, Path]:
    """For each file of bindings the stamp that says that it held, named after all that it depends on.

    Raises:
        ContentError: a file is not Python.
    """
    shared = hashlib.sha256()
    for name in _ALSO:
        path = root / name
        shared.update(path.read_bytes() if path.exists() else b"")
    formulas = {
        page.path: repr([(each.tex, each.tag, each.tagged) for each in page.formulas if each.display])
        for page in current_site(root).pages
    }
    found = {}
    for path in files(root):
        digest = shared.copy()
        digest.update(_code(root, path).encode())
        digest.update(formulas.get(page_of(root, path), "").encode())
        found[path] = _folder(root) / digest.hexdigest()[:16]
    return found


def stamp_of_all(root: Path, of_files: Mapping[Path, Path]) -> Path:
    """The stamp that says that every formula has held and has its binding."""
    tags = [(f.tag, f.tagged) for page in current_site(root).pages for f in page.formulas if f.display]
    digest = hashlib.sha256(repr((sorted(path.name for path in of_files.values()), tags)).encode())
    return _folder(root) / digest.hexdigest()[:16]


def _code(root: Path, path: Path) -> str:
    try:
        return fingerprint(root, path)
    except SyntaxError:
        tree(path)  # says the same with file and line
        raise


def _folder(root: Path) -> Path:
    return root / ".cache" / "formulas"
