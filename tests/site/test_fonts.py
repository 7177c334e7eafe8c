"""Every character of a formula has its glyph in the font that a browser takes for it, though the fonts are cut down."""

import functools
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from scripts.content import Page
from scripts.render.katex import KATEX
from tests.site.conftest import Visit
from tests.whole import SITE

PAGES = sorted((page for page in SITE.pages if page.formulas), key=lambda page: -len(page.formulas))[:12]
SHOWN = """() => {
    const shown = new Set();
    for (const root of document.querySelectorAll(".katex-html")) {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const style = getComputedStyle(walker.currentNode.parentElement);
            const family = style.fontFamily.split(",")[0].replaceAll('"', "");
            for (const character of walker.currentNode.textContent) {
                shown.add([family, style.fontWeight, style.fontStyle, character].join("\\t"));
            }
        }
    }
    return [...shown].map((each) => each.split("\\t"));
}"""
FACES = """() => [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule instanceof CSSFontFaceRule)
    .map((rule) => ["font-family", "font-weight", "font-style", "src"].map((name) => rule.style.getPropertyValue(name)))
    .map(([family, ...rest]) => [family.replaceAll('"', ""), rest[0], rest[1], rest[2].match(/fonts.([^"]+)"/)[1]])"""


@functools.cache
def glyphs(font: Path) -> set[str]:
    """The characters that a font can show."""
    return {chr(code) for code in TTFont(font).getBestCmap()}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_formulas_have_every_glyph_of_the_whole_fonts(page: Page, light_tab: Visit, folder: Path) -> None:
    opened = light_tab.open(page.url)
    files: dict[tuple[str, ...], str] = {tuple(face[:3]): face[3] for face in opened.evaluate(FACES)}
    shown = opened.evaluate(SHOWN)
    assert len(shown) > 20
    for family, weight, style, character in shown:
        name = files.get((family, weight, style)) or next(n for (f, _, _), n in files.items() if f == family)
        whole = next((KATEX / "dist" / "fonts").glob(f"{name.split('.')[0]}.woff2"))
        if character in glyphs(whole):
            assert character in glyphs(folder / "assets" / "fonts" / name), (name, character)
