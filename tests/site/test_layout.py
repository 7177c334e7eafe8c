"""Text keeps a readable measure, and what is wide scrolls inside itself, never the page."""

import pytest
from playwright.sync_api import Browser

from tests.site.conftest import Visit, visit
from tests.whole import SITE

TOPICS = [page for page in SITE.pages if page.questions]
LINE_LENGTHS = """() => [...document.querySelectorAll(".md-content__inner > p:not([class])")]
    .filter(p => !p.querySelector(".katex, code"))
    .slice(0, 4)
    .flatMap(p => {
      const lines = new Map();
      const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        for (let i = 0; i < walker.currentNode.length; i += 1) {
          const range = document.createRange();
          range.setStart(walker.currentNode, i);
          range.setEnd(walker.currentNode, i + 1);
          const middle = range.getBoundingClientRect();
          const line = Math.round((middle.top + middle.bottom) / 16);
          lines.set(line, (lines.get(line) ?? 0) + 1);
        }
      }
      return [...lines.values()].slice(0, -1);
    })"""
TYPES = ["", "training/", "training/batch-size-and-convergence/", "labs/batch-size-and-gradient-noise/", "questions/"]
TYPES += ["corrections/", "glossary/", "references/", "sources/", "404.html"]

KINDS = ["p:not([class])", "figure", ".highlight", ".short-answer", ".admonition"]
EDGES = """kinds => Object.fromEntries(kinds.map(kind => [
    kind, [...document.querySelectorAll(`.md-content__inner > ${kind}`)].filter(e => e.offsetWidth)
      .map(e => e.getBoundingClientRect()).map(box => `${Math.round(box.left)} to ${Math.round(box.right)}`)]))"""
"""Where text, figures, code, short answers and boxes begin and end."""
ONE_COLUMN = ["training/batch-size-and-convergence/", "generative-models/diffusion/", "labs/mode-collapse/"]


@pytest.mark.parametrize("url", ONE_COLUMN)
def test_what_stands_below_one_another_has_the_same_edges(url: str, browser: Browser, base: str) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        edges = visit(context, base).open(url).evaluate(EDGES, KINDS)
    assert edges["figure"]
    assert edges["p:not([class])"]
    assert len({edge for found in edges.values() for edge in found}) == 1, edges


def test_lines_of_text_have_60_to_75_characters(browser: Browser, base: str) -> None:
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        reader = visit(context, base)
        lengths = [length for page in TOPICS[:10] for length in reader.open(page.url).evaluate(LINE_LENGTHS)]
    assert len(lengths) >= 30
    assert 60 <= sum(lengths) / len(lengths) <= 75


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_no_type_of_page_scrolls_sideways(scripts: bool, browser: Browser, base: str) -> None:
    with browser.new_context(java_script_enabled=scripts) as context:
        reader = visit(context, base)
        for url in TYPES:
            reader.page.set_viewport_size({"width": 320, "height": 800})  # as a phone loads it
            page = reader.open(url, scripts=scripts)
            for width in (320, 768, 1440):
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (url, width)


def test_words_of_a_drawing_can_be_read_on_a_phone(browser: Browser, base: str) -> None:
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        page = visit(context, base).open("training/batch-size/")
        figure = page.locator(".md-content figure").first
        sizes = figure.locator("svg text").evaluate_all(
            "texts => texts.map(text => text.getBoundingClientRect().height)"
        )
        assert min(sizes) > 8
        figure.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("figure => figure.scrollLeft > 0", arg=figure.element_handle())
        caption = figure.locator("figcaption").bounding_box()
        assert caption is not None
        assert caption["x"] >= 0
        assert caption["x"] + caption["width"] <= 320


def test_a_formula_that_is_wider_than_its_line_scrolls_in_itself(browser: Browser, base: str) -> None:
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        page = visit(context, base).open("training/batch-size/")
        formula = page.locator("p .katex-base").first
        formula.evaluate(
            "part => part.append(...Array.from({length: 12}, () => part.lastChild.cloneNode(true)), 'wide'.repeat(8))"
        )
        page.set_viewport_size({"width": 319, "height": 640})
        page.wait_for_function("part => part.tabIndex === 0", arg=formula.element_handle())
        assert page.evaluate("document.documentElement.scrollWidth") <= 319
        assert formula.evaluate("part => part.scrollWidth > part.clientWidth")
        page.set_viewport_size({"width": 3000, "height": 640})
        page.wait_for_function("part => part.tabIndex !== 0", arg=formula.element_handle())


@pytest.mark.parametrize("width", [360, 390, 430])
def test_the_name_of_the_site_is_whole_on_a_phone(width: int, light_tab: Visit) -> None:
    page = light_tab.open("architectures/vgg/")
    page.set_viewport_size({"width": width, "height": 640})
    name = page.locator(".md-header__topic .md-ellipsis").first
    assert name.inner_text() == "Deep Learning, Checked"
    assert name.evaluate("e => e.scrollWidth - e.clientWidth") <= 0


@pytest.mark.parametrize("width", [320, 360, 390])
def test_no_line_on_a_phone_begins_with_the_mark_behind_a_short_formula(width: int, light_tab: Visit) -> None:
    page = light_tab.open("architectures/recurrent-networks/")
    page.set_viewport_size({"width": width, "height": 640})
    lines = page.locator(".md-content p .unbroken").evaluate_all("spans => spans.map(e => e.getClientRects().length)")
    assert len(lines) > 10
    assert set(lines) == {1}


def test_the_lines_of_a_heading_with_a_hyphenated_word_are_balanced(light_tab: Visit) -> None:
    page = light_tab.open("language-models/context-and-retrieval/")
    page.set_viewport_size({"width": 1280, "height": 800})
    heading = page.locator("#retrieval-augmented-generation")
    lines = heading.evaluate(
        """heading => {
            const text = document.createRange();
            text.selectNodeContents(heading);
            text.setEndBefore(heading.querySelector(".headerlink"));
            const {left, top: first} = text.getBoundingClientRect();
            const height = parseFloat(getComputedStyle(heading).lineHeight);
            const lines = {};
            for (const {top, bottom, right} of text.getClientRects()) {
                const line = Math.floor(((top + bottom) / 2 - first) / height);
                lines[line] = Math.max(lines[line] ?? 0, right - left);
            }
            return Object.values(lines);
        }"""
    )
    assert len(lines) == 3
    assert min(lines) > 0.8 * max(lines)
