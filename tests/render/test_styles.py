"""Of the style sheets the rules stay that can apply to a page, also in a state that only a script sets."""

from lxml import html

from scripts.render.styles import Used, used_rules

PAGE = """<html data-scheme="light"><body><p class="a b" id="c">A</p><table><tr><td>1</td></tr></table>
<script>document.body.classList.toggle("is-open");</script></body></html>"""


def kept(css: str) -> str:
    used = Used()
    used.add_page(html.fromstring(PAGE))
    used.add_script('element.className = "made-later"; body.dataset.scheme = "dark"')
    return used_rules([css], used).strip()


def test_rules_that_can_apply_stay() -> None:
    for selector in (".a", "#c", "p.a>b,td", "table td:first-child", ".is-open .b", ".made-later", ".a:hover::before"):
        assert kept(f"{selector}{{margin:0}}").replace("::", ":") != "", selector
    for scheme in ("light", "dark"):
        assert kept(f"[data-scheme={scheme}] .a{{margin:0}}") == f"[data-scheme={scheme}] .a{{margin:0}}"


def test_rules_that_cannot_apply_go() -> None:
    for selector in (".none", "#none", "article p", "[data-scheme=sepia] .a", ".a.none", "[dir] .a"):
        assert kept(f"{selector}{{margin:0}}") == "", selector
    assert kept(".a,.none{margin:0}") == ".a{margin:0}"


def test_print_screens_and_order_are_kept() -> None:
    css = "@media print{.a{color:red}.none{color:red}}@media screen and (max-width:30em){.a{color:#00f}}.a{color:green}"
    expected = "@media print{.a{color:red}}@media screen and (max-width:30em){.a{color:#00f}}.a{color:green}"
    assert kept(css) == expected


def test_variables_and_animations_that_no_kept_rule_uses_go() -> None:
    css = ":root{--one:1em;--two:2em;--three:var(--one)}.a{margin:var(--three)}.none{margin:var(--two)}"
    assert kept(css) == ":root{--one:1em;--three:var(--one)}.a{margin:var(--three)}"
    assert kept("@keyframes x{to{top:0}}@keyframes y{to{top:0}}.a{animation:x 1s}").startswith("@keyframes x")
    assert "@keyframes y" not in kept("@keyframes x{to{top:0}}@keyframes y{to{top:0}}.a{animation:x 1s}")
