"""The icons of the installed site, drawn from its mark, for systems that take no SVG there."""

import io
from functools import partial
from pathlib import Path

from scripts.content import ROOT
from scripts.content.cache import Cache, key

MARK = ROOT / "docs" / "assets" / "mark.svg"
CACHE = Cache(ROOT / ".cache" / "study")
FOLDER = "assets/icons"
ICONS = (
    (f"{FOLDER}/192.png", 192, "any"),
    (f"{FOLDER}/512.png", 512, "any"),
    (f"{FOLDER}/maskable.png", 512, "maskable"),
)
"""Each with its size and its purpose."""


def icon_files() -> dict[str, bytes]:
    """The icons by their path on the site."""
    code = Path(__file__).parents[1] / "render" / "mark.py"
    made_of = MARK.read_bytes(), code.read_bytes(), Path(__file__).read_bytes()
    return {
        path: CACHE.remembered_bytes(key(path, *made_of), partial(_drawn, size, purpose))
        for path, size, purpose in ICONS
    }


def icons() -> list[dict[str, str]]:
    """The icons as the manifest lists them, those that are pixels first."""
    listed = [{"src": n, "sizes": f"{s}x{s}", "type": "image/png", "purpose": p} for n, s, p in ICONS]
    return [*listed, {"src": "assets/mark.svg", "sizes": "any", "type": "image/svg+xml"}]


def _drawn(size: int, purpose: str) -> bytes:
    from scripts.render.mark import icon  # Pillow takes a tenth of a second, and is needed when the mark has changed

    packed = io.BytesIO()
    icon(size, maskable=purpose == "maskable").save(packed, "PNG", optimize=True)
    return packed.getvalue()
