"""Markdown that was not rendered does not get published."""

import pytest

from scripts.checks.built.rendering import check
from tests.checks.built.conftest import Built


@pytest.mark.parametrize(
    ("left", "message"),
    [
        ("a formula $`x` here", "a formula was not rendered"),
        ("a formula $$x$$", "a formula was not rendered"),
        ('--8<-- "training/page.py:slope"', "a snippet was not included"),
        ("as known [@newton1687]", "a citation was not resolved"),
        ("\n!!! mistake wrong", "a block was not rendered"),
        ("\n??? note", "a block was not rendered"),
        ('\n    === "Tab"', "a block was not rendered"),
        ("\n::: corrections", "a block was not rendered"),
        ("A heading { #with-id data-level=basic }", "attributes were not read"),
        ("**bold", "Markdown was not rendered"),
        ("[text](page.md#part)", "Markdown was not rendered"),
    ],
)
def test_markup_in_the_text_of_an_article_is_found(built: Built, left: str, message: str) -> None:
    found = list(check(built({"training/page/index.html": f"<article><p>{left.replace('<', '&lt;')}</p></article>"})))
    assert found != []
    assert all(problem.message.startswith(message) for problem in found)
    assert {problem.file for problem in found} == {"docs/training/page.md"}


@pytest.mark.parametrize(
    ("markup", "message"),
    [
        ('<span class="problem">no work x</span>', "an error is shown: no work x"),
        ('<span class="mord katex-error">oops</span>', "an error is shown: oops"),
        ('<span data-late="0123456789abcdef">x</span>', "a stand-in for a formula or figure was not filled in"),
    ],
)
def test_mark_of_an_error_is_found_anywhere(built: Built, markup: str, message: str) -> None:
    (problem,) = check(built({"index.html": f"<nav>{markup}</nav>"}))
    assert problem.message == message


def test_code_formulas_and_plain_words_are_fine(built: Built) -> None:
    body = """<article><p>It costs $5 or $10, a ** b, f(x)[i], {a set}, 3 === 3, a !!! b, mail a@b.</p>
    <pre><code>$`x`$ [@key] **bold** !!! note</code></pre><p><code>--8&lt;--</code> <code>[a](b)</code></p>
    <span class="katex"><annotation>{ #x } $$ \\**a</annotation></span><script>"$$"</script>
    <p class="problems">no problem</p></article><footer>[@outside]</footer>"""
    assert list(check(built({"index.html": body}))) == []


def test_problem_stands_at_the_line_of_the_source(built: Built) -> None:
    (problem,) = check(built({"training/page/index.html": "<article><p>a [@newton1687</p></article>"}))
    assert problem.line == 11
