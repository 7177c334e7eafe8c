"""Subword tokenizers: byte-pair encoding, WordPiece and unigram."""

from collections import Counter
from itertools import accumulate, pairwise
from math import log

Pair = tuple[int, int]


# --8<-- [start:train_bpe]
def merge(ids: list[int], pair: Pair, new: int) -> list[int]:
    """Write `new` for each occurrence of `pair`, from left to right."""
    merged, place = [], 0
    while place < len(ids):
        found = tuple(ids[place : place + 2]) == pair
        merged.append(new if found else ids[place])
        place += 2 if found else 1
    return merged


def train_bpe(words: dict[bytes, int], merges: int) -> list[Pair]:
    """Byte-pair encoding: merge the most frequent adjacent pair, again and again.

    Ids 0 to 255 are the bytes; merge number k makes the token 256 + k. Of pairs that
    are equally frequent, the one that is seen first wins (Sennrich et al., Alg. 1).

    Args:
        words: how often each word occurs; pairs do not reach across words.
        merges: how many to learn; fewer, if no pair is left.
    """
    sequences = [list(word) for word in words]
    learned: list[Pair] = []
    for new in range(256, 256 + merges):
        frequency: Counter[Pair] = Counter()
        for ids, count in zip(sequences, words.values(), strict=True):
            for pair in pairwise(ids):
                frequency[pair] += count
        if not frequency:
            return learned
        learned.append(max(frequency, key=frequency.__getitem__))
        sequences = [merge(ids, learned[-1], new) for ids in sequences]
    return learned


# --8<-- [end:train_bpe]


# --8<-- [start:encode]
def split_words(text: str) -> list[bytes]:
    """The words of a text, each with the space before it; nothing is lost."""
    first, *others = text.split(" ")
    return [word.encode() for word in (first, *(" " + word for word in others)) if word]


def encode(text: str, merges: list[Pair]) -> list[int]:
    """Token ids of a text: its bytes, with all merges replayed in learned order."""
    encoded: list[int] = []
    for word in split_words(text):
        ids = list(word)
        for rank, pair in enumerate(merges):
            ids = merge(ids, pair, 256 + rank)
        encoded += ids
    return encoded


def vocabulary(merges: list[Pair]) -> list[bytes]:
    """The bytes behind each id."""
    tokens = [bytes([byte]) for byte in range(256)]
    for left, right in merges:
        tokens.append(tokens[left] + tokens[right])
    return tokens


def decode(ids: list[int], merges: list[Pair]) -> str:
    """The text of token ids; a character of which bytes are missing becomes �."""
    tokens = vocabulary(merges)
    return b"".join(tokens[token] for token in ids).decode(errors="replace")


# --8<-- [end:encode]


# --8<-- [start:wordpiece]
def wordpiece_score(pair: int, left: int, right: int) -> float:
    """How much more often two tokens stand together than their frequencies suggest."""
    return pair / (left * right)


def longest_match(word: str, vocabulary: set[str]) -> list[str]:
    """WordPiece: the longest token that fits, then again; inner ones begin with ##."""
    pieces, rest, mark = [], word, ""
    while rest:
        fitting = [start for start in accumulate(rest) if mark + start in vocabulary]
        if not fitting:
            return ["[UNK]"]
        pieces.append(mark + fitting[-1])
        rest, mark = rest.removeprefix(fitting[-1]), "##"
    return pieces


# --8<-- [end:wordpiece]


# --8<-- [start:best_segmentation]
def best_segmentation(word: str, probability: dict[str, float]) -> list[str]:
    """Unigram: the pieces whose product of probabilities is largest (Viterbi).

    Args:
        word: what is to be cut.
        probability: of each token of the vocabulary.

    Raises:
        ValueError: no pieces of the vocabulary make the word.
    """

    def score(pieces: list[str]) -> float:
        return sum(log(probability[piece]) for piece in pieces)

    best: dict[str, list[str]] = {"": []}  # for each beginning of the word
    for start in accumulate(word):
        ends = {start.removeprefix(known): pieces for known, pieces in best.items()}
        ways = [[*pieces, end] for end, pieces in ends.items() if end in probability]
        if ways:
            best[start] = max(ways, key=score)
    if word not in best:
        raise ValueError(f"no tokens make {word!r}")
    return best[word]


# --8<-- [end:best_segmentation]
