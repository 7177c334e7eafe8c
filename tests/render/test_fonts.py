"""Fonts are cut down to glyphs, and the same characters make the same bytes."""

import io

from fontTools.ttLib import TTFont

from scripts.render.fonts import cut
from scripts.render.katex import KATEX

WHOLE = (KATEX / "dist" / "fonts" / "KaTeX_Main-Regular.woff2").read_bytes()


def test_font_has_the_glyphs_that_were_asked_for_and_their_widths() -> None:
    font, whole = TTFont(io.BytesIO(cut(WHOLE, frozenset("x=Σ∑")))), TTFont(io.BytesIO(WHOLE))
    assert font.flavor == "woff2"
    assert {chr(code) for code in font.getBestCmap()} == set("x=Σ∑") & {chr(code) for code in whole.getBestCmap()}
    for code, name in font.getBestCmap().items():
        assert font["hmtx"][name] == whole["hmtx"][whole.getBestCmap()[code]]


def test_cut_font_is_small_and_always_the_same() -> None:
    once = cut(WHOLE, frozenset("abcdefgh"))
    assert len(once) < len(WHOLE) / 8
    assert cut(WHOLE, frozenset("hgfedcba")) == once
