"""Figures of docs/representation-learning/word-embeddings.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, RED, label, new_figure

PLACES = {"man": (0.5, 0.6), "king": (0.5, 5.0), "woman": (-0.5, 0.6), "queen": (-1.6, 4.4)}
"""Vectors of a drawing, in two dimensions: the way from man to woman is short beside that to king."""


def window() -> Figure:
    """A sentence with a word, its contexts within two positions, and drawn negatives below."""
    figure, axes = new_figure(height=2.8)
    words = ("the", "old", "king", "rules", "the", "land")
    for place, word in enumerate(words):
        color = ORANGE if place == 2 else BLUE if abs(place - 2) <= 2 else INK
        label(axes, word, place, 1.0, color, ha="center", size=13)
        if 0 < abs(place - 2) <= 2:
            bend = -0.35 if place > 2 else 0.35
            arrow = {"arrowstyle": "->", "color": BLUE, "connectionstyle": f"arc3,rad={bend}"}
            axes.annotate("", xy=(place, 1.16), xytext=(2, 1.16), arrowprops=arrow)
    for x, word in ((0.9, "melon"), (2.0, "seven"), (3.1, "quickly")):
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
    for word, (x, y) in PLACES.items():
        axes.plot(x, y, "o", color=BLUE)
        left = word == "woman"
        label(axes, word, x + (-0.12 if left else 0.12), y + 0.12, BLUE, ha="right" if left else "left")
        axes.plot([0, x], [0, y], color=INK, linewidth=0.8, linestyle=":")
    man, king, woman = (np.array(PLACES[word]) for word in ("man", "king", "woman"))
    x, y = king - man + woman
    for start, end in ((man, woman), (king, king - man + woman)):
        axes.annotate("", xy=tuple(end), xytext=tuple(start), arrowprops={"arrowstyle": "->", "color": ORANGE})
    axes.plot(x, y, "x", color=GREEN, markersize=9)
    label(axes, "king − man + woman", x - 0.1, y + 0.3, GREEN, ha="right")
    axes.set_xlim(-4.2, 2.2)
    axes.set_ylim(-0.2, 5.8)
    axes.set_xlabel("first coordinate")
    axes.set_ylabel("second coordinate")
    return figure
