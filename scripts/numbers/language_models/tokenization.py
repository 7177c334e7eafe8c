"""Numbers of `docs/language-models/tokenization.md`."""

from collections import Counter
from itertools import pairwise
from math import prod

from snippets.language_models import tokenization as page

WORDS = {b"he": 5, b"the": 3, b"there": 4, b"here": 6, b"her": 5, b"them": 2}
"""The toy corpus of the page."""
TOKENS = {"t": 0.1, "h": 0.05, "r": 0.1, "e": 0.15, "he": 0.2, "her": 0.15, "here": 0.1, "the": 0.15}
"""The toy unigram vocabulary of the page."""


def merges() -> dict[str, int]:
    """How often the pair stood together that each of the first four merges joined."""
    sequences, found = [list(word) for word in WORDS], {}
    learned = page.train_bpe(WORDS, 4)
    for rank, pair in enumerate(learned):
        counts = [list(pairwise(ids)).count(pair) * count for ids, count in zip(sequences, WORDS.values(), strict=True)]
        sequences = [page.merge(ids, pair, 256 + rank) for ids in sequences]
        found[page.vocabulary(learned)[256 + rank].decode()] = sum(counts)
    return found


def letters() -> dict[str, int]:
    """How often letters, and pairs of them, stand in the toy corpus."""
    found: Counter[str] = Counter()
    for word, count in WORDS.items():
        for letter in word.decode():
            found[letter] += count
        for left, right in pairwise(word.decode()):
            found[left + right] += count
    return dict(found)


def scores() -> dict[str, float]:
    """WordPiece's scores of two pairs of letters of the toy corpus."""
    count = letters()
    return {pair: page.wordpiece_score(count[pair], count[pair[0]], count[pair[1]]) for pair in ("he", "th")}


def segmentations() -> dict[str, float]:
    """Probabilities of two ways to cut “there”."""
    ways = {"best": page.best_segmentation("there", TOKENS), "greedy": ["the", "r", "e"]}
    return {name: prod(TOKENS[piece] for piece in pieces) for name, pieces in ways.items()}


def growth() -> dict[str, float]:
    """32,000 and 128,000 tokens, width 4096: billions of weights in two tables, GB of logits, share of tokens saved."""
    small, large = 32_000, 128_000
    return {
        "small": 2 * small * 4096 / 1e9,
        "large": 2 * large * 4096 / 1e9,
        "logits": large * 8192 * 4 / 1e9,
        "saved": 1 - 3.17 / 3.94,
    }
