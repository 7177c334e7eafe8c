"""Figures of docs/language-models/generation.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, label, new_figure, new_row
from snippets.language_models.generation import (
    STORY,
    WORDS,
    Array,
    beam_search,
    probabilities,
    ranked_logits,
    story,
    top_k,
    top_p,
)

COUNT = 16
MASS = 0.9
TOP = 5
Words = tuple[str, ...]


def _distributions() -> dict[str, Array]:
    """Probabilities of 16 tokens, most probable first, of a model that is sure and of one that is torn."""
    sure, torn = (probabilities(ranked_logits(steepness, COUNT)) for steepness in (3.0, 0.6))
    assert sure[0] > 5 * sure[1], "sure: one token towers over the others"
    assert (torn[1:] > 0.6 * torn[:-1]).all(), "torn: bars fall slowly"
    nuclei = [np.flatnonzero(top_p(p, MASS)) for p in (sure, torn)]
    for p, nucleus in zip((sure, torn), nuclei, strict=True):
        assert p[nucleus].sum() >= MASS > p[nucleus[:-1]].sum(), "the nucleus is the fewest tokens with the mass"
    cuts = [np.count_nonzero(top_k(p, TOP)) for p in (sure, torn)]
    assert cuts == [TOP, TOP], "a fixed k does not adapt"
    assert len(nuclei[0]) < TOP < len(nuclei[1]), "it keeps too many on the left and too few on the right"
    return {"sure": sure, "torn": torn}


def nucleus() -> Figure:
    """What top-p keeps of two distributions, and where top-k cuts."""
    figure, panels = new_row(2, height=3.3)
    drawn = _distributions()
    sure, torn = (np.count_nonzero(top_p(p, MASS)) for p in drawn.values())
    assert sure < torn / 3, "where the model is sure, the nucleus is smaller than where it is torn"
    for axes, (name, p) in zip(panels, drawn.items(), strict=True):
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


def _found(beams: int) -> tuple[Words, float]:
    """The story of two words that so many beams find, and its probability."""
    tokens, total = beam_search(story, WORDS.index("."), beams, 3)[0]
    return tuple(WORDS[token] for token in tokens[:-1]), float(np.exp(total))


def _stories() -> dict[Words, float]:
    """All stories of two words, and their probabilities."""
    return {
        (*first, word): STORY[()][first[0]] * p for first, then in STORY.items() if first for word, p in then.items()
    }


def beam() -> Figure:
    """The tree of stories, with the greedy path and the best."""
    figure, axes = new_figure(height=3.6)
    axes.axis("off")
    heights: dict[Words, float] = {("The",): 3.4, ("A",): 0.8}
    leaves: dict[Words, float] = {
        ("The", "dog"): 4.4,
        ("The", "cat"): 3.4,
        ("The", "car"): 2.4,
        ("A", "bird"): 1.2,
        ("A", "boat"): 0.2,
    }
    stories, (dull, lower), (good, higher) = _stories(), _found(1), _found(2)
    assert np.isclose(stories.get(dull, 0), lower), "greedy search ends in a story of the tree"
    assert np.isclose(stories.get(good, 0), higher), "and two beams in another"
    assert higher == max(stories.values()), "they find the best one"
    assert dull[0] == max(STORY[()], key=STORY[()].__getitem__) != good[0], "the most probable first word misses it"
    assert 0.4 < lower / higher < 0.6, "its story is about half as probable"
    greedy, best = ({found[:1], found} for found in (dull, good))
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
