"""The search finds the question that a reader means."""

import gzip

import pytest
from playwright.sync_api import Page, Response

from scripts.checks.built.weight import TOPIC_TOTAL
from scripts.content import ROOT, Site
from tests.site.conftest import Visit

QUERIES = {
    "what is an epoch": "what-is-an-epoch",
    "iterations per epoch drop_last": "epoch-batch-iteration-relationship",
    "what happens in one training iteration": "role-of-iterations",
    "step size": "step-and-step-size",
    "why train several epochs": "why-multiple-epochs",
    "early stopping patience": "choosing-number-of-epochs",
    "validation pass": "training-vs-validation-epochs",
    "what is batch size": "what-is-batch-size",
    "mini-batches instead of all the data at once": "why-use-batches",
    "large batch small batch trade-offs": "large-vs-small-batch",
    "gradient noise": "batch-size-gradient-noise",
    "critical batch size": "batch-size-convergence-rate",
    "linear scaling rule": "learning-rate-batch-size-scaling",
    "sharp minima generalization": "batch-size-generalization",
    "activation memory": "batch-size-memory",
    "power of two": "batch-size-power-of-two",
    "gradient accumulation": "global-batch-size-multi-gpu",
    "arithmetic intensity": "batch-size-computational-efficiency",
    "vanishing gradient": "vanishing-gradient",
    "gradient clipping": "exploding-gradient",
    "xavier he initialization": "xavier-vs-he-initialization",
    "break symmetry": "weight-initialization",
}
SITE = Site.read(ROOT)


@pytest.mark.parametrize(("query", "question"), QUERIES.items())
def test_search_finds_the_question(query: str, question: str, light_reader: Visit) -> None:
    page = light_reader.open("")
    box = page.get_by_role("textbox", name="Search")
    box.click()
    box.press_sequentially(query)
    targets = settled_results(page)
    found = [f"{address(target)}#{target.partition('#')[2]}" for target in targets]
    assert set(anchors_of(question)) & set(found), f"{query!r} finds {found}"


def test_index_is_loaded_only_when_somebody_is_about_to_search(light_reader: Visit) -> None:
    asked: list[str] = []
    light_reader.page.on("request", lambda request: asked.append(request.url))
    page = light_reader.open("training/batch-size/")
    index = f"{light_reader.base}search/search_index.json"
    assert index not in asked
    with page.expect_request(index):
        page.keyboard.press("/")


def test_topic_page_loads_at_most_250_kilobytes_with_fonts(light_reader: Visit) -> None:
    answers: list[Response] = []
    light_reader.page.on("response", lambda answer: answers.append(answer))
    light_reader.open("training/batch-size/")
    sizes = {answer.url: len(gzip.compress(answer.body())) for answer in answers}
    assert any(url.endswith(".woff2") for url in sizes)
    assert sum(sizes.values()) <= TOPIC_TOTAL, sizes


def settled_results(page: Page) -> list[str]:
    """The links under the first three pages that the search lists, once the list no longer changes."""
    script = """[...document.querySelectorAll(".md-search-result__item")].slice(0, 3)
        .flatMap(item => [...item.querySelectorAll("a")].map(link => link.href))"""
    before: list[str] = []
    for _ in range(50):
        page.wait_for_timeout(300)
        now: list[str] = page.evaluate(script)
        if now and now == before:
            return now
        before = now
    raise AssertionError("the list of results does not settle")


def address(url: str) -> str:
    """The path of a result, without the words that it asks to highlight."""
    return url.partition("#")[0].partition("?")[0].split("/", 3)[-1]


def anchors_of(question: str) -> list[str]:
    """The question's own address and those of the sections of its answer."""
    page, asked = SITE.questions[question]
    following = [q.line for q in page.questions if q.line > asked.line]
    end = min(following, default=len(page.source_lines) + 1)
    return [f"{page.url}#{heading.id}" for heading in page.headings if asked.line <= heading.line < end]


def test_a_formula_stands_in_the_search_index_once_and_readable(light_reader: Visit) -> None:
    light_reader.open("")
    index = light_reader.page.evaluate("fetch('search/search_index.json').then(answer => answer.json())")
    text = " ".join(document["text"] for document in index["docs"])
    assert "katex" not in text
    assert "<math" not in text
    assert "\\frac" not in text
    section = next(d for d in index["docs"] if d["location"].endswith("#what-is-batch-size"))
    assert section["text"].count("g_B = 1/B ∑") == 1
