"""The archive of the site opens from a folder, without a host: links, search, formulas and the self-test work."""

import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from scripts import offline


@pytest.fixture(scope="module")
def unpacked(base: str, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where somebody has unpacked the archive."""
    place = tmp_path_factory.mktemp("my things")
    assert offline.pack(folder, place / offline.TARGET) > 100
    with zipfile.ZipFile(place / offline.TARGET) as archive:
        archive.extractall(place)
    return place / offline.FOLDER


def test_it_can_be_read_without_a_host(browser: Browser, unpacked: Path) -> None:
    asked: list[str] = []
    with browser.new_context() as context:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto((unpacked / "index.html").as_uri())
        page.get_by_role("link", name="All questions").first.click()
        page.get_by_role("link", name=re.compile("^What is the batch size")).click()
        expect(page.locator("h2#what-is-batch-size")).to_be_in_viewport()
        assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px KaTeX_Math'))")
        page.keyboard.press("/")
        page.keyboard.type("dropout")
        page.get_by_role("listbox").get_by_role("option").first.wait_for()
        page.keyboard.press("Escape")
        page.locator(".self-test-link").click()
        expect(page.locator(".self-test-front")).to_be_visible()
        page.keyboard.press("Space")
        link = page.get_by_role("link", name="On its page")
        assert str(link.evaluate("link => link.href")).partition("#")[0].endswith("/index.html")
        page.get_by_role("button", name="Show the whole answer").click()
        expect(page.get_by_role("button", name="Show the whole answer")).to_have_count(0)  # the link leads there
        page.keyboard.press("3")
        expect(page.locator(".self-test-said")).to_contain_text("It comes again in")
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_the_same_site_makes_the_same_archive_without_what_hosts_read(
    folder: Path, unpacked: Path, tmp_path: Path
) -> None:
    offline.pack(folder, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == (unpacked.parent / offline.TARGET).read_bytes()
    assert not any((unpacked / name).exists() for name in offline.LEFT_OUT)
    assert "open index.html" in (unpacked / "READ ME.txt").read_text(encoding="utf-8")


def test_without_a_site_it_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert offline.main(tmp_path) == 1
    assert "make build" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
