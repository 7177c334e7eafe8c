"""A page can be copied as Markdown by one click; the Markdown stands beside the page."""

import pytest
from playwright.sync_api import Browser, expect

from tests.site.conftest import Visit, visit
from tests.whole import SITE

PAGE = "training/batch-size/"


def test_a_click_copies_the_page_as_markdown(browser: Browser, base: str) -> None:
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        reader = visit(context, base)
        page = reader.open(PAGE)
        link = page.get_by_role("link", name="Copy as Markdown")
        link.click()
        expect(page.get_by_text("Copied", exact=True)).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith("# Batch size\n")
        assert copied == page.request.get(f"{base}{PAGE}index.md").text()
        assert page.url == f"{base}{PAGE}"
        assert reader.errors == []


@pytest.mark.parametrize("scripts", [True, False])
def test_where_nothing_can_be_copied_the_markdown_is_shown(browser: Browser, base: str, scripts: bool) -> None:
    with browser.new_context(java_script_enabled=scripts) as context:
        page = visit(context, base).open(PAGE, scripts=scripts)
        if scripts:
            page.evaluate("() => { navigator.clipboard.write = () => Promise.reject(); }")
        with page.expect_request(f"**/{PAGE}index.md"):
            page.get_by_role("link", name="Copy as Markdown").click()


def test_every_page_has_its_markdown_and_says_so(light_tab: Visit) -> None:
    for source in SITE.pages:
        assert light_tab.page.request.get(f"{light_tab.base}{source.url}index.md").ok, source.path
    page = light_tab.open(PAGE)
    address = page.locator("link[rel=alternate][type='text/markdown']").evaluate("link => link.href")
    assert address == f"{light_tab.base}{PAGE}index.md"
    assert page.request.get(f"{light_tab.base}llms.txt").text().startswith("# Deep Learning, Checked")
