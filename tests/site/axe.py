"""axe in a page of the browser: what it finds, and how it is spared what it has seen or what says nothing to it."""

import contextlib
import json
from collections.abc import Iterator
from typing import Literal

from playwright.sync_api import Page, expect

from scripts.content import ROOT

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
LIGHTEN = (ROOT / "tests" / "site" / "lighten.js").read_text(encoding="utf-8")
LOOKS = (ROOT / "tests" / "site" / "looks.js").read_text(encoding="utf-8")
REACHABLE = """() => [...document.querySelectorAll(".katex-display, .md-typeset__scrollwrap, .md-typeset figure")]
    .every(wide => wide.scrollWidth <= wide.clientWidth || wide.tabIndex === 0)"""
"""What is too wide for a phone can be scrolled by keyboard, soon after the width has changed."""
ALL = "rules: {'target-size': {enabled: true}}"
COLORS = "runOnly: ['color-contrast', 'link-in-text-block']"
RUN = """async () => {
    axe.configure({ noHtml: true });  // writing each element down takes longer than many a rule
    const html = ({ target }) => document.querySelector(target[0]).outerHTML.slice(0, 200);
    const { violations } = await axe.run(%s, { %s, resultTypes: ["violations"] });
    return violations.map(({ id, help, nodes }) => [id, help, html(nodes[0]), nodes.length]);
}"""
ALONE = """part => {
    const emptied = [];
    for (let element = part; element !== document.body; element = element.parentElement)
        for (const other of element.parentElement.children)
            if (other !== element) emptied.push([other, [...other.childNodes]]);
    for (const [other] of emptied) other.replaceChildren();
    globalThis.restore = () => { for (const [other, children] of emptied) other.replaceChildren(...children); };
}"""
"""Empties what is around a part of a page, which axe reads even if it is asked about the part only, and keeps its room.

Puts a function into `restore` that undoes it.
"""
NEW = "[data-new-color]"
"""Elements with a look that no page before had, see `looks.js`."""
SEEN: dict[str, list[str]] = {"light": [], "dark": []}
"""The looks of texts that axe has seen in this process, by color scheme."""


def violations(page: Page, options: str, within: str = "document") -> str:
    """What axe finds, WCAG 2.2 AA and best practices: each rule with its first element; `[]` for nothing."""
    return json.dumps(page.evaluate(RUN % (within, options)), indent=1)


def in_the_dark(page: Page) -> None:
    """Turn a page to its dark scheme, at rest."""
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")  # no color on its way to another
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate", timeout=30_000)  # when scripts hear


def lighten(page: Page) -> None:
    """Take out of a page what says nothing to axe, for good."""
    page.evaluate(LIGHTEN)


@contextlib.contextmanager
def lightened(page: Page, whole: bool = False) -> Iterator[None]:
    """Have the page stand there without what says nothing to axe, and put it back; or leave it `whole`."""
    if not whole:
        lighten(page)
    yield
    if not whole:
        page.evaluate("restore()")


def new_looks(page: Page, scheme: Literal["light", "dark"]) -> bool:
    """Mark an element of each look that no page before had in this scheme; whether there is any."""
    fresh = page.evaluate(LOOKS, SEEN[scheme])
    SEEN[scheme] += fresh
    return bool(fresh)


def faults(page: Page, whole: bool = False) -> str:
    """What axe finds in a page that is new in the browser, by all rules, with its colors in the light scheme.

    Contrast, which is costly, is computed for looks that no page before had.
    """
    new_looks(page, "light")
    page.evaluate(f"axe.configure({{rules: [{{id: 'color-contrast', selector: '{NEW}'}}]}})")
    with lightened(page, whole):
        return violations(page, ALL)


def faint(page: Page, scheme: Literal["light", "dark"]) -> str:
    """What axe finds wrong with colors that no page before had."""
    if not new_looks(page, scheme):
        return "[]"
    with lightened(page):
        return violations(page, COLORS, f"{{include: ['{NEW}']}}")
