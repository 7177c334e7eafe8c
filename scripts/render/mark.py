"""The mark of the site as pixels: `docs/assets/mark.svg`, read shape by shape, for places that take no SVG.

It consists of a square with round corners and of lines of one color and width with round ends; anything else in it is
an error, so that no icon is a part of the mark only.
"""

import functools
import math
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path
from lxml import etree
from PIL import Image, ImageDraw

from scripts.content import ROOT

MARK = ROOT / "docs" / "assets" / "mark.svg"
FINER = 4
"""As many times as large everything is drawn before it is made smaller, which smooths its edges."""
STEPS = 24
"""Straight pieces of a curve."""

Point = tuple[float, float]


class Line(NamedTuple):
    """A line through points, with its color and width."""

    points: tuple[Point, ...]
    color: str
    width: float


class Mark(NamedTuple):
    """The mark in units of its own: the side of its square, the radius of the corners, their color; the lines on it."""

    side: float
    radius: float
    color: str
    lines: tuple[Line, ...]


def _points(path: str) -> Iterator[Point]:
    """The points of a path; curves become straight pieces."""
    pen = RecordingPen()
    parse_path(path, pen)
    last: Point = (0, 0)
    for command, points in pen.value:
        if command == "curveTo":
            for step in range(1, STEPS + 1):
                t = step / STEPS
                weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
                ends = (last, *points)
                x, y = (sum(w * end[axis] for w, end in zip(weights, ends, strict=True)) for axis in (0, 1))
                yield x, y
        elif command in ("moveTo", "lineTo"):
            yield points[0]
        last = points[-1] if points else last


@functools.cache
def mark(path: Path = MARK) -> Mark:
    """The mark of a file.

    Raises:
        ValueError: it has a shape that cannot be drawn here.
    """
    root = etree.parse(path).getroot()
    side = float(root.get("viewBox", "").split()[2])
    square, lines = None, []
    for shape in root:
        kind = etree.QName(shape).localname
        if kind == "rect" and shape.get("width") == shape.get("height") == f"{side:g}":
            square = (float(shape.get("rx", 0)), shape.get("fill", ""))
        elif kind == "path" and shape.get("fill") == "none" and shape.get("stroke-linecap") == "round":
            points = tuple(_points(shape.get("d", "")))
            lines.append(Line(points, shape.get("stroke", ""), float(shape.get("stroke-width", 1))))
        else:
            raise ValueError(f"{path.name}: {kind} is neither the square nor a line with round ends; see mark.py")
    if square is None:
        raise ValueError(f"{path.name}: there is no square of the whole size")
    return Mark(side, *square, tuple(lines))


def icon(size: int, *, maskable: bool = False) -> Image.Image:
    """The mark, `size` pixels wide and high.

    If it is maskable, its color fills the whole square: systems cut what is outside of a circle of 0.8 of the size.
    """
    shape = mark()
    side = size * FINER
    image = Image.new("RGBA", (side, side), shape.color if maskable else (0, 0, 0, 0))
    pencil = ImageDraw.Draw(image)
    if not maskable:
        pencil.rounded_rectangle((0, 0, side - 1, side - 1), shape.radius * side / shape.side, shape.color)
    scale = side / shape.side
    for line in shape.lines:
        _draw(pencil, [(x * scale, y * scale) for x, y in line.points], line.color, line.width * scale)
    return image.resize((size, size), Image.Resampling.BOX)


def _draw(pencil: ImageDraw.ImageDraw, points: list[Point], color: str, width: float) -> None:
    """A line with round ends and corners: a disc every half pixel or so."""
    radius = width / 2
    for (x0, y0), (x1, y1) in pairwise(points):
        count = max(1, round(2 * math.hypot(x1 - x0, y1 - y0) / FINER))
        for place in range(count + 1):
            x, y = x0 + (x1 - x0) * place / count, y0 + (y1 - y0) * place / count
            pencil.ellipse((x - radius, y - radius, x + radius, y + radius), color)
