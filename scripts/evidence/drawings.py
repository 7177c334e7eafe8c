"""What drew the figures of topic pages: a ledger of the code and of the bytes, written by `make figures`.

    docs/_data/figures.yml     the fingerprint of each script, and of each drawing that it made

A script that has changed since, and a drawing that was moved by hand, are noticed without drawing anything.
"""

import ast
import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from scripts.content.code import tree, without_words
from scripts.content.recall import recalled
from scripts.evidence import records
from scripts.evidence.values import runs_of

LEDGER = Path("docs/_data/figures.yml")
SCRIPTS = Path("scripts/figures")

_HEAD = "# What drew the figures: code and drawings by their fingerprints. `make figures` writes this file.\n"
_COUNTS = ("snippets.", "scripts.figures.", "scripts.numbers.")
"""The modules whose code decides what a figure shows."""


def script_of(drawing: str) -> Path:
    """The script that draws `training/batch-size/x.svg`, as a path from the root."""
    folder = Path(drawing.replace("-", "_")).parent
    return SCRIPTS / folder.parent / f"{folder.name}.py"


def fingerprint(root: Path, script: Path) -> str:
    """A key that changes with the script, with what it imports, and with the recorded values that it draws.

    Comments and docstrings do not count, nor what code the values were recorded by.
    """
    digest = hashlib.sha256()
    found: set[Path] = set()
    pending = [root / script]
    while pending:
        source = pending.pop()
        if source not in found:
            found.add(source)
            files = (root.joinpath(*name.split(".")).with_suffix(".py") for name in _read(source).imports)
            pending += [file for file in files if file.is_file()]
    for source in sorted(found):
        digest.update(source.relative_to(root).as_posix().encode())
        digest.update(_read(source).code.encode())
    for name in sorted(_read(root / script).records):
        record = records.read(root, name)
        digest.update(json.dumps(runs_of(record.results.values) if record else None).encode())
    return digest.hexdigest()[:16]


def is_stale(root: Path, page: str, known: Mapping[str, Any]) -> bool:
    """Whether the script of `training/batch-size`, what it imports or what it draws is not what the ledger knows."""
    return bool((known.get(page) or {}).get("code") != fingerprint(root, script_of(f"{page}/x.svg")))


def digest_of(drawing: Path) -> str:
    """A key that changes with the drawing."""
    return hashlib.sha256(drawing.read_bytes().replace(b"\r\n", b"\n")).hexdigest()[:16]


def written(root: Path, drawings: Mapping[str, list[Path]], before: Mapping[str, Any]) -> str:
    """The ledger after drawing.

    Args:
        root: the repository.
        drawings: the files that were drawn, by the page that they belong to: `training/batch-size`.
        before: what the ledger says of the other pages; those without a script are left out.
    """
    pages = {page: known for page, known in before.items() if (root / script_of(f"{page}/x.svg")).is_file()}
    for page, files in drawings.items():
        code = fingerprint(root, script_of(f"{page}/x.svg"))
        pages[page] = {"code": code} | {file.name: digest_of(file) for file in sorted(files)}
    return _HEAD + yaml.safe_dump({"figures": dict(sorted(pages.items()))}, sort_keys=False, width=120)


@dataclass(frozen=True)
class _Source:
    """A Python file: its code, the modules of snippets and figures that it imports, the records that it draws."""

    code: str
    imports: tuple[str, ...]
    records: frozenset[str]


def _read(path: Path) -> _Source:
    return _parsed(path, path.stat().st_mtime_ns)


@functools.lru_cache(maxsize=1024)
def _parsed(path: Path, _changed: int) -> _Source:
    look = functools.partial(_looked_at, path)
    code, imports, drawn = recalled(look, "drawings", path.read_bytes())
    return _Source(code, tuple(imports), frozenset(drawn))


def _looked_at(path: Path) -> tuple[str, list[str], set[str]]:
    imports: list[str] = []
    drawn: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            imports += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            imports += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "recorded":
            drawn |= {str(each.value) for each in node.args[:1] if isinstance(each, ast.Constant)}
    return without_words(path), [name for name in imports if name.startswith(_COUNTS)], drawn
