"""The picture of a link has the size that networks ask for, is light, and shows its words whole or with an ellipsis."""

import io

import numpy as np
import pytest
from PIL import Image

from scripts.render.picture import HEIGHT, MARGIN, WIDTH, Picture, _font, broken, draw, shortened

PICTURE = Picture("The site", "Training", "What is a batch?", ("Why is it so?", "How is it made?"), True)
LONG = Picture("The site", "Training", "An unusually long title " * 9, ("A very long question, " * 20,) * 5, True)


@pytest.mark.parametrize("picture", [PICTURE, LONG, PICTURE._replace(lines=("Words. " * 200,), listed=False)])
def test_it_has_the_size_of_previews_and_leaves_its_margins_free(picture: Picture) -> None:
    content = draw(picture)
    image = Image.open(io.BytesIO(content))
    assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
    assert len(content) <= 60_000
    pixels = np.asarray(image.convert("L"))
    assert (pixels[: HEIGHT - 16, : MARGIN - 4] > 250).all()
    assert (pixels[: HEIGHT - 16, WIDTH - MARGIN + 6 :] > 250).all()
    assert (pixels[HEIGHT - 30 : HEIGHT - 17] > 250).all()
    assert pixels[200:580, MARGIN : WIDTH - MARGIN].min() < 80  # letters


def test_the_same_words_make_the_same_bytes() -> None:
    assert draw(PICTURE) == draw(PICTURE)
    assert draw(PICTURE) != draw(PICTURE._replace(title="What is an epoch?"))


def test_lines_are_broken_between_words_and_end_in_an_ellipsis_if_something_is_left_out() -> None:
    font, text = _font(30), "one two three four five six seven"
    lines = broken(text, font, 200)
    assert " ".join(lines) == text
    assert len(lines) > 1
    assert all(font.getlength(line) <= 200 for line in lines)
    assert shortened(text, font, 1000) == text
    short = shortened("one, two, three, four", font, 180)
    assert short.endswith(" …")
    assert not short.endswith(", …")
    assert font.getlength(short) <= 180


def test_every_letter_of_the_site_has_a_form() -> None:
    """A letter that the font has not would be drawn as an empty box, as U+FFFF is."""
    nothing = _font(30).getmask("\uffff").getbbox()
    for letter in "äéØñ×²α→≤∇“”’…–—?∂σ":
        mask = _font(30).getmask(letter)
        assert mask.getbbox() != nothing or bytes(mask) != bytes(_font(30).getmask("\uffff")), letter
