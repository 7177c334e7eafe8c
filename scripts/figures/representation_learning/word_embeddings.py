"""Figures of docs/representation-learning/word-embeddings.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, RED, label, new_figure
from snippets.representation_learning.word_embeddings import Array, negative_sampling, skip_gram_pairs
from snippets.representation_learning.word_embeddings import analogy as nearest

PLACES = {"man": (0.5, 0.6), "king": (0.5, 5.0), "woman": (-0.5, 0.6), "queen": (-1.6, 4.4)}
"""Vectors of a drawing, in two dimensions: the way from man to woman is short beside that to king."""


def _score_changes(negatives: int) -> Array:
    """How a small step of descent changes the scores with a seen word, first, and with words that were drawn."""
    word, *others = np.random.default_rng(0).standard_normal((negatives + 2, 1, 8))
    seen, drawn = others[0], np.stack(others[1:], axis=1)
    slopes = negative_sampling(word, seen, drawn)
    before = np.concatenate([seen, drawn[0]]) @ word[0]
    after = np.concatenate([seen - 1e-3 * slopes.context, (drawn - 1e-3 * slopes.negatives)[0]]) @ word[0]
    return np.asarray(after - before)


def window() -> Figure:
    """A sentence with a word, its contexts within two positions, and drawn negatives below."""
    figure, axes = new_figure(height=2.8)
    words, negatives = ("the", "old", "king", "rules", "the", "land"), ("melon", "seven", "quickly")
    pairs = skip_gram_pairs(np.arange(len(words)), window=2)
    seen = {int(context) for word, context in pairs if words[word] == "king"}
    assert seen == {0, 1, 3, 4}, "two words on each side"
    assert not set(negatives) & set(words), "what is drawn does not stand in the sentence"
    up, *down = _score_changes(len(negatives))
    assert up > 0 > max(down), "a step raises the score with a word seen nearby, and lowers those with words drawn"
    for place, word in enumerate(words):
        color = ORANGE if word == "king" else BLUE if place in seen else INK
        label(axes, word, place, 1.0, color, ha="center", size=13)
        if place in seen:
            bend = -0.35 if place > 2 else 0.35
            arrow = {"arrowstyle": "->", "color": BLUE, "connectionstyle": f"arc3,rad={bend}"}
            axes.annotate("", xy=(place, 1.16), xytext=(2, 1.16), arrowprops=arrow)
    for x, word in zip((0.9, 2.0, 3.1), negatives, strict=True):
        label(axes, word, x, 0.1, RED, ha="center", size=13)
        arrow = {"arrowstyle": "->", "color": RED, "linestyle": "--"}
        axes.annotate("", xy=(x, 0.28), xytext=(2, 0.93), arrowprops=arrow)
    label(axes, "seen nearby: score up", 3.3, 1.58, BLUE)
    label(axes, "drawn: score down", 3.75, 0.1, RED)
    axes.set_xlim(-0.4, 5.4)
    axes.set_ylim(-0.05, 1.85)
    axes.axis("off")
    return figure


def analogy() -> Figure:
    """King minus man plus woman, in a plane: the point lies next to king, and queen is the nearest other word."""
    figure, axes = new_figure(width=5.6, height=3.8)
    names, table = list(PLACES), np.array(list(PLACES.values()))
    question = names.index("man"), names.index("king"), names.index("woman")
    assert names[nearest(table, *question, exclude=False)] == "king", "the point is closest in angle to king"
    assert names[nearest(table, *question)] == "queen", "only if king is no allowed answer, it is queen"
    for word, (x, y) in PLACES.items():
        axes.plot(x, y, "o", color=BLUE)
        left = word == "woman"
        label(axes, word, x + (-0.12 if left else 0.12), y + 0.12, BLUE, ha="right" if left else "left")
        axes.plot([0, x], [0, y], color=INK, linewidth=0.8, linestyle=":")
    man, king, woman = (np.array(PLACES[word]) for word in ("man", "king", "woman"))
    x, y = king - man + woman
    assert np.linalg.norm(woman - man) < 0.3 * np.linalg.norm(king - man), "the way from man to woman is short"
    for start, end in ((man, woman), (king, king - man + woman)):
        axes.annotate("", xy=tuple(end), xytext=tuple(start), arrowprops={"arrowstyle": "->", "color": ORANGE})
    axes.plot(x, y, "x", color=GREEN, markersize=9)
    label(axes, "king − man + woman", x - 0.1, y + 0.3, GREEN, ha="right")
    axes.set_xlim(-4.2, 2.2)
    axes.set_ylim(-0.2, 5.8)
    axes.set_xlabel("first coordinate")
    axes.set_ylabel("second coordinate")
    return figure
