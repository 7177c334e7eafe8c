"""Fonts cut down to the glyphs that the site shows: woff2, the same bytes on every machine."""

import base64
import io

import brotli
import fontTools

from scripts.content import ROOT
from scripts.content.cache import Cache, key

CACHE = Cache(ROOT / ".cache" / "fonts")


def cut(font: bytes, characters: frozenset[str]) -> bytes:
    """A woff2 font with the glyphs of these characters alone, without hints, which browsers of today rarely follow.

    Characters that the font does not have are left to the browser, as they are with the whole font.
    """
    shown = "".join(sorted(characters))
    name = key(font, shown, fontTools.version, brotli.__version__)
    return base64.b64decode(CACHE.remembered(name, lambda: base64.b64encode(_cut(font, shown)).decode()))


def _cut(font: bytes, characters: str) -> bytes:
    from fontTools import subset  # a tenth of a second: where the characters are the same, unused
    from fontTools.ttLib import TTFont

    options = subset.Options()
    options.flavor = "woff2"
    options.hinting = False
    options.recalc_timestamp = False
    made = TTFont(io.BytesIO(font), recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(made)
    made.flavor = "woff2"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
