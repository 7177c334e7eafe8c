"""How a text begins: whole sentences, whatever stands in their formulas, code and citations."""

import pytest

from scripts.content.words import beginning


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("One two three. Four five six.", "One two three."),
        ("One. Two three four. Five.", "One. Two three four."),
        ("One two three [@newton1687, p. 3. App. B]. Four.", "One two three [@newton1687, p. 3. App. B]."),
        ("One two three. [@newton1687] · [tested](a/b. C.py)", "One two three. [@newton1687]"),
        ("It is $`a. B`$, `c. D` or 0.5 to e.g. Six. Seven.", "It is $`a. B`$, `c. D` or 0.5 to e.g. Six."),
        ("“It is so!” one says. “Why?” No.", "“It is so!” one says."),
        ("One\ntwo\nthree.\nFour.", "One\ntwo\nthree."),
        ("One two.\n\nThree four five.", "One two."),
        ("Without an end", "Without an end"),
    ],
)
def test_a_text_begins_with_whole_sentences(text: str, start: str) -> None:
    assert beginning(text, 3) == start
