"""Figures of docs/attention-and-transformers/attention.md."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scripts.evidence.records import recorded
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, RED, label, new_row
from snippets.architectures.recurrent_networks import random_weights, rnn_forward
from snippets.attention_and_transformers import attention as page
from snippets.attention_and_transformers.attention import Array

Point = tuple[float, float]
HEAD_COLORS = (BLUE, ORANGE, GREEN)
WIDTHS = (4, 16, 64, 256, 1024, 4096)


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


def _taken() -> Array:
    """What a step of the decoder takes of each of three states, for the query of the worked example."""
    q, K = np.array([1.0, 0.0]), np.array([[2.0, 0.0], [1.0, 5.0], [0.0, 1.0]])
    weights, taken = page.attend(page.dot_scores(q, K), np.eye(3))
    assert np.allclose(taken, weights), "a state reaches the decoder in one step, by a weight of its own"
    assert (taken > 0.05).all(), "every state reaches it"
    assert (np.diff(taken) < -0.1).all(), "the weights differ"
    printed = [
        recorded("attention-and-transformers/attention")[f"example.{name}"].mean
        for name in ("first", "second", "third")
    ]
    assert np.allclose(taken, printed), "the weights are those of the text"
    return taken


def _heard_by_the_last_state() -> Array:
    """How far the last state of an RNN moves with each of three words."""
    rng = np.random.default_rng(0)
    X, weights = rng.standard_normal((3, 4)), random_weights(4, 5, 1, rng)
    last = rnn_forward(X, weights)[-1]
    moved = [rnn_forward(X + step[:, None], weights)[-1] - last for step in np.eye(3)]
    return np.asarray(np.linalg.norm(moved, axis=1))


def bottleneck() -> Figure:
    """Left: an encoder hands one vector on. Right: a decoder step reads all states, by weight."""
    figure, panels = new_row(2, height=3.3)
    words, places, weights = ("the", "cat", "sleeps"), (1.0, 2.6, 4.2), _taken()
    assert (_heard_by_the_last_state() > 1e-3).all(), "without attention, every word has gone through the last state"
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
        side, shift = ("right", 0.0) if x < 2 else ("left", 0.25)
        label(right, f"{weight:.2f}", x + shift, 2.15, BLUE, ha=side, fontsize=10)
    _box(right, (2.6, 3.85), 2.0, 0.7, ORANGE, "decoder")
    return figure


def _matrix(axes: Axes, corner: Point, matrix: Array, color: str, name: str, shape: str) -> None:
    """A matrix as a box in proportion, with its lower left corner, its name inside and its shape below."""
    (x, y), (h, w) = corner, (size / 10 for size in matrix.shape)
    axes.fill_between([x, x + w], y, y + h, color=color, alpha=0.18, linewidth=0)
    _box(axes, (x + w / 2, y + h / 2), w, h, color, name)
    label(axes, shape, x + w / 2, y - 0.15, color, ha="center", va="top", fontsize=9)


def _matrices(X: Array, weights: tuple[Array, Array, Array]) -> dict[str, Array]:
    """The matrices of self-attention, in the order of the formula."""
    Q, K, V = (X @ W for W in weights)
    scores = Q @ K.T
    A = page.softmax(scores / np.sqrt(Q.shape[1]))
    assert np.allclose(A.sum(axis=1), 1), "the softmax is taken of each row"
    assert np.allclose(A @ V, page.self_attention(X, *weights)), "the path that is drawn is that of the layer"
    return {"X": X, "Q": Q, "K": K, "V": V, "scores": scores, "A": A, "AV": A @ V}


def _drawn_matrices(n: int, d: int, d_k: int) -> tuple[dict[str, Array], dict[str, Array]]:
    """The matrices for n random tokens, and for n others; the same weights are tried on twice as many."""
    rng = np.random.default_rng(0)
    W_Q, W_K, W_V = (rng.standard_normal((d, d_k)) / np.sqrt(d) for _ in range(3))
    drawn, other, longer = (_matrices(rng.standard_normal((length, d)), (W_Q, W_K, W_V)) for length in (n, n, 2 * n))
    assert longer["AV"].shape == (2 * n, d_k), "weights have nothing to do with the length: they serve twice of it"
    assert drawn["A"].shape == drawn["scores"].shape == (n, n), "the mixing weights are n times n"
    return drawn, other


def self_attention() -> Figure:
    """The matrices of self-attention, from the tokens to the outputs, drawn in proportion."""
    figure, (axes,) = new_row(1, height=3.5)
    _empty(axes, 15.4, 7.2)
    drawn, other = _drawn_matrices(16, 24, 11)
    assert np.abs(drawn["A"] - other["A"]).max() > 0.1, "the mixing weights are computed anew for each input"
    _matrix(axes, (0.1, 3.0), drawn["X"], INK, "$X$", "n × d")
    for row, (name, color) in enumerate((("V", GREEN), ("K", ORANGE), ("Q", BLUE))):
        y = 0.6 + 2.4 * row
        _matrix(axes, (4.1, y), drawn[name], color, f"${name}$", "n × " + ("$d_v$" if name == "V" else "$d_k$"))
        _arrow(axes, (2.6, 3.8 + 0.3 * (row - 1)), (4.0, y + 0.8), color)
        label(axes, f"$W_{name}$", 2.9, 4.05 + 1.45 * (row - 1), color, ha="center", va="center", fontsize=10)
    for start in (6.2, 3.8):
        _arrow(axes, (5.3, start), (7.0, 5.0), BLUE if start > 5 else ORANGE)
    _matrix(axes, (7.1, 4.2), drawn["scores"], PURPLE, "$QK^\\top$", "n × n")
    _arrow(axes, (8.8, 5.0), (10.7, 5.0), PURPLE)
    label(axes, "÷ √$d_k$,\nsoftmax\nof each row", 9.75, 5.2, PURPLE, ha="center", va="bottom", fontsize=9)
    _matrix(axes, (10.8, 4.2), drawn["A"], PURPLE, "$A$", "n × n")
    _arrow(axes, (12.5, 4.7), (13.9, 3.4), PURPLE)
    _arrow(axes, (5.3, 1.4), (13.9, 2.4), GREEN)
    _matrix(axes, (14.0, 2.1), drawn["AV"], INK, "$AV$", "n × $d_v$")
    return figure


def _saturation() -> dict[str, Array]:
    """Recorded means over the widths: `unscaled.largest`, `scaled.norm` and the others."""
    values = recorded("attention-and-transformers/attention")
    curves = {
        f"{kind}.{name}": np.array([values[f"{kind}.{name}.{width}"].mean for width in WIDTHS])
        for kind in ("unscaled", "scaled")
        for name in ("largest", "norm")
    }
    assert all(np.ptp(curves[f"scaled.{name}"]) < 0.006 for name in ("largest", "norm")), (
        "divided, all widths are alike"
    )
    soft = (curves["scaled.largest"] > 1 / 64) & (curves["scaled.largest"] < 0.5 * curves["unscaled.largest"])
    assert soft.all(), "and softer than undivided"
    higher = curves["unscaled.norm"] > 1.1 * curves["scaled.norm"]
    lower = curves["unscaled.norm"] < 0.9 * curves["scaled.norm"]
    assert [*higher[:3], *lower[3:]] == [True] * 6, "the norm falls below that of divided scores in wide heads only"
    rise, *falls = np.diff(curves["unscaled.norm"])
    assert rise > 0.02 > -0.02 > max(falls), "undivided, the norm peaks at width 16"
    return curves


def saturation() -> Figure:
    """Largest weight and norm of the Jacobian against the width of a head, with the division and without."""
    curves = _saturation()
    assert (np.diff(curves["unscaled.largest"]) > 0.02).all(), "undivided, attention hardens with the width"
    figure, panels = new_row(2, height=3.4)
    for axes, name, title in zip(
        panels, ("largest", "norm"), ("largest of 64 weights", "norm of the Jacobian"), strict=True
    ):
        for kind, color, mark in (("unscaled", RED, "o-"), ("scaled", BLUE, "s--")):
            axes.semilogx(WIDTHS, curves[f"{kind}.{name}"], mark, color=color, base=4)
        axes.set_xticks(WIDTHS, [str(width) for width in WIDTHS])
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


def _splits() -> tuple[Array, Array]:
    """Three heads of four rows by cut and swap, and by a direct view; entry 6t + c is column c of token t."""
    X = np.arange(24.0).reshape(4, 6)
    right, wrong = page.split_heads(X, 3), X.reshape(3, 4, 2)
    assert right.shape == wrong.shape, "both arrays have the same shape"
    for head in right:
        assert (head // 6 == np.arange(4)[:, None]).all(), "cut and swapped, a head has all tokens in order"
        assert len(set((head % 6 // 2).ravel())) == 1, "and one slice of the width"
    assert list(wrong[0, :, 0] // 6) == [0, 0, 0, 1], "viewed directly, token 1 fills three rows of head 1"
    return right, wrong


def heads() -> Figure:
    """Which token and which slice of the width each number comes from: cut and swapped, and viewed directly."""
    figure, panels = new_row(2, height=3.6)
    splits = _splits()
    for rows in splits[1] // 6:
        assert len(np.unique(rows)) == 2, "viewed directly, each head holds slices of two tokens"
        assert (np.diff(rows[:, 0]) == 0).any(), "and what it takes for positions are parts of one token"
    titles = ("cut the width, then swap the axes", "direct view: the same shape")
    for axes, title, split in zip(panels, titles, splits, strict=True):
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
