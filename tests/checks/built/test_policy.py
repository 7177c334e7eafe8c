"""Pages carry the policy and nothing that it would stop."""

import pytest

from scripts.checks.built.policy import check
from scripts.render.policy import policy
from tests.checks.built.conftest import Built

SCRIPT = "document.documentElement.className = 'js'"


def page(body: str, *, before: str = "", content: str = policy([SCRIPT])) -> str:
    meta = f'<meta http-equiv="Content-Security-Policy" content="{content}">'
    return f"<!doctype html><html><head><meta charset=utf-8>{before}{meta}</head><body>{body}</body></html>"


def test_page_with_its_policy_is_fine(built: Built) -> None:
    body = f'<script>{SCRIPT}</script><script src="a.js"></script><script type="application/json">{{}}</script>'
    body += '<p style="height:1em" title="one: two">A <a href="#on">b</a></p>'
    assert list(check(built({"index.html": page(body)}))) == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<script>alert()</script>", "the policy does not name the script 'alert()'; move it into a file of the site"),
        (
            '<script type="module">x</script>',
            "the policy does not name the script 'x'; move it into a file of the site",
        ),
        ('<p onclick="x()">A</p>', 'onclick="x()" would not run; listen in a script of the site'),
        ('<svg onload="x()"></svg>', 'onload="x()" would not run; listen in a script of the site'),
        ('<a href=" JavaScript:x()">A</a>', " JavaScript:x() would not run; use a button and a script"),
        ("<style>p {}</style>", "<style> 'p {}' would not apply; move it into docs/stylesheets"),
    ],
)
def test_what_the_policy_stops_is_found(built: Built, body: str, message: str) -> None:
    (problem,) = check(built({"index.html": page(body)}))
    assert problem.message == message


def test_page_without_a_policy_and_what_stands_before_it_are_found(built: Built) -> None:
    (problem,) = check(built({"index.html": "<p>A</p>"}))
    assert problem.message == "0 policies in the head; the build writes one"
    (problem,) = check(built({"index.html": page("", before='<script src="a.js"></script>')}))
    assert problem.message == "<script> stands before the policy and escapes it"
