"""The icons of the installed site, drawn from its mark, for systems that take no SVG there."""

import base64
import io
import json
from pathlib import Path

from scripts.content import ROOT
from scripts.content.cache import Cache, key

MARK = ROOT / "docs" / "assets" / "mark.svg"
CACHE = Cache(ROOT / ".cache" / "study")
FOLDER = "assets/icons"
SIZES = (192, 512)
MASKABLE = 512


def icon_files() -> dict[str, bytes]:
    """The icons by their path on the site."""
    code = Path(__file__).parents[1] / "render" / "mark.py"
    name = key("icons", MARK.read_bytes(), code.read_bytes(), Path(__file__).read_bytes())
    made: dict[str, str] = json.loads(CACHE.remembered(name, _drawn))
    return {f"{FOLDER}/{file}": base64.b64decode(content) for file, content in made.items()}


def icons() -> list[dict[str, str]]:
    """The icons as the manifest lists them, those that are pixels first."""
    kinds = [(f"{FOLDER}/{size}.png", size, "any") for size in SIZES]
    kinds.append((f"{FOLDER}/maskable.png", MASKABLE, "maskable"))
    listed = [{"src": n, "sizes": f"{s}x{s}", "type": "image/png", "purpose": p} for n, s, p in kinds]
    return [*listed, {"src": "assets/mark.svg", "sizes": "any", "type": "image/svg+xml"}]


def _drawn() -> str:
    from scripts.render.mark import icon  # Pillow takes a tenth of a second, and is needed when the mark has changed

    images = {f"{size}.png": icon(size) for size in SIZES} | {"maskable.png": icon(MASKABLE, maskable=True)}
    made = {}
    for name, image in images.items():
        packed = io.BytesIO()
        image.save(packed, "PNG", optimize=True)
        made[name] = base64.b64encode(packed.getvalue()).decode()
    return json.dumps(made)
