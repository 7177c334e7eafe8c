"""Readers can edit a page and report a mistake where a repository is known; nothing dead is offered where none is."""

from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from lxml import html

from scripts.content import ROOT, Page
from tests.site.conftest import REPOSITORY, Visit
from tests.whole import SITE

PAGES = ["", "training/batch-size/", "labs/batch-size-and-gradient-noise/", "questions/", "404.html"]


def test_each_question_opens_a_report_that_names_it(contributor: Visit) -> None:
    page = contributor.open("training/batch-size/")
    source = SITE.page("training/batch-size.md")
    assert source is not None
    reports = [urlsplit(str(link.get_attribute("href"))) for link in page.locator(".question-report").all()]
    assert {report._replace(query="").geturl() for report in reports} == {f"{REPOSITORY}/issues/new"}
    assert [parse_qs(report.query) for report in reports] == [
        {
            "template": ["mistake.yml"],
            "title": [question.title],
            "page": ["docs/training/batch-size.md"],
            "question": [question.id],
        }
        for question in source.questions
    ]


SERVICES = {
    "Colab": "https://colab.research.google.com/github/me/it/blob/notebooks/dropout.ipynb",
    "Binder": "https://mybinder.org/v2/gh/me/it/notebooks?urlpath=lab/tree/dropout.ipynb",
}


@pytest.mark.parametrize("source", SITE.pages, ids=lambda page: page.path)
def test_edit_link_leads_to_the_file_of_the_page(source: Page, base_with_repository: str) -> None:
    with urlopen(base_with_repository + source.url) as answer:  # no browser: nothing has to run
        tree = html.fromstring(answer.read())
    (href,) = tree.xpath("//*[@class='page-info']/a[text()='Edit this page']/@href")
    assert href == f"{REPOSITORY}/edit/main/{source.file}"
    assert (ROOT / str(href).removeprefix(f"{REPOSITORY}/edit/main/")).is_file()


def test_formula_mark_leads_to_the_lines_of_its_function(contributor: Visit) -> None:
    page = contributor.open("training/batch-size/")
    href = str(page.locator("a.formula-mark").first.get_attribute("href"))
    assert href.startswith(f"{REPOSITORY}/blob/main/snippets/training/batch_size.py#L")


@pytest.mark.parametrize("url", PAGES)
def test_page_that_names_its_repository_asks_it_for_nothing(url: str, contributor: Visit) -> None:
    contributor.open(url)
    assert contributor.foreign == []
    assert contributor.errors == []
    assert contributor.page.locator(f'.md-header a[href="{REPOSITORY}"]').count() == 1


def test_a_lab_can_be_opened_at_colab_and_binder_and_asks_neither_for_anything(contributor: Visit) -> None:
    page = contributor.open("labs/dropout/")
    links = {name: str(page.get_by_role("link", name=name, exact=True).get_attribute("href")) for name in SERVICES}
    assert links == SERVICES
    assert contributor.foreign == []
    assert contributor.errors == []


@pytest.mark.parametrize("url", PAGES)
def test_no_link_to_a_repository_where_none_is_known(url: str, light_tab: Visit) -> None:
    page = light_tab.open(url)
    assert page.locator(".question-report, .page-info a, .md-source").count() == 0
    hrefs = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
    dead = ("/issues/", "/edit/", "colab.", "mybinder.")
    assert [href for href in hrefs if any(part in href for part in dead)] == []


def test_day_of_the_last_change_is_that_of_git(light_tab: Visit) -> None:
    page = light_tab.open("training/batch-size/")
    if "training/batch-size.md" not in SITE.days_of_change:
        assert page.locator(".page-info").count() == 0  # no history: a shallow clone or an archive
        return
    assert page.locator(".page-info time").inner_text() == SITE.days_of_change["training/batch-size.md"]
