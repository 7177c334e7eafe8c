"""Figures of docs/attention-and-transformers/masks-and-cross-attention.md."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, INK, ORANGE, RED, label, new_figure, new_row
from snippets.attention_and_transformers.masks_and_cross_attention import (
    SENTENCE,
    Mask,
    causal_mask,
    padding_mask,
    sentence_weights,
)

SOURCE = ("the", "cat", "sleeps", "‹pad›", "‹pad›")
TARGET = ("‹s›", "le", "chat", "dort")


def _draw(axes: Axes, allowed: Mask, color: str, rows: tuple[str, ...], columns: tuple[str, ...]) -> None:
    """Squares where a query (row) may attend to a key (column), small crosses where it may not."""
    for entries, marker, size, shade in ((allowed, "s", 9, color), (~allowed, "x", 5, RED)):
        row, column = np.nonzero(entries)
        axes.plot(column, row, marker, color=shade, markersize=size, linestyle="none")
    axes.set_xlim(-0.6, len(columns) - 0.4)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_aspect("equal")
    axes.set_xticks(range(len(columns)), columns, rotation=60, fontsize=9)
    axes.set_yticks(range(len(rows)), rows, fontsize=9)
    axes.grid(False)


def masks() -> Figure:
    """A causal mask, a padding mask, and what both allow."""
    figure, panels = new_row(3, height=3.1)
    n = len(SOURCE)
    causal = causal_mask(n, n)
    padding = np.repeat(padding_mask(np.array([3]), n), n, axis=0)
    for axes, allowed, title, color in zip(
        panels,
        (causal, padding, causal & padding),
        ("causal", "padding", "both"),
        (BLUE, ORANGE, INK),
        strict=True,
    ):
        _draw(axes, allowed, color, SOURCE if axes is panels[0] else ("",) * n, SOURCE)
        label(axes, title, (n - 1) / 2, -0.9, color, ha="center", va="bottom")
    panels[0].set_ylabel("query", fontsize=10)
    panels[1].set_xlabel("key", fontsize=10)
    return figure


def two_attentions() -> Figure:
    """What the positions of a decoder may read: of their own sequence, and of the source."""
    figure, (left, right) = new_row(2, height=3.3)
    n, m = len(TARGET), len(SOURCE)
    _draw(left, causal_mask(n, n), BLUE, TARGET, TARGET)
    _draw(right, np.repeat(padding_mask(np.array([3]), m), n, axis=0), ORANGE, TARGET, SOURCE)
    label(left, "self-attention: n × n, causal", (n - 1) / 2, -0.9, BLUE, ha="center", va="bottom", fontsize=10)
    label(right, "cross-attention: n × m", (m - 1) / 2, -0.9, ORANGE, ha="center", va="bottom", fontsize=10)
    left.set_ylabel("query: the translation", fontsize=10)
    left.set_xlabel("key: the translation", fontsize=10)
    right.set_xlabel("key: the source", fontsize=10)
    return figure


def attention_weights() -> Figure:
    """The weights of a sentence as areas, under a causal and a padding mask at temperature 1."""
    weights = sentence_weights(1.0, causal=True, padding=True)
    figure, axes = new_figure(width=4.6, height=3.9)
    for (query, key), weight in np.ndenumerate(weights):
        if weight > 0:
            axes.plot([key], [query], "s", color=BLUE, markersize=32 * weight**0.5, markeredgewidth=0)
        else:
            axes.plot([key], [query], "x", color=RED, markersize=5)
    places = range(len(SENTENCE))
    axes.set_xlim(-0.6, len(SENTENCE) - 0.4)
    axes.set_ylim(len(SENTENCE) - 0.4, -0.6)
    axes.set_aspect("equal")
    axes.set_xticks(places, SENTENCE)
    axes.set_yticks(places, SENTENCE)
    axes.set_xlabel("key")
    axes.set_ylabel("query")
    axes.grid(False)
    return figure
