"""The formulas of the page on tokenization."""

from itertools import pairwise, product

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from snippets.language_models.tokenization import best_segmentation, wordpiece_score


@executed("language_models.tokenization.wordpiece_score")
def test_wordpiece_score(rng: Generator) -> Cases:
    pair, left, right = map(int, rng.integers(1, 100, 3))
    yield {"s": wordpiece_score(pair, left, right), "c_{ab}": pair, "c_a": left, "c_b": right}


@executed("language_models.tokenization.best_segmentation")
def test_best_segmentation(rng: Generator) -> Cases:
    word = "abcab"
    pieces = [word[i:j] for i in range(5) for j in range(i + 1, 6)]
    pieces = sorted(set(pieces))
    probability = dict(zip(pieces, rng.dirichlet(np.ones(len(pieces))), strict=True))
    ways = []
    for cuts in product((0, 1), repeat=4):
        ends = [0, *(place + 1 for place, cut in enumerate(cuts) if cut), 5]
        ways.append(tuple(pieces.index(word[a:b]) for a, b in pairwise(ends)))
    best = tuple(pieces.index(piece) for piece in best_segmentation(word, probability))
    yield {
        r"\hat s": best,
        r"\mathcal S": ways,
        "p": lambda token: probability[pieces[int(token)]],
    }
