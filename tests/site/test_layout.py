"""Text keeps a readable measure, and what is wide scrolls inside itself, never the page."""

import pytest
from playwright.sync_api import Browser

from scripts.content import ROOT, Site
from tests.site.conftest import visit

TOPICS = [page for page in Site.read(ROOT).pages if page.questions]
LINE_LENGTHS = """() => [...document.querySelectorAll(".md-content__inner > p:not([class])")]
    .filter(p => !p.querySelector(".katex, code"))
    .map(p => {
      const range = document.createRange();
      range.selectNodeContents(p);
      const lines = new Set([...range.getClientRects()].map(box => Math.round(box.bottom / 6)));
      return [p.textContent.length, lines.size];
    })
    .filter(([, lines]) => lines >= 3)
    .map(([characters, lines]) => characters / (lines - 0.5))"""
TYPES = ["", "training/", "training/batch-size-and-convergence/", "labs/batch-size-and-gradient-noise/", "questions/"]
TYPES += ["corrections/", "glossary/", "references/", "sources/", "404.html"]


def test_lines_of_text_have_60_to_75_characters(browser: Browser, base: str) -> None:
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        reader = visit(context, base)
        lengths = [length for page in TOPICS[:10] for length in reader.open(page.url).evaluate(LINE_LENGTHS)]
    assert len(lengths) >= 10
    assert 60 <= sum(lengths) / len(lengths) <= 75


@pytest.mark.parametrize("width", [320, 768, 1440])
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_no_type_of_page_scrolls_sideways(width: int, scripts: bool, browser: Browser, base: str) -> None:
    with browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts) as context:
        reader = visit(context, base)
        for url in TYPES:
            opened = reader.open(url, scripts=scripts)
            assert opened.evaluate("document.documentElement.scrollWidth") <= width, url
