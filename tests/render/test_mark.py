"""The mark of the site: as a drawing in two places, as pixels drawn from it."""

from pathlib import Path

import numpy as np
import pytest

from scripts.content import ROOT
from scripts.render.mark import icon, mark

SQUARE = '<rect width="32" height="32" rx="7" fill="#1a5aa6"/>'


def test_mark_in_the_header_is_the_icon_of_the_site() -> None:
    assert (ROOT / "docs/overrides/.icons/mark.svg").read_bytes() == (ROOT / "docs/assets/mark.svg").read_bytes()


def test_an_icon_has_the_size_and_colors_of_the_mark() -> None:
    image = icon(192)
    assert image.size == (192, 192)
    assert image.getpixel((96, 10)) == (0x1A, 0x5A, 0xA6, 255)
    assert image.getpixel((0, 0)) == (0, 0, 0, 0)  # round corners
    assert image.getpixel(((7 * 6), round(21.5 * 6))) == (255, 255, 255, 255)  # where the white line begins
    assert image.getpixel((round(25.5 * 6), round(15.5 * 6))) == (0x7E, 0xE2, 0xBD, 255)  # where the other one ends


def test_of_a_maskable_icon_nothing_but_the_ground_is_cut_off() -> None:
    pixels = np.asarray(icon(512, maskable=True))
    assert (pixels[..., 3] == 255).all()
    rows, columns = np.indices((512, 512)) - 255.5
    outside = np.hypot(rows, columns) > 0.4 * 512
    assert (pixels[outside] == pixels[0, 0]).all()
    assert tuple(pixels[0, 0][:3]) == (0x1A, 0x5A, 0xA6)


@pytest.mark.parametrize(
    ("shapes", "said"),
    [
        (f'{SQUARE}<circle r="3"/>', "circle is neither"),
        (f'{SQUARE}<path d="M0 0L1 1" fill="#fff"/>', "path is neither"),
        ('<path d="M0 0L1 1" fill="none" stroke-linecap="round"/>', "no square"),
    ],
    ids=["a circle", "a filled path", "no square"],
)
def test_a_shape_that_cannot_be_drawn_is_named(tmp_path: Path, shapes: str, said: str) -> None:
    file = tmp_path / "other.svg"
    file.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">{shapes}</svg>', encoding="utf-8")
    with pytest.raises(ValueError, match=rf"other\.svg: .*{said}"):
        mark(file)
