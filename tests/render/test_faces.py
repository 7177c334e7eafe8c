"""The glyphs that formulas need are found by the rules of KaTeX's own style sheet."""

import pytest
from lxml import html

from scripts.render.faces import Faces
from scripts.render.katex import KATEX, renderer

CSS = (KATEX / "dist" / "katex.min.css").read_text(encoding="utf-8")
FACE = "@font-face{font-family:KaTeX_Main;font-style:normal;font-weight:400;src:url(a.woff2)}"


def needed(tex: str, *, display: bool = True) -> dict[str, set[str]]:
    (formula,) = renderer().render([(tex, display)])
    assert not formula.error
    found = Faces(CSS).needed(html.fromstring(f"<article>{formula.html}</article>"))
    return {face.source.removesuffix(".woff2").removeprefix("KaTeX_"): set(text) for face, text in found.items()}


@pytest.mark.parametrize(
    ("tex", "font", "characters"),
    [
        ("x", "Math-Italic", "x"),
        (r"\theta", "Math-Italic", "θ"),
        ("2 + 1", "Main-Regular", "21+"),
        (r"\mathbf{W}", "Main-Bold", "W"),
        (r"\mathit{if}", "Main-Italic", "if"),
        (r"\boldsymbol{\theta}", "Math-BoldItalic", "θ"),
        (r"\mathcal{B}", "Caligraphic-Regular", "B"),
        (r"\mathbb{E}", "AMS-Regular", "E"),
        (r"\mathsf{A}", "SansSerif-Regular", "A"),
        (r"\texttt{a}", "Typewriter-Regular", "a"),
        (r"\sum_i", "Size2-Regular", "∑"),
        (r"\Bigl( x \Bigr)", "Size2-Regular", "()"),
        (r"\bigl[ x \bigr]", "Size1-Regular", "[]"),
        (r"\begin{cases} 1 \\ 2 \\ 3 \\ 4 \end{cases}", "Size4-Regular", "⎧⎨⎩"),
        (r"\text{rate}", "Main-Regular", "rate"),
    ],
)
def test_font_of_each_kind_of_symbol(tex: str, font: str, characters: str) -> None:
    assert set(characters) <= needed(tex)[font]


def test_font_that_is_missing_in_bold_is_taken_as_it_is() -> None:
    text = '<span class="katex"><span class="katex-html"><span class="texttt textbf">a</span></span></span>'
    assert [face.source for face in Faces(CSS).needed(html.fromstring(text))] == ["KaTeX_Typewriter-Regular.woff2"]


def test_text_around_formulas_needs_no_glyph() -> None:
    page = html.fromstring("<p>αβγ <strong class='mathbf'>W</strong></p>")
    assert Faces(CSS).needed(page) == {}


def test_first_formulas_are_those_that_a_reader_sees() -> None:
    one, other = (formula.html for formula in renderer().render([("x", False), (r"\mathbb{E}", False)]))
    faces = Faces(CSS)
    hidden = [
        f"<details>{other}</details>",
        f'<div class="tabbed-block">{one}</div><div class="tabbed-block">{other}</div>',
    ]
    for markup in [*hidden, one * 3 + other]:
        page = html.fromstring(f"<article>{one}{markup}</article>")
        assert {face.family for face in faces.needed(page)} >= {"KaTeX_Math", "KaTeX_AMS"}
        assert "KaTeX_AMS" not in {face.family for face in faces.needed(page, 3)}
    shown = html.fromstring(f"<article><details open>{other}</details></article>")
    assert "KaTeX_AMS" in {face.family for face in faces.needed(shown, 3)}


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (".katex .a:hover{font-family:KaTeX_Main}", "chooses a font by '.a:hover'"),
        (".katex .a{font-family:Times}", "names 0 of its fonts"),
        (".katex .a{font-family:KaTeX_Main;&:hover{}}", "instead of a declaration"),
    ],
)
def test_rule_that_cannot_be_read_is_an_error(rule: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Faces(FACE + rule)


def test_font_that_does_not_exist_is_an_error_where_it_is_needed() -> None:
    faces = Faces(FACE + ".katex{font:normal 1em KaTeX_Main}.katex .a{font-family:KaTeX_None}")
    page = html.fromstring('<p class="katex"><span class="katex-html">x<i class="a">y</i></span></p>')
    with pytest.raises(ValueError, match="no font for 'KaTeX_None'"):
        faces.needed(page)


def test_rules_of_others_in_the_same_sheet_are_passed_over() -> None:
    faces = Faces(FACE + "p:is(.a, .b){font-family:serif}" + ".katex{font:normal 1em KaTeX_Main}")
    page = html.fromstring('<p class="katex"><span class="katex-html">x</span></p>')
    assert [face.source for face in faces.needed(page)] == ["a.woff2"]
