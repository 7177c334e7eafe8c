"""The scripts of the site, bundled before the builder runs and independent of it."""

import functools
import json
from pathlib import Path

from scripts.content import ROOT, own_files
from scripts.content.cache import Cache, key
from scripts.render.node import installed, run_node

FOLDER = "assets"
CODE = ROOT / "docs" / "javascripts"
CACHE = Cache(ROOT / ".cache" / "scripts")


def script_files() -> dict[str, bytes]:
    """All files by their path on the site.

    Raises `RuntimeError` with what Node said if they cannot be bundled.
    """
    return {f"{FOLDER}/{name}": text.encode() for name, text in _bundled(_code()).items()}


def _code() -> str:
    """The code that is bundled, as one text."""
    return "\n".join(path.read_text(encoding="utf-8") for path in own_files(CODE, "**/*.js"))


@functools.lru_cache(maxsize=2)
def _bundled(code: str) -> dict[str, str]:
    script = Path(__file__).with_name("bundle.mjs")
    name = key(code, script.read_bytes(), installed())
    made: dict[str, str] = json.loads(CACHE.remembered(name, lambda: run_node(script)))
    return made
