"""Draws the picture of a link: the mark, a heading, a title and a few lines, in the colors of the site.

The letters are those of DejaVu Sans, which Matplotlib brings: no service is asked, and every machine has them.
"""

import functools
import importlib.util
import io
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from scripts.render.mark import icon, mark

WIDTH, HEIGHT = 1200, 630
"""The size that chat programs and social networks ask for."""
MARGIN = 80
TITLE_SIZES = (64, 56, 48, 42)
"""The largest at which the title needs no more than `TITLE_LINES` is taken."""
TITLE_LINES = 3
LINE_SIZE, HEADING_SIZE = 30, 28
INDENT, ITEM_LINES = 32, 2
COLORS = 32
"""As many colors are kept; letters need a few grays for their edges."""
INK, GRAY, PAPER, LINE = "#1f2937", "#5b6472", "#ffffff", "#d5d9e0"


class Picture(NamedTuple):
    """What a picture says: the name of the site, where the page belongs, its title, and lines below it."""

    site: str
    heading: str
    title: str
    lines: tuple[str, ...]
    listed: bool
    """Whether each line is an item of its own; else they are one text that is broken where it must."""


def draw(picture: Picture) -> bytes:
    """The picture as PNG."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pencil = ImageDraw.Draw(image)
    small = icon(72)
    image.paste(small, (MARGIN, 64), small)
    pencil.text((MARGIN + 96, 100), picture.site, INK, _font(34, bold=True), anchor="lm")
    pencil.text((WIDTH - MARGIN, 100), picture.heading, GRAY, _font(HEADING_SIZE), anchor="rm")
    pencil.line((MARGIN, 164, WIDTH - MARGIN, 164), LINE, 2)
    size, title = _title(picture.title)
    bottom = _write(pencil, 200, title, size, bold=True)
    top = bottom + 24
    for line in _lines(picture):
        if top + LINE_SIZE * 1.5 > HEIGHT - 40:
            break
        if line.begins:
            pencil.ellipse((MARGIN, top + 12, MARGIN + 12, top + 24), mark().color)
        pencil.text((MARGIN + INDENT * picture.listed, top), line.text, GRAY, _font(LINE_SIZE))
        top += round(LINE_SIZE * 1.4)
    pencil.rectangle((0, HEIGHT - 16, WIDTH, HEIGHT), mark().color)
    packed = io.BytesIO()
    few = image.quantize(COLORS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(packed, "PNG", optimize=True)
    return packed.getvalue()


def broken(text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """The lines of a text, broken between words, no wider than `width` pixels unless a word is."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def shortened(text: str, font: ImageFont.FreeTypeFont, width: float) -> str:
    """The text, or its first words and an ellipsis, no wider than `width` pixels."""
    words = text.split()
    while len(words) > 1 and font.getlength(text) > width:
        words.pop()
        text = " ".join(words).rstrip(",;:") + " …"
    return text


def _title(text: str) -> tuple[int, list[str]]:
    for size in TITLE_SIZES:
        lines = broken(text, _font(size, bold=True), WIDTH - 2 * MARGIN)
        if len(lines) <= TITLE_LINES:
            return size, lines
    return size, lines[:TITLE_LINES]


def _write(pencil: ImageDraw.ImageDraw, top: int, lines: list[str], size: int, *, bold: bool) -> int:
    """Write lines from `top` on; the end of the last one."""
    for line in lines:
        pencil.text((MARGIN, top), line, INK, _font(size, bold=bold))
        top += round(size * 1.25)
    return top


class _Line(NamedTuple):
    text: str
    begins: bool
    """Whether it is the first line of an item."""


def _lines(picture: Picture) -> list[_Line]:
    """The lines below the title; an item of a list has `ITEM_LINES` at most."""
    font, width = _font(LINE_SIZE), WIDTH - 2 * MARGIN
    if not picture.listed:
        return [_Line(line, False) for line in broken(" ".join(picture.lines), font, width)]
    made = []
    for item in picture.lines:
        lines = broken(item, font, width - INDENT)
        rest = " ".join(lines[ITEM_LINES - 1 :])
        lines = [*lines[: ITEM_LINES - 1], *([shortened(rest, font, width - INDENT)] if rest else [])]
        made += [_Line(line, place == 0) for place, line in enumerate(lines)]
    return made


@functools.cache
def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    found = importlib.util.find_spec("matplotlib")  # imports nothing
    folder = Path(str(found and found.origin)).parent / "mpl-data" / "fonts" / "ttf"
    return ImageFont.truetype(folder / f"DejaVuSans{'-Bold' * bold}.ttf", size)
