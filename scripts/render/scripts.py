"""The scripts of the site, bundled before the builder runs and independent of it."""

from pathlib import Path

from scripts.content import ROOT, own_files
from scripts.content.cache import Cache
from scripts.render.node import made_by

FOLDER = "assets"
CODE = ROOT / "docs" / "javascripts"
CACHE = Cache(ROOT / ".cache" / "scripts")


def script_files() -> dict[str, bytes]:
    """All files by their path on the site.

    Raises `NodeError` with what Node said if they cannot be bundled.
    """
    made = made_by(Path(__file__).with_name("bundle.mjs"), own_files(CODE, "**/*.js"), CACHE)
    return {f"{FOLDER}/{name}": text.encode() for name, text in made.items()}
