"""The sitemap names the pages."""

import dataclasses

import pytest

from scripts.checks.built.sitemap import check
from scripts.content import Site
from tests.checks.built.conftest import Built

PAGES: dict[str, str | bytes] = {
    "index.html": "",
    "training/page/index.html": "",
    "404.html": "",
    "labs/experiment/index.html": "",
}


def sitemap(*urls: str) -> str:
    entries = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'


@pytest.mark.parametrize("base", ["http://localhost:8000/", "https://example.org/deep-learning/"])
def test_sitemap_that_names_every_page_is_fine(built: Built, monkeypatch: pytest.MonkeyPatch, base: str) -> None:
    monkeypatch.setenv("MINIMAL_SITE_URL", base)
    urls = (base, f"{base}training/page/", f"{base}labs/experiment/")
    assert list(check(built(PAGES | {"sitemap.xml": sitemap(*urls)}))) == []


def test_names_that_are_quoted_in_addresses_are_compared_as_they_are(built: Built) -> None:
    base = "http://localhost:8000/"
    urls = (base, f"{base}training/page/", f"{base}labs/experiment/", f"{base}training/na%C3%AFve%20bayes/")
    site = built(PAGES | {"training/naïve bayes/index.html": "", "sitemap.xml": sitemap(*urls)})
    page = dataclasses.replace(site.site.pages[-1], path="training/naïve bayes.md")
    pages = tuple(dataclasses.replace(p, source=page) if "naïve" in p.path else p for p in site.pages)
    assert list(check(dataclasses.replace(site, pages=pages))) == []


def test_site_address_comes_from_the_environment_or_else_from_its_default(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert site.mkdocs["site_url"] == "http://localhost:8000/"
    monkeypatch.setenv("MINIMAL_SITE_URL", "https://example.org/")
    assert Site.read(site.root).mkdocs["site_url"] == "https://example.org/"


def test_page_that_is_not_named_and_name_without_page_are_found(built: Built) -> None:
    base = "http://localhost:8000/"
    listed = sitemap(f"{base}training/page/", f"{base}labs/experiment/", f"{base}gone/")
    messages = [problem.message for problem in check(built(PAGES | {"sitemap.xml": listed}))]
    assert messages == ["sitemap.xml does not name the home page", "sitemap.xml names gone/, which is no page"]


def test_missing_sitemap_is_a_problem(built: Built) -> None:
    (problem,) = check(built(PAGES))
    assert str(problem) == "mkdocs.yml:1: built-sitemap: no sitemap.xml; build the site again"


def test_site_that_knows_no_address_has_no_sitemap(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINIMAL_SITE_URL", "")
    assert list(check(built(PAGES))) == []
    (problem,) = check(built(PAGES | {"sitemap.xml": sitemap("training/page/")}))
    assert problem.message == "a sitemap.xml though no site_url is set; remove one of them"
