"""The site is kept for reading offline where a reader asks for it, and not elsewhere; a new edition takes its place."""

import functools
import os
import shutil
import threading
import time
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts.render.worker import write_worker
from tests.site.conftest import Visit, _Host

EDITIONS = "caches.keys().then(names => names.filter(name => name.startsWith('site-')))"


class _Asked(_Host):
    """Has browsers ask before they show what they have, however long a busy machine takes between two visits."""

    def end_headers(self) -> None:
        """Send the header for it with everything."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()


class Host:
    """A host that can be cut off, with a copy of the site that a test may change."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._handler = functools.partial(_Asked, directory=str(folder))
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler)
        self.base = f"http://127.0.0.1:{self._server.server_port}/"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()  # it hears soon

    def cut_off(self) -> None:
        """Answer no longer."""
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def host(base: str, folder: Path, tmp_path: Path) -> Iterator[Host]:
    shutil.copytree(folder, tmp_path / "site")
    made = Host(tmp_path / "site")
    yield made
    made.cut_off()


def keep(page: Page, host: Host) -> None:
    page.goto(f"{host.base}self-test/")
    page.get_by_role("button", name="Keep the site for reading offline").click()
    expect(page.get_by_text("All pages are kept.")).to_be_visible(timeout=120_000)


def test_pages_search_and_self_test_open_without_a_host_and_a_new_edition_replaces_the_old(
    browser: Browser, host: Host
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        keep(page, host)
        (first,) = page.evaluate(EDITIONS)
        manifest = page.locator("link[rel=manifest]").evaluate("link => fetch(link.href).then(answer => answer.json())")
        assert manifest["name"] == "Deep Learning, Checked"
        for icon in manifest["icons"]:
            assert page.request.get(f"{host.base}{icon['src']}").headers["content-type"] == icon["type"]
        changed = host.folder / "training" / "batch-size" / "index.html"
        text = changed.read_text(encoding="utf-8")
        changed.write_text(text.replace("<h1", '<p class="new-edition">New</p><h1', 1), encoding="utf-8")
        write_worker(host.folder)
        page.evaluate("navigator.serviceWorker.getRegistration().then(worker => worker.update())")
        expect(page.get_by_text("A newer edition of the site is kept now.")).to_be_visible(timeout=120_000)
        (second,) = page.evaluate(EDITIONS)
        assert first != second
        host.cut_off()
        page.goto(f"{host.base}training/batch-size/#why-use-batches")
        expect(page.locator(".new-edition")).to_have_count(1)
        page.keyboard.press("/")
        page.keyboard.type("dropout")
        page.get_by_role("listbox").get_by_role("option").first.wait_for()
        page.goto(f"{host.base}self-test/?section=training")
        expect(page.locator(".self-test-front")).to_be_visible()
        page.goto(f"{host.base}no/such/page/")
        expect(page.locator("h1")).to_contain_text("There is no page at this address")


def test_a_page_that_stays_open_is_told_of_a_newer_edition_and_one_that_is_newer_is_not(
    browser: Browser, host: Host
) -> None:
    said = "There is a newer edition of this page."
    changed = host.folder / "training" / "batch-size" / "index.html"
    with browser.new_context() as context:
        page, old, new = context.new_page(), context.new_page(), context.new_page()
        keep(page, host)
        before = time.time() - 2  # times of change are compared by the second
        os.utime(changed, (before, before))
        old.goto(f"{host.base}training/batch-size/")
        text = changed.read_text(encoding="utf-8")
        changed.write_text(text.replace("<h1", '<p class="new-edition">New</p><h1', 1), encoding="utf-8")
        write_worker(host.folder)
        new.goto(f"{host.base}training/batch-size/")
        page.evaluate("navigator.serviceWorker.getRegistration().then(worker => worker.update())")
        expect(old.get_by_role("status").filter(has_text=said)).to_be_visible(timeout=120_000)
        expect(new.locator(".new-edition")).to_have_count(1)
        expect(new.get_by_text(said)).to_have_count(0)
        old.get_by_role("link", name="Load it again").click()
        expect(old.locator(".new-edition")).to_have_count(1)
        expect(old.get_by_text(said)).to_have_count(0)


def test_what_is_kept_can_be_removed(browser: Browser, host: Host) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        keep(page, host)
        page.get_by_role("button", name="Remove it").click()
        expect(page.get_by_text("Removed.")).to_be_visible()
        assert page.evaluate(EDITIONS) == []
        assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_half_an_edition_is_not_kept(browser: Browser, host: Host) -> None:
    shutil.rmtree(host.folder / "glossary")
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{host.base}self-test/")
        page.get_by_role("button", name="Keep the site for reading offline").click()
        expect(page.get_by_text("Nothing is kept: Not everything could be fetched.")).to_be_visible(timeout=120_000)
        assert page.evaluate(EDITIONS) == []


def test_nothing_is_kept_unless_asked_for(light_reader: Visit) -> None:
    page = light_reader.open("self-test/")
    light_reader.open("training/batch-size/")
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
    assert page.evaluate(EDITIONS) == []


def test_icons_look_like_the_mark_in_a_browser(light_reader: Visit) -> None:
    """The share of light and of each color is that of Chromium's drawing of the SVG, pixel by pixel on average."""
    page = light_reader.open("self-test/")
    drawn = page.evaluate(
        """async root => {
        const pixels = async address => {
            const image = new Image(192, 192);
            image.src = address;
            await image.decode();
            const canvas = new OffscreenCanvas(192, 192).getContext("2d");
            canvas.drawImage(image, 0, 0, 192, 192);
            return canvas.getImageData(0, 0, 192, 192).data;
        };
        const [one, other] = [await pixels(root + "assets/mark.svg"), await pixels(root + "assets/icons/192.png")];
        return one.reduce((sum, value, place) => sum + Math.abs(value - other[place]), 0) / one.length;
    }""",
        light_reader.base,
    )
    assert drawn < 1.5
