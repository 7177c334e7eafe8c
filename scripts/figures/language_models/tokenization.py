"""Figures of docs/language-models/tokenization.md."""

from itertools import accumulate

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scripts.figures.boxes import rectangles
from scripts.figures.style import BLUE, INK, ORANGE, label, new_figure
from scripts.numbers.language_models.tokenization import WORDS
from snippets.language_models.tokenization import longest_match, merge, train_bpe, vocabulary


def _states(word: str) -> list[list[str]]:
    """The pieces of a word before and after each of the four merges of the toy corpus."""
    merges = train_bpe(WORDS, 4)
    tokens, ids = vocabulary(merges), list(word.encode())
    found = [ids]
    for rank, pair in enumerate(merges):
        found.append(merge(found[-1], pair, 256 + rank))
    return [[tokens[token].decode() for token in ids] for ids in found]


def _greedy(word: str) -> list[str]:
    """The pieces by longest match, with the same vocabulary."""
    known = {token.decode() for token in vocabulary(train_bpe(WORDS, 4)) if token.isascii()}
    pieces = longest_match(word, known | {"##" + token for token in known})
    return [piece.removeprefix("##") for piece in pieces]


def _boxes(axes: Axes, pieces: list[str], row: float, color: str) -> None:
    """A word in boxes, one for each piece; a letter is 1 wide."""
    starts = list(accumulate(map(len, pieces[:-1]), initial=0))
    corners = [(start + 0.08, row) for start in starts]
    widths = [len(piece) - 0.16 for piece in pieces]
    rectangles(axes, corners, widths, 0.6, facecolor="none", edgecolor=color, linewidth=1.6)
    for place, letter in enumerate("".join(pieces)):
        label(axes, letter, place + 0.5, row + 0.3, color, ha="center", va="center", size=12)


def merges() -> Figure:
    """A word while the merges are replayed, and the same word by longest match."""
    figure, axes = new_figure(height=3.2)
    names = ["bytes", "1: h + e", "2: he + r", "3: her + e", "4: t + he"]
    for row, (name, pieces) in enumerate(zip(names, _states("there"), strict=True)):
        label(axes, name, -0.3, -row + 0.3, INK, ha="right", va="center")
        _boxes(axes, pieces, -row, BLUE)
    label(axes, "there is no t + he left", 5.3, -4 + 0.3, BLUE, va="center")
    label(axes, "longest match", -0.3, -5.3 + 0.3, INK, ha="right", va="center")
    _boxes(axes, _greedy("there"), -5.3, ORANGE)
    label(axes, "“the” is the longest token that fits", 5.3, -5.3 + 0.3, ORANGE, va="center")
    axes.set_xlim(-2.6, 10.5)
    axes.set_ylim(-5.5, 0.8)
    axes.axis("off")
    return figure
