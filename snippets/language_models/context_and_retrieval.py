"""What a model reads: examples in the prompt, votes over samples, and retrieval."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import comb, prod

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


# --8<-- [start:vote_accuracy]
def vote_accuracy(probabilities: Sequence[float], samples: int) -> float:
    """Probability that the first of several answers gets the most votes.

    Args:
        probabilities: of each answer in one sample; the first answer is right.
        samples: k, drawn independently, one vote each; lots are drawn for ties.
    """
    accuracy = 0.0
    for votes in splits(samples, len(probabilities)):
        if votes[0] == max(votes):
            orders = prod(map(comb, accumulate(votes), votes))
            each = prod(p**n for p, n in zip(probabilities, votes, strict=True))
            accuracy += orders * each / votes.count(votes[0])
    return accuracy


def splits(votes: int, answers: int) -> Iterator[tuple[int, ...]]:
    """All ways to divide a number of votes among answers."""
    if answers == 1:
        yield (votes,)
        return
    for first in range(votes + 1):
        for rest in splits(votes - first, answers - 1):
            yield (first, *rest)


# --8<-- [end:vote_accuracy]


# --8<-- [start:pass_at_k]
def pass_at_k(samples: int, right: int, k: int) -> float:
    """Unbiased estimate of the probability that one of k samples is right.

    Args:
        samples: n, drawn and checked, at least k.
        right: c, how many of them are right.
    """
    return 1 - comb(samples - right, k) / comb(samples, k)


# --8<-- [end:pass_at_k]


# --8<-- [start:linear_attention]
def linear_attention(query: Array, keys: Array, values: Array) -> float:
    """Values (n,), weighted by the products of keys (n, d) and query; no softmax."""
    return float(values @ (keys @ query))


def after_one_step(x: Array, inputs: Array, targets: Array, rate: float) -> float:
    """Prediction after a gradient step from zero on half the squared error."""
    gradient = -inputs.T @ targets
    return float(-rate * gradient @ x)


# --8<-- [end:linear_attention]


# --8<-- [start:expected_grade]
def expected_grade(p: float, threshold: float = 0.0) -> float:
    """Expected grade of an answer that is right with probability p.

    A right answer earns 1, “I don't know” earns 0, a wrong answer costs the odds of
    the threshold. The usual grading has the threshold 0: mistakes cost nothing.
    """
    return p - (1 - p) * threshold / (1 - threshold)


# --8<-- [end:expected_grade]


# --8<-- [start:bm25]
def bm25(
    query: Sequence[str],
    chunks: Sequence[Sequence[str]],
    k1: float = 1.2,
    b: float = 0.75,
) -> Array:
    """Scores of chunks by the words that they share with the query.

    Args:
        query: its words.
        chunks: the words of each chunk.
        k1: how slowly repeated words stop to count.
        b: how much long chunks are held back, from 0 to 1.
    """
    lengths = np.array([len(chunk) for chunk in chunks])
    half = k1 * (1 - b + b * lengths / lengths.mean())
    scores = np.zeros(len(chunks))
    for word in query:
        counts = np.array([chunk.count(word) for chunk in chunks])
        holding = np.count_nonzero(counts)
        rarity = np.log(1 + (len(chunks) - holding + 0.5) / (holding + 0.5))
        scores += rarity * counts / (counts + half)
    return scores


# --8<-- [end:bm25]


# --8<-- [start:fusion]
def fused(rankings: Sequence[Sequence[int]], constant: float = 60) -> dict[int, float]:
    """Chunks with their scores by reciprocal rank fusion, best first.

    Args:
        rankings: chunks, best first; a list need not hold all of them.
        constant: the larger, the less a first place counts.
    """
    scores: dict[int, float] = defaultdict(float)
    for ranking in rankings:
        for rank, chunk in enumerate(ranking, start=1):
            scores[chunk] += 1 / (constant + rank)
    return dict(sorted(scores.items(), key=lambda item: -item[1]))


def recall_at_k(ranking: Sequence[int], relevant: set[int], k: int) -> float:
    """Share of the relevant chunks that are among the first k."""
    return len(relevant & set(ranking[:k])) / len(relevant)


# --8<-- [end:fusion]


# --8<-- [start:answer_accuracy]
def answer_accuracy(recall: float, found: float, missed: float) -> float:
    """Share of right answers, from those with and those without the passage."""
    return recall * found + (1 - recall) * missed


# --8<-- [end:answer_accuracy]
