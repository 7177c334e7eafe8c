"""Numbers of `docs/language-models/context-and-retrieval.md`."""

from math import comb

import numpy as np

from snippets.language_models import context_and_retrieval as page
from snippets.representation_learning.word_embeddings import cosine

QUERY = ["how", "do", "i", "fix", "error", "e42"]
CHUNKS = [
    words.split()
    for words in (
        "error e42 means that the water filter is blocked",
        "rinse the strainer until water flows again",
        "spare part e42 is a red screw",
        "clean the coffee spout every week",
        "the guarantee covers two years",
    )
]
QUERY_VECTOR = np.array([1.0, 1.0])
VECTORS = np.array([[1.0, 0.4], [0.9, 0.8], [1.0, -0.1], [0.5, 1.0], [-0.2, 1.0]])
"""Made up: how much a text is about a fault, and about care."""
RELEVANT = {0, 1}
DEPTH = 3


def _by_words() -> list[int]:
    """Chunks that share a word with the query, best first."""
    scores = page.bm25(QUERY, CHUNKS)
    return [chunk for chunk in np.argsort(-scores, kind="stable").tolist() if scores[chunk] > 0]


def _by_vectors() -> list[int]:
    """The three nearest chunks."""
    found: list[int] = np.argsort(-cosine(QUERY_VECTOR, VECTORS), kind="stable").tolist()
    return found[:DEPTH]


def vote() -> dict[str, float]:
    """Accuracy of votes by the probability of the right answer, kinds of wrong answers and samples."""
    found: dict[str, float] = {}
    for p in (0.4, 0.6):
        for wrong in (1, 3):
            for samples in (5, 41):
                shares = (p, *[(1 - p) / wrong] * wrong)
                found[f"{round(10 * p)}.{wrong}.{samples}"] = page.vote_accuracy(shares, samples)
    return found


def mixed() -> dict[str, float]:
    """Two kinds of questions, 0.8 and 0.3, wrong answers agree: one sample and 41 votes, on average."""
    easy, hard = (page.vote_accuracy((p, 1 - p), 41) for p in (0.8, 0.3))
    return {"one": (0.8 + 0.3) / 2, "vote": (easy + hard) / 2}


def estimate() -> dict[str, float]:
    """pass@5 from 2 right samples of 10; if each is right with 0.1, the truth and the mean of the plugged-in share."""
    n, k, p = 10, 5, 0.1
    chances = [comb(n, c) * p**c * (1 - p) ** (n - c) for c in range(n + 1)]
    return {
        "unbiased": page.pass_at_k(n, 2, k),
        "truth": 1 - (1 - p) ** k,
        "mean.plugged": sum(chance * (1 - (1 - c / n) ** k) for c, chance in enumerate(chances)),
    }


def grade() -> dict[str, float]:
    """Expected grades of an answer that is right with probability 0.3."""
    return {"free": page.expected_grade(0.3), "half": page.expected_grade(0.3, 0.5)}


def search() -> dict[str, float]:
    """Scores of the five chunks, and recall at 2 of each list."""
    words, vectors = page.bm25(QUERY, CHUNKS), cosine(QUERY_VECTOR, VECTORS)
    scores = page.fused((_by_words(), _by_vectors()))
    found = {f"words.{chunk}": float(words[chunk]) for chunk in range(len(CHUNKS))}
    found |= {f"vectors.{chunk}": float(vectors[chunk]) for chunk in range(len(CHUNKS))}
    found |= {f"fused.{chunk}": scores[chunk] for chunk in scores}
    rankings = {"words": _by_words(), "vectors": _by_vectors(), "fused": list(scores)}
    return found | {f"recall.{name}": page.recall_at_k(each, RELEVANT, 2) for name, each in rankings.items()}


def repeated() -> dict[str, float]:
    """What one occurrence of a word counts in a chunk of average length, as a share of what ten thousand do."""
    once, always = page.bm25(["a"], [["a"] + ["b"] * 9999, ["a"] * 10_000])
    return {"1": float(once / always)}


def agreement() -> int:
    """The last rank that, shared by both lists, beats a first place in one of them alone."""
    lone = page.fused(([0], []))[0]
    list_of = {rank: list(range(1, rank + 1)) for rank in range(1, 200)}
    return max(rank for rank, same in list_of.items() if page.fused((same, same))[rank] > lone)


def halves() -> dict[str, float]:
    """Right answers as they are, with a better reader, and with a better search."""
    return {
        "now": page.answer_accuracy(0.7, 0.9, 0.2),
        "reader": page.answer_accuracy(0.7, 1.0, 0.2),
        "search": page.answer_accuracy(0.9, 0.9, 0.2),
    }
