"""Boxes in a drawing: many of them as one path, which keeps the SVG small."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path


def rectangles(axes: Axes, corners: list[tuple[float, float]], widths: list[float], height: float, **look: Any) -> None:
    """Rectangles of one look and height, by their lower left corners, as a single path."""
    paths = [
        Path([(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)], closed=True)
        for (x, y), width in zip(corners, widths, strict=True)
    ]
    axes.add_patch(PathPatch(Path.make_compound_path(*paths), **look))
