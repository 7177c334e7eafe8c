"""Figures of docs/language-models/tokenization.md."""

from itertools import accumulate, pairwise

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scripts.figures.boxes import rectangles
from scripts.figures.style import BLUE, INK, ORANGE, label, new_figure
from scripts.numbers.language_models.tokenization import WORDS
from snippets.language_models.tokenization import encode, longest_match, merge, train_bpe, vocabulary


def _merges() -> tuple[list[str], list[tuple[str, str]]]:
    """All tokens behind four merges of the toy corpus, and the two parts of each merge."""
    merges = train_bpe(WORDS, 4)
    tokens = [token.decode("latin-1") for token in vocabulary(merges)]
    return tokens, [(tokens[left], tokens[right]) for left, right in merges]


def _states(word: str) -> list[list[str]]:
    """The pieces of a word before and after each of the four merges."""
    tokens, _ = _merges()
    found = [list(word.encode())]
    for rank, pair in enumerate(train_bpe(WORDS, 4)):
        found.append(merge(found[-1], pair, 256 + rank))
    states = [[tokens[token] for token in ids] for ids in found]
    assert states[0] == list(word), "at first a piece for each byte"
    joined = [set(after) - set(before) for before, after in pairwise(states)]
    assert joined == [{"he"}, {"her"}, {"here"}, set()], "he, her and here are joined; the fourth merge finds nothing"
    assert states[-1] == [tokens[token] for token in encode(word, train_bpe(WORDS, 4))], "and so the word is encoded"
    return states


def _greedy(word: str) -> list[str]:
    """The pieces by longest match, with the same vocabulary."""
    known = {token for token in _merges()[0] if token.isascii()}
    pieces = [piece.removeprefix("##") for piece in longest_match(word, known | {"##" + token for token in known})]
    assert pieces[0] == max((token for token in known if word.startswith(token)), key=len), "the longest that fits"
    assert pieces == ["the", "r", "e"], "“the”, and single letters for the rest"
    return pieces


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
    names = ["bytes", *(f"{rank}: {left} + {right}" for rank, (left, right) in enumerate(_merges()[1], 1))]
    states, greedy = _states("there"), _greedy("there")
    assert states[-1] != greedy, "with one vocabulary, both ways cut the word differently"
    for row, (name, pieces) in enumerate(zip(names, states, strict=True)):
        label(axes, name, -0.3, -row + 0.3, INK, ha="right", va="center")
        _boxes(axes, pieces, -row, BLUE)
    label(axes, "there is no t + he left", 5.3, -4 + 0.3, BLUE, va="center")
    label(axes, "longest match", -0.3, -5.3 + 0.3, INK, ha="right", va="center")
    _boxes(axes, greedy, -5.3, ORANGE)
    label(axes, "“the” is the longest token that fits", 5.3, -5.3 + 0.3, ORANGE, va="center")
    axes.set_xlim(-2.6, 10.5)
    axes.set_ylim(-5.5, 0.8)
    axes.axis("off")
    return figure
