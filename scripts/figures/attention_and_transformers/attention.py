"""Figures of docs/attention-and-transformers/attention.md."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scripts.evidence.records import recorded
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, RED, label, new_row
from snippets.attention_and_transformers.attention import split_heads

Point = tuple[float, float]
HEAD_COLORS = (BLUE, ORANGE, GREEN)


def _arrow(axes: Axes, start: Point, end: Point, color: str, width: float = 1.4) -> None:
    options = {"arrowstyle": "-|>", "color": color, "linewidth": width, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", xy=end, xytext=start, arrowprops=options)


def _box(axes: Axes, center: Point, width: float, height: float, color: str, text: str = "") -> None:
    x, y, w, h = *center, width / 2, height / 2
    axes.plot([x - w, x + w, x + w, x - w, x - w], [y - h, y - h, y + h, y + h, y - h], color=color, linewidth=1.6)
    label(axes, text, x, y, color, ha="center", va="center")


def _empty(axes: Axes, width: float, height: float) -> None:
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)


def bottleneck() -> Figure:
    """Left: an encoder hands one vector on. Right: a decoder step reads all states, by weight."""
    figure, panels = new_row(2, height=3.3)
    words, places = ("the", "cat", "sleeps"), (1.0, 2.6, 4.2)
    weights = [
        recorded("attention-and-transformers/attention")[f"example.{name}"].mean
        for name in ("first", "second", "third")
    ]
    for axes, title, color in zip(panels, ("one vector for the whole sentence", "attention"), (INK, BLUE), strict=True):
        _empty(axes, 6.4, 5.6)
        label(axes, title, 2.6, 5.3, color, ha="center", va="center")
        for place, (x, word) in enumerate(zip(places, words, strict=True)):
            _box(axes, (x, 1.3), 0.9, 0.7, INK, f"$h_{place + 1}$")
            label(axes, word, x, 0.3, INK, ha="center")
            if place:
                _arrow(axes, (places[place - 1] + 0.45, 1.3), (x - 0.45, 1.3), INK)
    left, right = panels
    _arrow(left, (4.2, 1.65), (4.2, 3.5), ORANGE, 2.2)
    _box(left, (4.2, 3.85), 2.0, 0.7, ORANGE, "decoder")
    for x, weight in zip(places, weights, strict=True):
        _arrow(right, (x, 1.65), (2.6 + 0.3 * (x - 2.6), 3.5), BLUE, 0.8 + 5 * weight)
        label(
            right,
            f"{weight:.2f}",
            x + (0.0 if x < 2 else 0.25),
            2.15,
            BLUE,
            ha="right" if x < 2 else "left",
            fontsize=10,
        )
    _box(right, (2.6, 3.85), 2.0, 0.7, ORANGE, "decoder")
    return figure


def _matrix(axes: Axes, corner: Point, size: Point, color: str, name: str, shape: str) -> None:
    """A matrix as a box with its lower left corner, its name inside and its shape below."""
    (x, y), (w, h) = corner, size
    axes.fill_between([x, x + w], y, y + h, color=color, alpha=0.18, linewidth=0)
    _box(axes, (x + w / 2, y + h / 2), w, h, color, name)
    label(axes, shape, x + w / 2, y - 0.15, color, ha="center", va="top", fontsize=9)


def self_attention() -> Figure:
    """The matrices of self-attention, from the tokens to the outputs, drawn in proportion."""
    figure, (axes,) = new_row(1, height=3.5)
    _empty(axes, 15.4, 7.2)
    n, d, d_k = 1.6, 2.4, 1.1
    _matrix(axes, (0.1, 3.0), (d, n), INK, "$X$", "n × d")
    for row, (name, color) in enumerate((("V", GREEN), ("K", ORANGE), ("Q", BLUE))):
        y = 0.6 + 2.4 * row
        _matrix(axes, (4.1, y), (d_k, n), color, f"${name}$", "n × " + ("$d_v$" if name == "V" else "$d_k$"))
        _arrow(axes, (2.6, 3.8 + 0.3 * (row - 1)), (4.0, y + n / 2), color)
        label(axes, f"$W_{name}$", 2.9, 4.05 + 1.45 * (row - 1), color, ha="center", va="center", fontsize=10)
    for start in (6.2, 3.8):
        _arrow(axes, (5.3, start), (7.0, 5.0), BLUE if start > 5 else ORANGE)
    _matrix(axes, (7.1, 4.2), (n, n), PURPLE, "$QK^\\top$", "n × n")
    _arrow(axes, (8.8, 5.0), (10.7, 5.0), PURPLE)
    label(axes, "÷ √$d_k$,\nsoftmax\nof each row", 9.75, 5.2, PURPLE, ha="center", va="bottom", fontsize=9)
    _matrix(axes, (10.8, 4.2), (n, n), PURPLE, "$A$", "n × n")
    _arrow(axes, (12.5, 4.7), (13.9, 3.4), PURPLE)
    _arrow(axes, (5.3, 1.4), (13.9, 2.4), GREEN)
    _matrix(axes, (14.0, 2.1), (d_k, n), INK, "$AV$", "n × $d_v$")
    return figure


def saturation() -> Figure:
    """Largest weight and norm of the Jacobian against the width of a head, with the division and without."""
    values = recorded("attention-and-transformers/attention")
    widths = (4, 16, 64, 256, 1024, 4096)
    figure, panels = new_row(2, height=3.4)
    for axes, name, title in zip(
        panels, ("largest", "norm"), ("largest of 64 weights", "norm of the Jacobian"), strict=True
    ):
        for kind, color, mark in (("unscaled", RED, "o-"), ("scaled", BLUE, "s--")):
            axes.semilogx(
                widths, [values[f"{kind}.{name}.{width}"].mean for width in widths], mark, color=color, base=4
            )
        axes.set_xticks(widths, [str(width) for width in widths])
        axes.minorticks_off()
        axes.set_xlabel("width of a head, $d_k$")
        axes.set_title(title, fontsize=11)
        axes.set_ylim(0, 1.03 if name == "largest" else 0.33)
    left, right = panels
    label(left, "not divided", 30, 0.85, RED, ha="right")
    label(left, "divided by √$d_k$", 30, 0.16, BLUE)
    label(right, "not divided", 700, 0.06, RED, ha="right")
    label(right, "divided by √$d_k$", 200, 0.2, BLUE)
    return figure


def heads() -> Figure:
    """Which token and which slice of the width each number comes from: cut and swapped, and viewed directly."""
    X = np.arange(24.0).reshape(4, 6)  # number 6t + c: token t, column c
    figure, panels = new_row(2, height=3.6)
    for axes, title, split in zip(
        panels,
        ("cut the width, then swap the axes", "direct view: the same shape"),
        (split_heads(X, 3), X.reshape(3, 4, 2)),
        strict=True,
    ):
        _empty(axes, 10.5, 5.9)
        axes.set_title(title, fontsize=10.5)
        for head, rows in enumerate(split):
            label(axes, f"head {head + 1}", 1.4 + 3.5 * head, 5.2, INK, ha="center", fontsize=10)
            for row, numbers in enumerate(rows):
                for column, number in enumerate(numbers):
                    token, place = divmod(int(number), 6)
                    center = 0.9 + 3.5 * head + 1.05 * column, 4.3 - 1.1 * row
                    _box(axes, center, 0.95, 0.95, HEAD_COLORS[place // 2], f"{token + 1}{'abc'[place // 2]}")
    return figure
