"""The formulas of docs/language-models/context-and-retrieval.md."""

from math import comb

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import each, from_zero
from snippets.language_models.context_and_retrieval import (
    after_one_step,
    answer_accuracy,
    bm25,
    expected_grade,
    fused,
    pass_at_k,
    recall_at_k,
    vote_accuracy,
)


@executed("language_models.context_and_retrieval.vote_accuracy")
def test_vote_accuracy(rng: Generator) -> Cases:
    for k in (1, 3, 7):
        p = rng.uniform(0.1, 0.9)
        yield {
            "A_k": vote_accuracy((p, 1 - p), k),
            "k": k,
            "p": p,
            "c": from_zero([comb(k, j) for j in range(k + 1)]),
        }


@executed("language_models.context_and_retrieval.pass_at_k")
def test_pass_at_k(rng: Generator) -> Cases:
    for n, c, k in ((10, 2, 5), (8, 0, 3), (6, 1, 1), (7, 3, 4), (5, 4, 2)):
        yield {
            "P_k": pass_at_k(n, c, k),
            "n": n,
            "c": c,
            "k": k,
        }


@executed("language_models.context_and_retrieval.after_one_step")
def test_after_one_step(rng: Generator) -> Cases:
    inputs, targets, x = rng.standard_normal((5, 3)), rng.standard_normal(5), rng.standard_normal(3)
    for rate in (0.1, 0.7):
        yield {
            r"\hat y": after_one_step(x, inputs, targets, rate),
            r"\eta": rate,
            "y": targets,
            "x": inputs,
            "q": x,
            "i": each(range(1, 6)),
        }


@executed("language_models.context_and_retrieval.expected_grade")
def test_expected_grade(rng: Generator) -> Cases:
    for t in (0.0, 0.5, 0.9):
        p = rng.uniform(0.1, 0.9)
        yield {"G": expected_grade(p, t), "p": p, "t": t}


@executed("language_models.context_and_retrieval.bm25")
def test_bm25(rng: Generator) -> Cases:
    chunks = [list(rng.choice(list("abcd"), size)) for size in (3, 5, 9, 4)]
    mean = float(np.mean([len(chunk) for chunk in chunks]))
    for k1, b in ((1.2, 0.75), (2.0, 0.3)):
        scores = bm25(["a", "b"], chunks, k1, b)
        for chunk, score in zip(chunks, scores, strict=True):
            yield {
                "s": float(score),
                "N": len(chunks),
                "n": [sum("a" in each for each in chunks), sum("b" in each for each in chunks)],
                "f": [chunk.count("a"), chunk.count("b")],
                "w": each((1, 2)),
                "k_1": k1,
                "b": b,
                r"\ell": len(chunk),
                r"\bar\ell": mean,
            }


@executed("language_models.context_and_retrieval.fused")
def test_fused(rng: Generator) -> Cases:
    for constant in (0, 60):
        rankings = [rng.permutation(6).tolist() for _ in range(3)]
        scores = fused(rankings, constant)
        for chunk in range(6):
            yield {
                "s": scores[chunk],
                "c": constant,
                "r": [ranking.index(chunk) + 1 for ranking in rankings],
                "i": each((1, 2, 3)),
            }


@executed("language_models.context_and_retrieval.recall_at_k")
def test_recall_at_k(rng: Generator) -> Cases:
    ranking, relevant = rng.permutation(9).tolist(), {1, 4, 7, 20}
    for k in (1, 4, 9):
        yield {
            "R_k": recall_at_k(ranking, relevant, k),
            "T_k": set(ranking[:k]),
            "V": relevant,
        }


@executed("language_models.context_and_retrieval.answer_accuracy")
def test_answer_accuracy(rng: Generator) -> Cases:
    for _ in range(2):
        recall, found, missed = rng.uniform(0, 1, 3)
        yield {"A": answer_accuracy(recall, found, missed), "R": recall, "a_1": found, "a_0": missed}
