"""What is not on the lists is found in the built pages, whatever way it took there."""

import pytest

from scripts.checks.built import safety
from scripts.render.drawings import inline_svg
from tests.checks.built.conftest import Built

PAGE = "training/page/index.html"
FINE = (
    '<p class="x">Words, <a href="../../glossary/">terms</a>, <a href="https://arxiv.org/abs/1">works</a>.</p>'
    '<span class="katex"><span style="height:0.5em;vertical-align:-0.1em;"></span>'
    '<svg width="1em" height="1em" viewBox="0 0 1 1"><path d="M0 0"></path></svg></span>'
    '<table><tr><td style="text-align: right;">1</td></tr></table>'
)
UNSAFE = {
    "script": ("<script>alert(1)</script>", "<script> is not on the list"),
    "frame": ('<iframe srcdoc="x"></iframe>', "<iframe> is not on the list"),
    "embedded object": ('<object data="x"></object>', "<object> is not on the list"),
    "picture": ('<img src="x.png" alt="x">', "<img> is not on the list"),
    "style": ("<style>p{}</style>", "<style> is not on the list"),
    "address of the page": ('<base href="https://example.org/">', "<base> is not on the list"),
    "contents that parsers read differently": ("<noscript>x</noscript>", "<noscript> is not on the list"),
    "foreign object": ("<svg><foreignObject></foreignObject></svg>", "is not on the list"),
    "comment": ("<!-- x -->", "a comment in the text"),
    "handler": ('<p onclick="x">x</p>', "may not have the attribute onclick"),
    "hidden words": ("<article hidden>x</article>", "may not have the attribute hidden"),
    "form that sends": ('<form action="https://example.org"></form>', "may not have the attribute action"),
    "password": ('<input type="password">', "an input of the type 'password'"),
    "picture as a button": ('<input type="image">', "an input of the type 'image'"),
    "script in an address": ('<a href="javascript:alert(1)">x</a>', "javascript: runs"),
    "script in an address, in disguise": ('<a href=" JAVA&#115;cript:alert(1)">x</a>', "control character"),
    "script in an address, cut by a tab": ('<a href="java\tscript:alert(1)">x</a>', "control character"),
    "page in an address": ('<a href="data:text/html,x">x</a>', "data: runs"),
    "plain http": ('<a href="http://example.org">x</a>', "write https:"),
    "look-alike": ('<a href="https://arxlv.org">x</a>', "looks like arxiv.org"),
    "password in an address": ('<a href="https://a:b@arxiv.org">x</a>', "name or password"),
    "background": ('<p style="background: url(https://example.org/x)">x</p>', "the style 'background'"),
    "cover": ('<p style="position: fixed; top: 0">x</p>', "can cover the page"),
    "style that loads": ('<p style="fill: url(https://example.org/x)">x</p>', "loads something"),
    "drawing from elsewhere": ('<svg><use xlink:href="https://example.org/x#a"></use></svg>', "its own parts only"),
    "drawing of no script": ('<svg role="img" aria-label="x"><path d="M1 1"/></svg>', "is no file of docs/"),
    "drawing outside of a formula": ("<svg><text>words</text></svg>", "neither a figure nor part of a formula"),
}


def found(built: Built, body: str) -> list[str]:
    return [str(problem) for problem in safety.check(built({PAGE: body}))]


def test_what_markdown_and_katex_make_is_fine(built: Built) -> None:
    assert found(built, f"<article>{FINE}</article>") == []


@pytest.mark.parametrize(("markup", "words"), UNSAFE.values(), ids=UNSAFE)
def test_what_is_not_listed_is_named(built: Built, markup: str, words: str) -> None:
    assert [each for each in found(built, f"<article>{markup}</article>") if words in each] != []


@pytest.mark.parametrize(
    "markup",
    [
        "<iframe></iframe>",
        '<p onclick="x">x</p>',
        "<script>alert(1)</script>",
        '<meta http-equiv="refresh" content="0; url=https://example.org">',
    ],
)
def test_nor_may_it_stand_beside_the_article(built: Built, markup: str) -> None:
    assert len(found(built, f"{markup}<article>{FINE}</article>")) >= 1


def test_a_drawing_of_the_sources_is_fine_and_a_changed_one_is_not(built: Built) -> None:
    raw = (built({}).site.docs / "training/page/straight-line.svg").read_bytes()
    drawing = inline_svg(raw, "A straight line.")
    assert found(built, f"<article><figure>{drawing}</figure></article>") == []
    assert len(found(built, f"<article><figure>{drawing.replace('10L10', '10L11')}</figure></article>")) == 1


def test_a_problem_stands_at_the_line_of_the_source(built: Built) -> None:
    assert found(built, '<article><a href="javascript:x">What is the slope?</a></article>')[0].startswith(
        "docs/training/page.md:1: built-safety: javascript:x"
    )
