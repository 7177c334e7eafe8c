"""Figures of docs/attention-and-transformers/masks-and-cross-attention.md."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, INK, ORANGE, RED, label, new_figure, new_row
from snippets.attention_and_transformers.masks_and_cross_attention import (
    SENTENCE,
    Array,
    Mask,
    Projections,
    causal_mask,
    cross_attention,
    masked_attention,
    padding_mask,
    sentence_weights,
    source_keys_values,
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


def _real() -> Mask:
    """Which tokens of the source are no padding, shape (m,)."""
    (real,) = padding_mask(np.array([3]), len(SOURCE))
    words = [word for word, kept in zip(SOURCE, real, strict=True) if kept]
    assert words == ["the", "cat", "sleeps"], "the first three columns are words, the others padding"
    return np.asarray(real)


def _read(allowed: Mask) -> Mask:
    """Which keys (columns) enter the output of each query under a mask: masked attention with one-hot values."""
    n, m = allowed.shape
    Q, K = np.random.default_rng(0).standard_normal((2, max(n, m), 4))
    weights = masked_attention(Q[:n], K[:m], np.eye(m), allowed)
    assert np.allclose(weights.sum(axis=1), 1), "every row gives an output, those of padding tokens, too"
    return np.asarray(weights > 0)


def _masks() -> tuple[Mask, Mask, Mask]:
    """What is read under a causal mask, a padding mask, and both."""
    n, real = len(SOURCE), _real()
    causal, padding = causal_mask(n, n), np.repeat(real[None], n, axis=0)
    triangle, columns, both = (_read(allowed) for allowed in (causal, padding, causal & padding))
    assert (triangle.sum(axis=1) == np.arange(1, n + 1)).all(), "a causal mask is a triangle"
    assert all(row[: own + 1].all() for own, row in enumerate(triangle)), "each position reads itself and the past"
    assert (both == triangle * real).all(), "both: the triangle, cut off behind the third column"
    return triangle, columns, both


def masks() -> Figure:
    """A causal mask, a padding mask, and what both allow."""
    figure, panels = new_row(3, height=3.1)
    n = len(SOURCE)
    drawn, titles, colors = _masks(), ("causal", "padding", "both"), (BLUE, ORANGE, INK)
    assert (drawn[1] == _real()).all(), "a padding mask strikes out columns"
    for axes, allowed, title, color in zip(panels, drawn, titles, colors, strict=True):
        _draw(axes, allowed, color, SOURCE if axes is panels[0] else ("",) * n, SOURCE)
        label(axes, title, (n - 1) / 2, -0.9, color, ha="center", va="bottom")
    panels[0].set_ylabel("query", fontsize=10)
    panels[1].set_xlabel("key", fontsize=10)
    return figure


def _of_the_source() -> Mask:
    """Which source tokens (columns) each position of the translation reads by cross-attention."""
    n, m, real = len(TARGET), len(SOURCE), _real()
    X, Z = np.random.default_rng(0).standard_normal((2, m, m))
    weights = Projections(np.eye(m), np.eye(m), np.eye(m))
    keys, _ = source_keys_values(Z, weights)
    reads = cross_attention(X[:n], (keys, np.eye(m)), real, weights) > 0
    assert reads.shape == (n, m), "the mask of cross-attention is a rectangle"
    assert n != m, "which is no square"
    assert (reads == real).all(), "in which nothing but padding is hidden, from no query"
    return np.asarray(reads)


def two_attentions() -> Figure:
    """What the positions of a decoder may read: of their own sequence, and of the source."""
    figure, (left, right) = new_row(2, height=3.3)
    n, m = len(TARGET), len(SOURCE)
    own = _read(causal_mask(n, n))
    assert (own == np.tri(n, dtype=bool)).all(), "the mask of self-attention is a causal square"
    _draw(left, own, BLUE, TARGET, TARGET)
    _draw(right, _of_the_source(), ORANGE, TARGET, SOURCE)
    label(left, "self-attention: n × n, causal", (n - 1) / 2, -0.9, BLUE, ha="center", va="bottom", fontsize=10)
    label(right, "cross-attention: n × m", (m - 1) / 2, -0.9, ORANGE, ha="center", va="bottom", fontsize=10)
    left.set_ylabel("query: the translation", fontsize=10)
    left.set_xlabel("key: the translation", fontsize=10)
    right.set_xlabel("key: the source", fontsize=10)
    return figure


def _weights() -> Array:
    """The weights at temperature 1; sharper and softer ones are tried as well."""
    sharp, weights, soft = (sentence_weights(T, causal=True, padding=True) for T in (0.25, 1.0, 4.0))
    seen = np.tri(len(SENTENCE), dtype=bool) & (np.arange(len(SENTENCE)) > 0)
    for each in (sharp, weights, soft):
        assert ((each > 0) == seen).all(), "what a mask forbids stays at zero at any temperature, the padded row, too"
    largest = np.array([each[2:].max(axis=1) for each in (sharp, weights, soft)])
    assert (np.diff(largest, axis=0) < -0.05).all(), "a temperature evens or sharpens what is allowed"
    return weights


def attention_weights() -> Figure:
    """The weights of a sentence as areas, under a causal and a padding mask at temperature 1."""
    weights = _weights()
    assert (weights[2:].argmax(axis=1) == SENTENCE.index("cat")).all(), "three words read “cat” most"
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
