"""Ids of the built pages are unique."""

from scripts.checks.built.ids import check
from tests.checks.built.conftest import Built


def test_ids_that_stand_once_on_each_page_are_fine(built: Built) -> None:
    assert list(check(built({"index.html": '<p id="a"></p><p id="b"></p>', "page/index.html": '<p id="a"></p>'}))) == []


def test_id_that_stands_twice_is_found_also_inside_of_a_drawing(built: Built) -> None:
    body = '<h2 id="what-is-the-slope"></h2><svg><g id="what-is-the-slope"></g></svg><p id="b"></p>'
    (problem,) = check(built({"training/page/index.html": body}))
    assert problem.message == "the id 'what-is-the-slope' stands 2 times"
    assert problem.file == "docs/training/page.md"
    assert problem.line == 9
