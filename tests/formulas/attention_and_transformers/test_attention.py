"""The formulas of the page on attention."""

from itertools import product
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import Outcomes, depends, each
from snippets.attention_and_transformers.attention import (
    additive_scores,
    attend,
    bilinear_scores,
    cost,
    dot_scores,
    random_heads,
    scaled_dot_product_attention,
    self_attention,
    softmax,
    softmax_jacobian,
    split_heads,
    sum_over_heads,
)

Array = NDArray[np.float64]


def by_rows(scores: Any) -> Any:
    """The softmax of each row, by its definition."""
    return np.array([np.exp(row) / sum(np.exp(row)) for row in scores])


@executed("attention_and_transformers.attention.attend")
def test_attend(rng: Generator) -> Cases:
    for m in (1, 4):
        s, v = rng.standard_normal(m), rng.standard_normal((m, 3))
        weights, output = attend(s, v)
        yield {
            r"\alpha": weights,
            "s": s,
            "v": v,
            "o": output,
            "m": m,
            "j": each(range(1, m + 1)),
            "l": each(range(1, m + 1)),
        }


@executed("attention_and_transformers.attention.additive_scores")
def test_scores(rng: Generator) -> Cases:
    q, key, W = rng.standard_normal(3), rng.standard_normal(3), rng.standard_normal((3, 3))
    W_q, W_k, w = rng.standard_normal((4, 3)), rng.standard_normal((4, 3)), rng.standard_normal(4)
    yield {
        "q": q,
        "k": key,
        "W": W,
        "W_q": W_q,
        "W_k": W_k,
        "w": w,
        "result": (
            dot_scores(q, key[None])[0],
            bilinear_scores(q, key[None], W)[0],
            additive_scores(q, key[None], W_q, W_k, w)[0],
        ),
    }


@executed("attention_and_transformers.attention.self_attention")
def test_self_attention(rng: Generator) -> Cases:
    X, W_Q, W_K, W_V = rng.standard_normal((4, 5)), *(rng.standard_normal((5, width)) for width in (3, 3, 2))
    yield {
        "X": X,
        "W_Q": W_Q,
        "W_K": W_K,
        "W_V": W_V,
        "Q": X @ W_Q,
        "K": X @ W_K,
        "V": X @ W_V,
        "d_k": 3,
        r"\operatorname{softmax}": by_rows,
        "result": (None, None, None, self_attention(X, W_Q, W_K, W_V)),
    }


@executed("attention_and_transformers.attention.dot_scores")
def test_variance_of_a_dot_product(rng: Generator) -> Cases:
    """Components that are 1 or −1: independent, of mean 0 and variance 1."""
    for d_k in (1, 3):
        drawn = [np.array(signs) for signs in product((-1.0, 1.0), repeat=2 * d_k)]
        yield {
            "q": Outcomes([each[:d_k] for each in drawn]),
            "k": Outcomes([each[d_k:] for each in drawn]),
            "d_k": d_k,
            "i": each(range(1, d_k + 1)),
            "result": (float(np.var([dot_scores(each[:d_k], each[None, d_k:])[0] for each in drawn])), None),
        }


@executed("attention_and_transformers.attention.softmax_jacobian")
def test_softmax_jacobian(rng: Generator) -> Cases:
    s = rng.standard_normal(4)
    yield {
        r"\alpha": depends(softmax, "s"),
        "s": s,
        "result": softmax_jacobian(softmax(s)),
    }


@executed("attention_and_transformers.attention.sum_over_heads")
def test_sum_over_heads(rng: Generator) -> Cases:
    X, weights = rng.standard_normal((3, 6)), random_heads(6, rng)
    for h in (1, 2, 3):
        Q, K = (split_heads(X @ W, h) for W in weights[:2])
        identity = np.broadcast_to(np.eye(3), (h, 3, 3))
        yield {
            "A": list(scaled_dot_product_attention(Q, K, identity)),
            "X": X,
            "W_V": np.split(weights.values, h, axis=1),
            "W_O": np.split(weights.output, h, axis=0),
            "h": h,
            "i": each(range(1, h + 1)),
            "result": sum_over_heads(X, weights, h),
        }


@executed("attention_and_transformers.attention.cost")
def test_cost(rng: Generator) -> Cases:
    for n, width, h in ((128, 64, 8), (1, 1, 1), map(int, rng.integers(1, 9, 3))):
        d = h * width
        counted = cost(n, d, h)
        yield {
            "n": n,
            "d": d,
            "h": h,
            "result": (counted["weights"], counted["multiply_adds"], counted["scores"]),
        }
