"""The search finds what people look for, at the level that it has reached; it says so when nothing here answers."""

import pytest

from scripts.checks.wordings import said
from scripts.search.quality import KINDS, Outcome, outcomes, score, table
from tests.whole import SITE


@pytest.fixture(scope="module")
def found() -> list[Outcome]:
    return outcomes(SITE)


def answerable(found: list[Outcome]) -> list[Outcome]:
    return [each for each in found if each.expected]


def test_queries_expect_questions_of_the_site_and_are_asked_once(found: list[Outcome]) -> None:
    assert {expected for each in found for expected in each.expected} <= SITE.questions.keys()
    assert {each.kind for each in found} <= set(KINDS)
    assert len({said(each.query) for each in found}) == len(found)


def test_level_that_was_reached_is_held(found: list[Outcome]) -> None:
    reached = score(answerable(found))
    assert reached.hit1 >= 0.94, "\n".join(table(found))
    assert reached.hit3 >= 0.98, "\n".join(table(found))
    assert reached.mrr >= 0.96, "\n".join(table(found))


def test_whole_questions_are_found(found: list[Outcome]) -> None:
    assert score(each for each in answerable(found) if each.kind == "question").hit1 >= 0.9


def test_queries_that_nobody_tuned_on_are_found(found: list[Outcome]) -> None:
    held_out = score(each for each in answerable(found) if each.held_out)
    assert held_out.hit1 >= 0.9
    assert held_out.hit3 >= 0.96


def test_it_says_when_nothing_here_answers(found: list[Outcome]) -> None:
    assert score(each for each in found if not each.expected).refused >= 0.8
    assert score(answerable(found)).refused <= 0.08


def test_no_wording_is_copied_from_the_queries() -> None:
    queries = {said(each.query) for each in outcomes(SITE)}
    for page in SITE.pages:
        for identifier, wordings in page.asked.items():
            assert not queries & {said(wording) for wording in wordings}, f"{page.file}: {identifier}"


def test_every_question_is_found_by_its_own_title() -> None:
    titles = {question.title: identifier for identifier, (page, question) in SITE.questions.items() if not page.is_lab}
    from scripts.search.__main__ import find

    for (title, identifier), result in zip(titles.items(), find(SITE, list(titles)), strict=True):
        assert result["answered"], title
        assert result["questions"][0]["id"] == identifier, title
