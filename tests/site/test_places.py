"""The site works wherever its files lie: in a folder of a host, in a folder of a disk, without a network."""

import functools
import http.server
import threading
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.conftest import REST, Visit, visit

FONTS = "document.fonts.ready.then(fonts => [...fonts].filter(f => f.status === 'loaded').map(f => f.family))"
FIGURE = "optimization/learning-rate/"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def use(page: Page, start: str) -> None:
    """Begin at the start page: follow links, look at formulas, use a figure, search."""
    page.goto(start)
    page.evaluate(REST)
    page.get_by_label("Tabs", exact=True).get_by_role("link", name="Basics").click()
    expect(page.locator("h1")).to_contain_text("Foundations")
    page.evaluate(REST)
    page.get_by_label("Navigation", exact=True).get_by_role("link", name="Optimization", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Optimization")
    page.evaluate(REST)
    page.locator(".md-content").get_by_role("link", name="Learning rate", exact=True).first.click()
    expect(page.locator("h1")).to_contain_text("learning rate", ignore_case=True)
    page.evaluate(REST)
    assert {"KaTeX_Main", "KaTeX_Math"} <= set(page.evaluate(FONTS))
    page.locator("figure[data-interactive=learning-rate]").scroll_into_view_if_needed()
    page.get_by_role("slider", name="Learning rate η").press("End")
    page.locator("h1").click()  # in a slider the slash is a key like any other
    page.keyboard.press("/")
    page.keyboard.type("what is an epoch")
    page.get_by_role("option").first.wait_for()
    page.evaluate(REST)
    page.keyboard.press("Enter")
    expect(page.locator("#what-is-an-epoch")).to_be_in_viewport()
    page.evaluate(REST)
    page.get_by_title("Switch to dark mode").first.click()
    page.reload()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_copy_on_a_disk_works_without_a_network(browser: Browser, base: str, folder: Path) -> None:
    assert base
    with browser.new_context(color_scheme="light", offline=True) as context:
        page = context.new_page()
        asked: list[str] = []
        failures: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: failures.append(str(error)))
        use(page, (folder / "index.html").as_uri())
        assert failures == []
        assert {url.partition(":")[0] for url in asked} == {"file"}


def test_site_that_was_built_for_the_root_works_in_a_folder_of_a_host(
    browser: Browser, base: str, folder: Path
) -> None:
    assert base
    handler = functools.partial(_Quiet, directory=str(folder.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            with browser.new_context(color_scheme="light") as context:
                reader = visit(context, f"http://127.0.0.1:{server.server_port}/{folder.name}/")
                use(reader.page, reader.base)
                assert reader.errors == []
                assert reader.foreign == []
        finally:
            server.shutdown()


def test_site_that_was_built_for_a_folder_works_there(contributor: Visit) -> None:
    use(contributor.page, contributor.base)
    assert contributor.errors == []
    assert contributor.foreign == []


def test_choices_of_two_sites_on_one_host_are_kept_apart(contributor: Visit) -> None:
    page = contributor.open("")
    page.get_by_title("Switch to dark mode").first.click()
    assert page.evaluate("Object.keys(localStorage)") == ["/it/scheme"]


@pytest.mark.parametrize("url", ["", FIGURE])
def test_robots_and_search_engines_are_told_where_the_site_is(url: str, contributor: Visit) -> None:
    page = contributor.open(url, scripts=False)
    assert page.locator("link[rel=canonical]").get_attribute("href") == f"{contributor.base}{url}"
    assert page.locator("meta[property='og:url']").get_attribute("content") == f"{contributor.base}{url}"
    robots = page.request.get(f"{contributor.base}robots.txt").text()
    assert robots.splitlines()[-1] == f"Sitemap: {contributor.base}sitemap.xml"
    assert page.request.get(f"{contributor.base}sitemap.xml").ok
