"""Figures of docs/language-models/generation.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, label, new_figure, new_row
from snippets.language_models.generation import STORY, probabilities, ranked_logits, top_k, top_p

COUNT = 16
MASS = 0.9
TOP = 5


def nucleus() -> Figure:
    """What top-p keeps of two distributions, and where top-k cuts."""
    figure, panels = new_row(2, height=3.3)
    for axes, steepness, name in zip(panels, (3.0, 0.6), ("sure", "torn"), strict=True):
        p = probabilities(ranked_logits(steepness, COUNT))
        kept = top_p(p, MASS) > 0
        places = np.arange(1, COUNT + 1)
        axes.bar(places[kept], p[kept], color=BLUE, width=0.8)
        axes.bar(places[~kept], p[~kept], facecolor="none", edgecolor=INK, width=0.8)
        axes.axvline(np.count_nonzero(top_k(p, TOP)) + 0.5, color=ORANGE, linestyle="--")
        axes.set_xlabel(f"token by rank, model is {name}")
        axes.set_xticks([1, 5, 10, 16])
        axes.set_ylim(0, 0.9 if name == "sure" else 0.22)
        axes.set_yticks([0, 0.3, 0.6, 0.9] if name == "sure" else [0, 0.1, 0.2])
        height = axes.get_ylim()[1]
        label(axes, f"top-5 cuts here,\nkeeps {p[:TOP].sum():.0%}", TOP + 0.8, 0.8 * height, ORANGE, va="center")
        label(axes, f"top-0.9 keeps {np.count_nonzero(kept)}", TOP + 0.8, 0.58 * height, BLUE, va="center")
    panels[0].set_ylabel("probability of the token")
    return figure


def beam() -> Figure:
    """The tree of stories, with the greedy path and the best."""
    figure, axes = new_figure(height=3.6)
    axes.axis("off")
    heights: dict[tuple[str, ...], float] = {("The",): 3.4, ("A",): 0.8}
    leaves: dict[tuple[str, ...], float] = {
        ("The", "dog"): 4.4,
        ("The", "cat"): 3.4,
        ("The", "car"): 2.4,
        ("A", "bird"): 1.2,
        ("A", "boat"): 0.2,
    }
    greedy: tuple[tuple[str, ...], ...]
    best: tuple[tuple[str, ...], ...]
    greedy, best = (("The",), ("The", "dog")), (("A",), ("A", "bird"))
    for beginning, following in STORY.items():
        x, y = len(beginning), heights.get(beginning, 2.2)
        for word, p in following.items():
            path = (*beginning, word)
            below = heights.get(path, leaves.get(path, 0.0))
            color, style = (ORANGE, "--") if path in greedy else (GREEN, "-") if path in best else (INK, (0, (1, 2)))
            axes.plot([x + 0.2, x + 0.8], [y, below], color=color, linestyle=style, linewidth=2.4)
            label(axes, f"{p:.2f}", x + 0.5, (y + below) / 2 + 0.12, color, ha="center", va="bottom")
            label(axes, word, x + 1, below, color, ha="center", va="center", fontsize=13)
            if path in leaves:
                total = STORY[()][beginning[0]] * p
                words = "  greedy" if path in greedy else "  two beams" if path in best else ""
                label(axes, f"{total:.3f}{words}", x + 1.25, below, color, va="center")
    label(axes, "start", 0, 2.2, INK, ha="center", va="center", fontsize=13)
    label(axes, "probability\nof the story", 2.25, 5.2, INK, va="center")
    axes.set_xlim(-0.2, 3.1)
    axes.set_ylim(-0.1, 5.6)
    return figure
