"""Every page opens cleanly in a real browser: no errors, nothing from other hosts, nothing for axe to find."""

import pytest
from playwright.sync_api import Page as BrowserPage

from scripts.content import Page
from tests.site.axe import ALL, AXE, REACHABLE, faint, faults, in_the_dark, lighten, violations
from tests.site.conftest import Visit
from tests.site.test_layout import EDGES, KINDS
from tests.whole import SITE

PAGES = SITE.pages
URLS = [page.url for page in PAGES]
WITH_FORMULAS = [page for page in PAGES if page.section and page.formulas]
TOPICS = {page.url for page in PAGES if page.questions}
NARROW = "'target-size', 'scrollable-region-focusable', 'region', 'landmark-unique', 'aria-hidden-focus', 'bypass'"
"""What the width of a page decides; all else is the same markup, which the wide page has shown to be right."""
WHOLE = [next(page.url for page in PAGES if page.section == section) for section in {page.section for page in PAGES}]
"""One page of each section, which axe sees as it is, and on which a phone is asked everything all the same."""


def edges(page: BrowserPage) -> set[str]:
    """Where text, figures, code, short answers and boxes begin and end: the same for all on a topic page."""
    return {edge for kind in page.evaluate(EDGES, KINDS).values() for edge in kind}


@pytest.mark.parametrize("url", URLS)
def test_page_is_clean_accessible_even_and_fits_a_narrow_phone(url: str, light_tab: Visit) -> None:
    page = light_tab.open(url)
    assert light_tab.errors == []
    assert light_tab.foreign == []
    assert page.locator("h1").count() == 1
    assert url not in TOPICS or len(edges(page)) == 1
    page.evaluate(AXE)
    page.wait_for_function(REACHABLE)
    assert faults(page, url in WHOLE) == "[]"
    in_the_dark(page)
    assert faint(page, "dark") == "[]"
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.wait_for_function(REACHABLE)
    if url not in WHOLE:
        lighten(page)
    assert violations(page, ALL if url in WHOLE else f"runOnly: [{NARROW}]") == "[]"


def test_a_faint_text_is_found_on_whichever_page_it_stands(light_tab: Visit) -> None:
    for url in URLS[1:3]:
        page = light_tab.open(url)
        page.evaluate(AXE)
        assert faint(page, "light") == "[]"
    page.locator("article p").first.evaluate("e => e.innerHTML = '<b style=color:#aaa>Faint.</b>'")
    assert "color-contrast" in faint(page, "light")


@pytest.mark.parametrize("page", WITH_FORMULAS, ids=lambda page: page.path)
def test_formulas_are_drawn_without_javascript(page: Page, tab_without_scripts: Visit) -> None:
    browser_page = tab_without_scripts.open(page.url, scripts=False)
    sizes = browser_page.locator(".md-content .katex-html").evaluate_all(
        "formulas => formulas.map(formula => [formula.getBoundingClientRect().width, formula.offsetHeight])"
    )
    assert len(sizes) >= len(page.formulas)
    assert sum(1 for width, height in sizes if width > 2 and height > 5) >= 0.6 * len(sizes)  # the others are in tabs
    assert browser_page.locator(".md-content .katex-mathml math").count() == len(sizes)


def test_formulas_use_the_fonts_of_katex(light_reader: Visit) -> None:
    page = light_reader.open(WITH_FORMULAS[0].url)
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px KaTeX_Math'))")
    loaded = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)")
    assert "KaTeX_Math" in loaded


def test_the_scheme_follows_the_system_and_the_toggle(light_reader: Visit) -> None:
    page = light_reader.open("")
    scheme = page.locator("body")
    assert scheme.get_attribute("data-md-color-scheme") == "default"
    page.get_by_title("Switch to dark mode").first.click()
    assert scheme.get_attribute("data-md-color-scheme") == "slate"
