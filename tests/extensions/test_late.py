"""Bulky HTML waits behind a stand-in while hooks run, and stands in its place where they do not."""

import pytest

from scripts.extensions import late

FORMULA = '<span class="katex"><b>x</b></span>'


@pytest.fixture(autouse=True)
def _disabled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(late, "_kept", None)


def test_markup_stands_in_its_place_where_nothing_will_fill_it_in() -> None:
    assert late.put(FORMULA, "x") == FORMULA
    assert late.fill(f"<p>{FORMULA}</p>") == f"<p>{FORMULA}</p>"


@pytest.mark.parametrize(("block", "tag"), [(False, "span"), (True, "div")])
def test_stand_in_is_one_element_with_the_words_and_is_filled_in(block: bool, tag: str) -> None:
    late.enable()
    stand_in = late.put(FORMULA, "x < y & z", block=block)
    assert stand_in.startswith(f"<{tag} data-late=")
    assert stand_in.endswith(f">x &lt; y &amp; z</{tag}>")
    assert late.fill(f"<p>{stand_in} {stand_in}</p>") == f"<p>{FORMULA} {FORMULA}</p>"


def test_enabling_again_keeps_what_waits() -> None:
    late.enable()
    stand_in = late.put(FORMULA, "")
    late.enable()
    assert late.fill(stand_in) == FORMULA


def test_backslashes_of_tex_survive() -> None:
    late.enable()
    assert late.fill(late.put(r"\1 \g<0> \\", r"\1")) == r"\1 \g<0> \\"
