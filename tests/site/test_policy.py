"""The Content-Security-Policy lets the site work and stops what does not belong to it."""

from pathlib import Path

import pytest

from tests.site.conftest import Visit, policy_of

WATCH = """addEventListener("securitypolicyviolation", (event) => {
    (globalThis.violations ??= []).push(event.effectiveDirective);
});"""
ATTACKS = {
    "a script in the page": (
        "const s = document.createElement('script'); s.textContent = 'globalThis.stolen = 1'; document.body.append(s)",
        "script-src-elem",
    ),
    "a handler in an attribute": (
        "document.body.insertAdjacentHTML('beforeend', '<img src=\"x:\" alt onerror=\"globalThis.stolen = 1\">');"
        "document.querySelector('[onerror]').dispatchEvent(new Event('error'))",
        "script-src-attr",
    ),
    "an address that is a script": (
        "const a = document.createElement('a'); a.href = 'javascript:void (globalThis.stolen = 1)'; "
        "document.body.append(a); a.click()",
        "script-src-elem",
    ),
    "a style element": (
        "const s = document.createElement('style'); s.textContent = 'p { color: red }'; document.head.append(s)",
        "style-src-elem",
    ),
    "a picture of another host": (
        "const i = new Image(); i.src = 'https://example.com/x.png'; document.body.append(i)",
        "img-src",
    ),
    "a request to another host": ("fetch('https://example.com/').catch(() => 0)", "connect-src"),
    "a frame of another host": (
        "const f = document.createElement('iframe'); f.src = 'https://example.com/'; document.body.append(f)",
        "frame-src",
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_does_not_belong_to_the_site_is_stopped(attack: str, light_tab: Visit) -> None:
    page = light_tab.open("training/batch-size/")
    page.evaluate(WATCH)
    code, directive = ATTACKS[attack]
    # In the page's own world: what a script of the page could be made to do.
    page.evaluate(f"() => {{ {code} }}")
    page.wait_for_function("() => globalThis.violations?.length")
    assert directive in page.evaluate("violations")
    assert page.evaluate("globalThis.stolen") is None


def test_pages_and_host_say_the_same_but_for_frames(light_reader: Visit, folder: Path) -> None:
    answer = light_reader.page.goto(f"{light_reader.base}training/batch-size/")
    assert answer is not None
    header = policy_of(folder)
    assert answer.headers["content-security-policy"] == header
    meta = light_reader.page.locator('meta[http-equiv="Content-Security-Policy"]').get_attribute("content")
    assert header == f"{meta}; frame-ancestors 'none'"


@pytest.mark.parametrize(
    "url", ["", "training/batch-size/", "labs/dropout/", "questions/?level=basic", "self-test/", "404.html"]
)
def test_nothing_of_the_site_is_stopped(url: str, light_reader: Visit) -> None:
    light_reader.page.add_init_script(WATCH)
    page = light_reader.open(url)
    page.get_by_title("Switch to dark mode").first.click()
    page.mouse.wheel(0, 2000)
    page.keyboard.press("/")
    page.keyboard.type("epoch")
    page.get_by_role("listbox").get_by_role("option").first.wait_for()
    assert page.evaluate("globalThis.violations ?? []") == []
    assert light_reader.errors == []
