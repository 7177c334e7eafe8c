"""Formulas are one line of plain text where results are shown."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.search.words import words_of_formula


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\frac{\sigma^2}{B}", "σ^2/B"),
        ("% definition\nx = \\alpha\n+ y", "x = α+ y"),
        (r"\operatorname{Var}[g_B] \le 1", "Var[g_B] ≤1"),
        ("", ""),
    ],
)
def test_words_of_a_formula_are_one_line_of_plain_text(tex: str, expected: str) -> None:
    assert words_of_formula(tex) == expected


TOKENS = [*"abx12+-=<>^_&%~#{}[]()|!',. \n$", r"\\", r"\frac", r"\sqrt", r"\left(", r"\right)", r"\begin{aligned}"]
TOKENS += [r"\end{aligned}", r"\text", r"\mathbb", r"\sum_{i}", r"\operatorname", r"\nosuch", r"\E", r"\hat", "\\"]
TOKENS += [r"\begin{", r"\end", r"\sqrt[", r"\binom", r"\label{a}", r"\tag", r"\item", r"\verb", "\\(", "\\]", "é"]


@settings(max_examples=200)
@given(st.lists(st.sampled_from(TOKENS), max_size=12).map("".join))
def test_words_of_any_tex_are_one_line(tex: str) -> None:
    assert "\n" not in words_of_formula(tex)
