"""Claims of docs/language-models/tokenization.md."""

import re
from collections import Counter
from itertools import pairwise, product
from math import prod

import numpy as np
import pytest

from scripts.figures.language_models import tokenization as figures
from scripts.numbers.language_models import tokenization as numbers
from snippets.language_models import tokenization as page

PAPER = {"l o w _": 5, "l o w e r _": 2, "n e w e s t _": 6, "w i d e s t _": 3}
TEXT = "the cat and the hat met there; the other cat went there, then there was rather a lot of heather – naïve 猫 🐈"


def merges_by_regular_expressions(words: dict[str, int], count: int) -> list[tuple[str, str]]:
    """Algorithm 1 as Sennrich et al. print it: on strings, with a regular expression for the pair."""
    learned = []
    for _ in range(count):
        pairs: dict[tuple[str, str], int] = {}
        for word, frequency in words.items():
            symbols = word.split()
            for pair in pairwise(symbols):
                pairs[pair] = pairs.get(pair, 0) + frequency
        best = max(pairs, key=lambda pair: pairs[pair])
        learned.append(best)
        both = re.compile(r"(?<!\S)" + re.escape(" ".join(best)) + r"(?!\S)")
        words = {both.sub("".join(best), word): frequency for word, frequency in words.items()}
    return learned


def encode_by_rank(word: bytes, merges: list[page.Pair]) -> list[int]:
    """The other way to encode: join the pair of lowest rank, as long as there is one (as GPT-2's code does)."""
    ranks, ids = {pair: rank for rank, pair in enumerate(merges)}, list(word)
    while True:
        found = [(ranks[pair], place) for place, pair in enumerate(pairwise(ids)) if pair in ranks]
        if not found:
            return ids
        rank, place = min(found)
        ids = [*ids[:place], 256 + rank, *ids[place + 2 :]]


def learned(text: str, count: int) -> list[page.Pair]:
    return page.train_bpe(dict(Counter(page.split_words(text))), count)


def test_merges_of_the_papers_toy_corpus_are_those_of_its_algorithm() -> None:
    merges = page.train_bpe({word.replace(" ", "").encode(): count for word, count in PAPER.items()}, 12)
    tokens = page.vocabulary(merges)
    joined = [(tokens[left].decode(), tokens[right].decode()) for left, right in merges]
    assert joined == merges_by_regular_expressions(PAPER, 12)
    assert joined[:5] == [("e", "s"), ("es", "t"), ("est", "_"), ("l", "o"), ("lo", "w")]


def test_training_ends_when_no_pair_is_left_and_joins_from_left_to_right() -> None:
    assert page.train_bpe({b"aaa": 1}, 10) == [(97, 97), (256, 97)]
    assert page.train_bpe({b"a": 9}, 10) == page.train_bpe({b"ab": 9}, 0) == []
    assert page.merge([1, 1, 1, 2, 1], (1, 1), 7) == [7, 1, 2, 1]


def test_decoding_gives_back_every_text() -> None:
    merges = learned(TEXT, 40)
    rng = np.random.default_rng(0)
    strange = "".join(chr(code) for code in rng.integers(1, 0xD000, 300))
    for text in (TEXT, "", "  two  spaces\n\ttabs \x00", strange, "🤷🏽‍♀️"):
        ids = page.encode(text, merges)
        assert page.decode(ids, merges) == text
        assert len(ids) <= len(text.encode())
    assert len(page.vocabulary(merges)) == 256 + 40
    assert len(page.encode(TEXT, merges)) < 0.7 * len(TEXT.encode())


def test_replaying_the_merges_is_joining_by_rank() -> None:
    merges = learned(TEXT, 40)
    rng = np.random.default_rng(1)
    for _ in range(200):
        word = bytes(rng.choice(list(b"thera ncow"), 12))
        word = word.strip().replace(b" ", b"") or b"t"
        assert page.encode(word.decode(), merges) == encode_by_rank(word, merges)


def test_a_space_belongs_to_the_word_behind_it_and_merges_do_not_cross_words() -> None:
    assert page.split_words("a bc  d\n") == [b"a", b" bc", b" ", b" d\n"]
    merges = learned("go to go to go to", 20)
    assert all(b" " not in token[1:] for token in page.vocabulary(merges)[256:])
    assert page.encode("go go", merges)[0] != page.encode("go go", merges)[1]


def test_half_a_character_is_shown_as_a_replacement_mark() -> None:
    ids = page.encode("猫", [])
    assert len(ids) == 3
    assert "�" in page.decode(ids[:2], [])


def test_bpe_takes_merges_by_rank_and_wordpiece_the_longest_match() -> None:
    merges = page.train_bpe(numbers.WORDS, 4)
    tokens = page.vocabulary(merges)
    assert [tokens[token].decode() for token in page.encode("there", merges)] == ["t", "here"]
    known = {"t", "h", "##r", "##e", "he", "her", "here", "the"}
    assert page.longest_match("there", known) == ["the", "##r", "##e"]
    assert page.longest_match("here", known) == ["here"]
    assert page.longest_match("them", known) == ["[UNK]"]
    assert page.longest_match("", known) == []


def test_wordpiece_prefers_the_pair_that_is_together_more_than_chance() -> None:
    assert page.wordpiece_score(9, 9, 25) == pytest.approx(1 / 25)
    letters, scores = numbers.letters(), numbers.scores()
    assert letters["he"] > letters["th"]  # byte-pair encoding joins h + e
    assert scores["th"] > scores["he"]  # WordPiece joins t + h


def test_the_best_segmentation_is_that_of_trying_all() -> None:
    rng = np.random.default_rng(0)
    for _ in range(30):
        word = "".join(rng.choice(list("ab"), 7))
        pieces = {word[i:j] for i in range(7) for j in range(i + 1, 8) if j - i == 1 or rng.random() < 0.5}
        probability = dict(zip(sorted(pieces), rng.dirichlet(np.ones(len(pieces))), strict=True))
        ways = []
        for cuts in product((0, 1), repeat=6):
            ends = [0, *(place + 1 for place, cut in enumerate(cuts) if cut), 7]
            way = [word[start:end] for start, end in pairwise(ends)]
            if set(way) <= pieces:
                ways.append(prod(probability[piece] for piece in way))
        found = page.best_segmentation(word, probability)  # one of the best: another order is as good
        assert "".join(found) == word
        assert prod(probability[piece] for piece in found) == pytest.approx(max(ways), abs=0)
    assert page.best_segmentation("there", numbers.TOKENS) == ["t", "here"]
    assert sum(numbers.TOKENS.values()) == pytest.approx(1)


def test_a_word_that_no_tokens_make_is_an_error() -> None:
    with pytest.raises(ValueError, match="no tokens make 'xa'"):
        page.best_segmentation("xa", {"a": 1.0})


def test_the_pictures_show_what_their_captions_say() -> None:
    assert figures._states("there")[-1] == figures._states("there")[-2] == ["t", "here"]
    assert figures._greedy("there") == ["the", "r", "e"]
