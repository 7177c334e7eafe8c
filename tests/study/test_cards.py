"""Cards are what the pages say, each with an id of its own, and render without anything left over."""

from collections import Counter

import pytest
from lxml import html

from scripts.content import ROOT, Site, hold
from scripts.study.cards import KINDS, cards, moved_ids, sections
from scripts.study.rendering import Shown, link_target, rendered
from tests.whole import SITE

CARDS = cards(SITE)


@pytest.fixture(autouse=True)
def held(monkeypatch: pytest.MonkeyPatch) -> None:
    """The site as a clone without a remote reads it is the current one."""
    monkeypatch.setenv("REPOSITORY_URL", "")
    hold(SITE)


def test_there_is_a_card_for_each_question_claim_and_follow_up() -> None:
    topics = [page for page in SITE.pages if not page.is_lab]
    count = Counter(card.kind for card in CARDS)
    assert count["question"] == len([1 for page, _ in SITE.questions.values() if not page.is_lab])
    assert count["claim"] == sum(len(page.corrections) for page in topics)
    assert count["follow-up"] == sum(len(page.follow_ups) for page in topics)
    assert 0 < count["formula"] < sum(formula.display for page in topics for formula in page.formulas)
    assert set(count) == set(KINDS)


def test_ids_are_unique_and_lead_to_anchors() -> None:
    assert len({card.id for card in CARDS}) == len(CARDS)
    assert [card.id for card in CARDS if card.anchor not in SITE.anchors(card.page)] == []


def test_a_formula_is_asked_only_with_the_sentence_that_explains_its_symbols() -> None:
    (card,) = [card for card in CARDS if card.id == "formula/what-is-batch-size/minibatch_gradient"]
    assert card.back.startswith("For a mini-batch")
    assert "the learning rate." in card.back
    names = {card.id for card in CARDS if card.kind == "formula"}
    assert "formula/what-is-batch-size/gradient_variance" not in names  # the page explains its factors, not its symbols


def test_claims_carry_their_verdict() -> None:
    assert {card.verdict for card in CARDS if card.kind == "claim"} <= {"wrong", "misleading", "outdated"}
    assert {card.verdict for card in CARDS if card.kind != "claim"} == {""}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_left_to_render(kind: str, made: dict[str, Shown]) -> None:
    for card, back in ((shown.card, shown.back) for shown in made.values()):
        if card.kind == kind:
            tree = html.fragment_fromstring(back, create_parent="div")
            words = "".join(tree.xpath(".//text()[not(ancestor::code or ancestor::*[@class='katex'])]"))
            assert not any(mark in words for mark in ("$`", "`$", "[@", "](", "**", "!!!")), card.id
            assert tree.xpath(".//*[@class='problem']") == [], card.id
            assert len(tree.xpath(".//*[@class='katex']")) == card.back.count("$`") + card.back.count("```math")


def test_links_begin_at_the_root_of_the_site() -> None:
    page = SITE.page("training/batch-size.md")
    assert page is not None
    targets = {
        "#why-use-batches": "training/batch-size/#why-use-batches",
        "../labs/dropout.py": "labs/dropout/",
        "epochs-batches-iterations.md#what-is-an-epoch": "training/epochs-batches-iterations/#what-is-an-epoch",
        "/references.md#ioffe2015": "references/#ioffe2015",
        "https://arxiv.org/": "https://arxiv.org/",
        "../questions.md?level=basic": "questions/?level=basic",
        "batch-size/gradient-variance-and-batch-size.svg": "training/batch-size/gradient-variance-and-batch-size.svg",
    }
    assert {target: link_target(SITE, page, target) for target in targets} == targets


def test_code_is_linked_where_the_site_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    page = SITE.page("training/batch-size.md")
    assert page is not None
    target = "../../snippets/training/batch_size.py#minibatch_gradient"
    assert link_target(SITE, page, target) == "code/snippets/training/batch_size.py.txt"
    assert 'href="code/' in rendered(SITE, [(page, f"[tested]({target})")])[0]
    assert rendered(SITE, [(page, "[built](../../scripts/build.py)")]) == ["<p><span>built</span></p>"]
    monkeypatch.setenv("REPOSITORY_URL", "https://example.com/me/it")
    assert link_target(hold(Site.read(ROOT)), page, target).startswith("https://example.com/me/it/blob/main/snippets/")


def test_what_moved_keeps_what_readers_know(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = {"training/page.md#old": "training/page.md#what-is-the-slope", "a.md": "b.md"}
    monkeypatch.setattr(Site, "moved", moved)
    assert moved_ids(site) == {"question/old": "question/what-is-the-slope"}


def test_sections_have_titles() -> None:
    assert sections(SITE)["training"] == "Training"
