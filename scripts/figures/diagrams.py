"""Boxes, lines and arrows for drawings of networks, on a canvas without axes."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scripts.figures.style import INK, label, new_figure

Point = tuple[float, float]


def canvas(width: float, height: float, inches: float) -> tuple[Figure, Axes]:
    """An empty drawing of `inches` height, whose units run from 0 to `width` and from 0 to `height`."""
    figure, axes = new_figure(height=inches)
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    return figure, axes


def arrow(axes: Axes, start: Point, end: Point, color: str = INK, style: str = "-") -> None:
    """An arrow from `start` to `end`; the line style keeps colors from being the only sign."""
    options = {"arrowstyle": "-|>", "color": color, "linestyle": style, "linewidth": 1.6, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", xy=end, xytext=start, arrowprops=options)


def line(axes: Axes, points: list[Point], color: str = INK, style: str = "-") -> None:
    """A line through `points`."""
    axes.plot(*zip(*points, strict=True), color=color, linestyle=style, linewidth=1.6)


def box(axes: Axes, center: Point, text: str, color: str, width: float = 1.2, height: float = 0.8) -> None:
    """A frame with `text` in its middle."""
    x, y, w, h = *center, width / 2, height / 2
    line(axes, [(x - w, y - h), (x + w, y - h), (x + w, y + h), (x - w, y + h), (x - w, y - h)], color)
    label(axes, text, x, y, color, ha="center", va="center")


def operation(axes: Axes, center: Point, sign: str) -> None:
    """A circle with the sign of an elementwise operation."""
    x, y = center
    axes.plot([x], [y], "o", markersize=19, markerfacecolor="none", markeredgecolor=INK, markeredgewidth=1.4)
    label(axes, sign, x, y - 0.03, INK, ha="center", va="center", fontsize=12)
