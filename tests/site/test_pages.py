"""Every page opens cleanly in a real browser: no errors, nothing from other hosts, nothing for axe to find."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as BrowserPage

from scripts.content import ROOT, Page
from tests.site.conftest import Visit, visit
from tests.whole import SITE

PAGES = SITE.pages
URLS = [page.url for page in PAGES]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
WITH_FORMULAS = [page for page in PAGES if page.section and page.formulas]


REACHABLE = """() => [...document.querySelectorAll(".katex-display, .md-typeset__scrollwrap, .md-typeset figure")]
    .every(wide => wide.scrollWidth <= wide.clientWidth || wide.tabIndex === 0)"""
"""What is too wide for a phone can be scrolled by keyboard, soon after the width has changed."""


def violations(page: BrowserPage, options: str, within: str = "document") -> str:
    """What axe finds, WCAG 2.2 AA and best practices: each rule with its first element; `[]` for nothing."""
    found = page.evaluate(f"axe.run({within}, {{{options}, resultTypes: ['violations']}}).then(r => r.violations)")
    return json.dumps([(v["id"], v["help"], v["nodes"][0]["html"][:200], len(v["nodes"])) for v in found], indent=1)


ALL_BUT_COLORS = "rules: {'target-size': {enabled: true}, 'color-contrast': {enabled: false}}"
COLORS = "runOnly: ['color-contrast', 'link-in-text-block']"
NARROW = "'target-size', 'scrollable-region-focusable', 'region', 'landmark-unique', 'aria-hidden-focus', 'bypass'"
"""What the width of a page decides; all else is the same markup, which the wide page has shown to be right."""
ALL_RULES = [
    next(page.url for page in PAGES if page.section == section) for section in {page.section for page in PAGES}
]
"""One page of each section, on which a phone is asked everything all the same."""
NEW_COLORS = """known => {
    const seen = new Set(known), look = new Map([[document.documentElement.parentNode, ""]]);
    globalThis.newColors = [];
    for (const element of document.querySelectorAll("*")) {
        const style = getComputedStyle(element);
        const over = look.get(element.parentNode) ?? "";
        const own = [style.backgroundColor, style.backgroundImage, style.opacity].join(" ");
        const under = own === "rgba(0, 0, 0, 0) none 1" ? over : `${over}/${own}`;
        look.set(element, under);
        if (![...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())) continue;
        const parent = getComputedStyle(element.parentElement ?? element);
        const text = [style.color, style.fill, style.fontSize, style.fontWeight, style.textDecorationLine];
        const all = `${element.localName} ${text} in ${parent.color} on ${under}`;
        if (!seen.has(all)) { seen.add(all); newColors.push(element); }
    }
    return [...seen];
}"""
"""Puts into `newColors` an element of each look that no page before had; what has the same look has the same contrast.

A look is the color, size and weight of a text, that of the text around it, and all backgrounds below it.
"""
SEEN: dict[str, list[str]] = {"light": [], "dark": []}
"""The looks of texts that axe has seen in this process, by color scheme."""


def faint(page: BrowserPage, scheme: str) -> str:
    """What axe finds wrong with colors that no page before had."""
    before = len(SEEN[scheme])
    SEEN[scheme] = page.evaluate(NEW_COLORS, SEEN[scheme])
    return "[]" if len(SEEN[scheme]) == before else violations(page, COLORS, "{include: newColors}")


@pytest.mark.parametrize("url", URLS)
def test_page_is_clean_accessible_and_fits_a_narrow_phone(url: str, light_tab: Visit) -> None:
    page = light_tab.open(url)
    assert light_tab.errors == []
    assert light_tab.foreign == []
    assert page.locator("h1").count() == 1
    page.evaluate(AXE)
    page.wait_for_function(REACHABLE)
    assert violations(page, ALL_BUT_COLORS) == "[]"
    assert faint(page, "light") == "[]"
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")  # no color on its way to another
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate", timeout=30_000)  # when scripts hear
    assert faint(page, "dark") == "[]"
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.wait_for_function(REACHABLE)
    assert violations(page, ALL_BUT_COLORS if url in ALL_RULES else f"runOnly: [{NARROW}]") == "[]"


def test_a_faint_text_is_found_on_whichever_page_it_stands(light_tab: Visit) -> None:
    for url in URLS[1:3]:
        page = light_tab.open(url)
        page.evaluate(AXE)
        assert faint(page, "light") == "[]"
    page.locator("article p").first.evaluate("e => e.innerHTML = '<b style=color:#aaa>Faint.</b>'")
    assert "color-contrast" in faint(page, "light")


@pytest.fixture(scope="module")
def tab_without_scripts(browser: Browser, base: str) -> Iterator[Visit]:
    """The same without JavaScript."""
    with browser.new_context(java_script_enabled=False) as context:
        yield visit(context, base)


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
