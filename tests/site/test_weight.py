"""What a browser really loads on a first visit is what the check of the built pages counts, and it is little."""

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import Response

from scripts.checks.built.site import BuiltPage, BuiltSite
from scripts.checks.built.weight import FIRST_VISIT, REQUESTS, START_PAGE, check, loaded
from scripts.content import ROOT, Site
from tests.site.conftest import Visit

PAGES = [
    "",
    "training/batch-size/",
    "training/batch-size-and-convergence/",
    "labs/dropout/",
    "questions/",
    "self-test/",
]


@pytest.mark.parametrize("url", PAGES)
def test_first_visit_loads_what_the_check_counts(url: str, light_reader: Visit, folder: Path) -> None:
    answers: list[Response] = []
    light_reader.page.on("response", lambda answer: answers.append(answer))
    light_reader.open(url)
    sizes = {a.url.removeprefix(light_reader.base): len(gzip.compress(a.body())) for a in answers}
    assert sum(sizes.values()) <= (FIRST_VISIT if url else START_PAGE), sizes
    assert len(answers) == len(sizes) <= REQUESTS, sizes
    name = f"{url}index.html"
    markup = (folder / name).read_text(encoding="utf-8")
    page = BuiltPage(markup, name)
    counted = loaded(BuiltSite(folder, Site.read(ROOT), (page,)), page) - {name}
    seen = set(sizes) - {url, "favicon.ico"}
    assert seen <= counted
    # A font may be of a hidden tab, the script of a figure comes when it is near, the icon when the window is drawn.
    later = ("/fonts/", "/figures/", "assets/mark.svg")
    assert {path for path in counted - seen if not any(part in path for part in later)} == set()


def test_pages_that_name_address_and_repository_are_light_too(
    base_with_repository: str, host_with_repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", base_with_repository)
    assert list(check(BuiltSite.read(host_with_repository / "it", Site.read(ROOT)))) == []
