"""Links of the built pages lead to files and ids."""

import pytest

from scripts.checks.built.links import check
from tests.checks.built.conftest import Built

PAGE = "training/page/index.html"


def test_links_to_files_ids_tabs_and_other_sites_are_fine(built: Built) -> None:
    body = """<h1 id="top">A</h1><a href="#top">a</a> <a href="../../">b</a> <a href="../../#home">c</a>
    <a href="https://example.com/none#x">d</a> <a href="mailto:a@example.com">e</a> <a href="#__tabbed_1_2">f</a>
    <a href="">g</a> <a href="/training/page/">h</a> <img src="../../a%20b.svg" srcset="../../c.png 2x"> <a>i</a>
    <a href="../../a%20b.svg#part">j</a>"""
    files: dict[str, str | bytes] = {PAGE: body, "index.html": '<h1 id="home">B</h1>', "a b.svg": "<svg/>"}
    assert list(check(built(files | {"c.png": b""}))) == []


def test_links_hold_below_an_address_with_a_space(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINIMAL_SITE_URL", "https://example.org/my%20site/")
    body = '<a href="../../">a</a> <a href="/my%20site/na%C3%AFve%2B+b/">b</a> <a href="../../na%C3%AFve%2B+b/">c</a>'
    assert list(check(built({PAGE: body, "index.html": "", "naïve++b/index.html": ""}))) == []


def test_link_to_no_file_is_found_once_with_its_page(built: Built) -> None:
    body = '<a href="../nowhere/">a</a> <a href="../nowhere/">again</a>'
    (problem,) = check(built({PAGE: body}))
    assert str(problem) == "docs/training/page.md:1: built-links: ../nowhere/ leads to no file of the site"


def test_fragment_without_an_id_is_found_at_the_line_of_the_source_that_names_it(built: Built) -> None:
    (problem,) = check(built({PAGE: '<a href="#what-is-the-slope">a</a>'}))
    message = "#what-is-the-slope: no id 'what-is-the-slope' on that page"
    assert str(problem) == f"docs/training/page.md:9: built-links: {message}"


def test_images_scripts_and_styles_are_followed(built: Built) -> None:
    body = '<link rel="stylesheet" href="none.css"><script src="none.js"></script><img src="a.png" srcset="b.png 2x">'
    messages = {problem.message.split()[0] for problem in check(built({"index.html": body}))}
    assert messages == {"none.css", "none.js", "a.png", "b.png"}


def test_scripts_that_are_fetched_on_demand_are_followed(built: Built) -> None:
    body = '<figure data-interactive="here"></figure><figure data-interactive="gone"></figure>'
    body += '<form class="filters"></form>'
    messages = [problem.message for problem in check(built({PAGE: body, "assets/figures/here.js": "/**/"}))]
    assert messages == [f"the script assets/{name}.js is no file of the site" for name in ("figures/gone", "filter")]


def test_page_that_no_source_made_is_named_by_its_html_file(built: Built) -> None:
    (problem,) = check(built({"search/index.html": '<a href="x">x</a>'}))
    assert problem.file == "site/search/index.html"


def test_link_that_leaves_the_site_leads_nowhere(built: Built) -> None:
    (problem,) = check(built({"index.html": '<a href="../../etc/hostname">x</a>'}))
    assert problem.message == "../../etc/hostname leads to no file of the site"
