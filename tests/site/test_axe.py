"""What axe is spared hides nothing from it: faults are found wherever they stand, in formulas and listings, too."""

import json

from tests.site.axe import AXE, REACHABLE, faults, lightened, violations
from tests.site.conftest import Visit

SCROLLS = "runOnly: ['scrollable-region-focusable']"
BUTTON = "<button style=all:unset;width:9px;height:9px aria-label=A></button>"
FAULTS = {
    "label": ["add('<input>')"],
    "heading-order": ["add('<h5>Too deep</h5>')"],
    "image-alt": ["add('<img>')"],
    "svg-img-alt": ["article.querySelector('figure svg').removeAttribute('aria-label')"],
    "scrollable-region-focusable": [
        "add('<div style=width:9em;overflow:auto;white-space:nowrap>This goes on and on, far out of sight.</div>')",
        "token(0).style = 'display: block; width: 1em; overflow: auto'",
    ],
    "aria-hidden-focus": [
        "shown('.katex-html .mord')[0].tabIndex = 0",
        "shown('.katex-html .mord')[12].innerHTML = '<a href=#>y</a>'",
    ],
    "aria-roles": ["token(1).setAttribute('role', 'nothing')"],
    "link-in-text-block": ["add('<p>Some words before <a href=# style=color:#333;text-decoration:none>it</a>.</p>')"],
    "color-contrast": ["add('<p style=color:#aaa>Faint.</p>')", "token(2).style.color = '#ccd'"],
    "target-size": [
        f"add('<div class=close>{BUTTON}</div>')",
        f"article.querySelector('.close').insertAdjacentHTML('beforeend', '{BUTTON}')",
    ],
}
"""By the rule of axe that finds it: what somebody could do to a page."""
SPOIL = """() => {
    const article = document.querySelector("article"), add = markup => article.insertAdjacentHTML("beforeend", markup);
    const shown = selector => [...article.querySelectorAll(selector)].filter(each => each.getClientRects().length);
    const token = place => shown("pre code span").filter(each => each.textContent.length > 5)[place];
    %s
}"""
TIE = """() => new Promise(requestAnimationFrame).then(() => new Promise(requestAnimationFrame)).then(() => {
    for (const wide of document.querySelectorAll("article [tabindex='0']")) wide.removeAttribute("tabindex");
})"""
"""Has nothing scroll by keyboard, once the page has seen that its size has changed."""


def broken(violations: str) -> dict[str, int]:
    """How many elements break each rule."""
    return {rule: count for rule, _, _, count in json.loads(violations)}


def test_each_fault_is_found_wherever_it_stands(light_tab: Visit) -> None:
    page = light_tab.open("training/batch-size/")
    page.evaluate(AXE)
    assert faults(page) == "[]"
    page.evaluate(SPOIL % ";\n".join(each for faults in FAULTS.values() for each in faults))
    assert broken(faults(page)) == {rule: len(each) for rule, each in FAULTS.items()}


def test_what_scrolls_by_mouse_alone_is_found_as_in_the_whole_page(light_tab: Visit) -> None:
    page = light_tab.open("architectures/recurrent-networks/")  # formulas, figures, listings and tables are too wide
    page.set_viewport_size({"width": 320, "height": 640})
    page.evaluate(AXE)
    page.wait_for_function(REACHABLE)
    page.evaluate(TIE)
    whole = broken(violations(page, SCROLLS))
    with lightened(page):
        page.evaluate(TIE)
        assert broken(violations(page, SCROLLS)) == whole
    assert whole["scrollable-region-focusable"] > 3
