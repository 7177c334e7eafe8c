"""The site, built and served on localhost as a host of static files would, and a Chromium to look at it."""

import functools
import http.server
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from scripts.content import ROOT, Site
from scripts.publishing.pages import mkdocs_problems
from scripts.render.browser import FLAGS, find
from scripts.render.katex import copy_assets

REPOSITORY = "https://github.com/me/it"
"""The repository that the second site says it is made from."""


@functools.cache
def home_of(root: Path) -> Path:
    """Where in a host's root the site lies, which may be a folder of its own."""
    return next(root.rglob("_headers")).parent


@functools.cache
def policy_of(folder: Path) -> str:
    """The Content-Security-Policy in the file of headers that the site has for its host."""
    lines = (folder / "_headers").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if "Content-Security-Policy" in line).partition(":")[2].strip()


class _Host(http.server.SimpleHTTPRequestHandler):
    """Answers unknown addresses with the site's own page for them, and sends the site's policy, as static hosts do."""

    def end_headers(self) -> None:
        """Send the policy with everything."""
        self.send_header("Content-Security-Policy", policy_of(home_of(Path(self.directory))))
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Send the site's page for unknown addresses, which lies next to its start page."""
        page = (home_of(Path(self.directory)) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page)


REST = """() => document.fonts.ready.then(() => new Promise(resolve =>
    requestAnimationFrame(() => requestIdleCallback(() => requestAnimationFrame(resolve), { timeout: 2000 }))))"""
"""Fulfilled when the fonts are there and the scripts have nothing to do: what they do when a page is idle is done."""


@dataclass
class Visit:
    """A page in the browser, with what went wrong while it was open."""

    page: Page
    base: str
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    waiting: set[Request] = field(default_factory=set)

    def open(self, url: str, *, scripts: bool = True) -> Page:
        """Go to a page and wait until it is at rest, which is at once where no scripts run."""
        self.page.goto(self.base + url, wait_until="load")
        while scripts:
            self.page.evaluate(REST)
            if not self.waiting:
                break
        return self.page


def served(root: Path, path: str, repository: str) -> Iterator[str]:
    """Build the site into `root/path` and serve it there; its address."""
    copy_assets()
    handler = functools.partial(_Host, directory=str(root))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, pytest.MonkeyPatch.context() as patch:
        base = f"http://127.0.0.1:{server.server_port}/{path}"
        patch.setenv("SITE_URL", base)
        patch.setenv("REPOSITORY_URL", repository)
        assert mkdocs_problems(Site.read(ROOT), root / path) == []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield base
        server.shutdown()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the site is built as a clone without a remote builds it."""
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="session")
def base(folder: Path) -> Iterator[str]:
    """The address of the site as a clone without a remote builds it."""
    yield from served(folder, "", "")


@pytest.fixture(scope="session")
def host_with_repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The root of a host that has the site in its folder `it`."""
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="session")
def base_with_repository(host_with_repository: Path) -> Iterator[str]:
    """The address of the site in a folder of its host, made from a known repository."""
    yield from served(host_with_repository, "it/", REPOSITORY)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find()
    assert path is not None, "no Chromium; run `python -m scripts.browser`"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chromium
        chromium.close()


def failure(request: Request) -> list[str]:
    """What went wrong with a request; one that the reader left behind, such as a page fetched early, did not fail."""
    return [] if request.failure == "net::ERR_ABORTED" else [f"not loaded: {request.url}: {request.failure}"]


def visit(context: BrowserContext, base: str) -> Visit:
    """A new tab that records console errors, failed loads and requests to other hosts."""
    made = Visit(context.new_page(), base)
    made.page.on("console", lambda m: made.errors.append(m.text) if m.type in ("error", "warning") else None)
    made.page.on("pageerror", lambda error: made.errors.append(str(error)))
    made.page.on("request", lambda request: made.waiting.add(request))
    made.page.on("requestfinished", lambda request: made.waiting.discard(request))
    made.page.on("requestfailed", lambda request: made.waiting.discard(request))
    made.page.on("requestfailed", lambda request: made.errors.extend(failure(request)))
    made.page.on("request", lambda r: made.foreign.append(r.url) if not r.url.startswith((base, "data:")) else None)
    return made


@pytest.fixture(scope="module")
def tab(browser: Browser, base: str) -> Iterator[Visit]:
    """One tab for the tests of a module, as a reader has it: what pages share is loaded once."""
    with browser.new_context() as context:
        yield visit(context, base)


@pytest.fixture(scope="module")
def tab_without_scripts(browser: Browser, base: str) -> Iterator[Visit]:
    """One tab without JavaScript for the tests of a module."""
    with browser.new_context(java_script_enabled=False) as context:
        yield visit(context, base)


FORGET = "() => { if (location.protocol !== 'about:') { localStorage.clear(); sessionStorage.clear(); } }"


def in_scheme(tab: Visit, scheme: Literal["light", "dark"]) -> Visit:
    """The tab as it was when it was opened, in a color scheme; the page in it stays until another is opened."""
    tab.errors.clear()
    tab.foreign.clear()
    tab.page.emulate_media(media="screen", color_scheme=scheme, reduced_motion="no-preference")
    tab.page.set_viewport_size({"width": 1280, "height": 720})
    tab.page.mouse.move(0, 0)
    tab.page.evaluate(FORGET)
    return tab


@pytest.fixture
def light_tab(tab: Visit) -> Visit:
    """The tab of the module."""
    return in_scheme(tab, "light")


@pytest.fixture(params=["light", "dark"])
def scheme_tab(request: pytest.FixtureRequest, tab: Visit) -> Visit:
    """The tab of the module, in each color scheme."""
    return in_scheme(tab, request.param)


@pytest.fixture
def light_reader(browser: Browser, base: str) -> Iterator[Visit]:
    with browser.new_context(color_scheme="light") as context:
        yield visit(context, base)


@pytest.fixture(scope="module")
def tab_with_repository(browser: Browser, base_with_repository: str) -> Iterator[Visit]:
    """The tab of a module on the site that names its repository."""
    with browser.new_context() as context:
        yield visit(context, base_with_repository)


@pytest.fixture
def contributor(tab_with_repository: Visit) -> Visit:
    """A reader of the site that names its repository."""
    return in_scheme(tab_with_repository, "light")


@pytest.fixture
def reader_without_scripts(browser: Browser, base: str) -> Iterator[Visit]:
    with browser.new_context(java_script_enabled=False) as context:
        yield visit(context, base)
