"""The formulas of the page on masks and cross-attention."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import each
from snippets.attention_and_transformers.masks_and_cross_attention import (
    Projections,
    causal_mask,
    cross_attention,
    masked_softmax,
    mixing_cost,
    source_keys_values,
)
from tests.formulas.attention_and_transformers.test_attention import by_rows


@executed("attention_and_transformers.masks_and_cross_attention.masked_softmax")
def test_masked_softmax(rng: Generator) -> Cases:
    scores = rng.standard_normal((3, 4))
    for allowed in (causal_mask(3, 4), np.ones((3, 4), dtype=bool), np.arange(4) < [[1], [2], [3]]):
        yield {
            r"\alpha": masked_softmax(scores, allowed),
            "M": allowed.astype(float),
            "s": scores,
            "m": 4,
            "i": each(range(1, 4)),
            "j": each(range(1, 5)),
            "l": each(range(1, 5)),
        }


@executed("attention_and_transformers.masks_and_cross_attention.causal_mask")
def test_causal_mask(rng: Generator) -> Cases:
    n = int(rng.integers(2, 6))
    yield {
        "M": causal_mask(n, n).astype(float),
        "i": each(range(1, n + 1)),
        "j": each(range(1, n + 1)),
    }


@executed("attention_and_transformers.masks_and_cross_attention.cross_attention")
def test_cross_attention(rng: Generator) -> Cases:
    X, Z = rng.standard_normal((2, 5)), rng.standard_normal((3, 4))
    weights = Projections(rng.standard_normal((5, 6)), rng.standard_normal((4, 6)), rng.standard_normal((4, 2)))
    yield {
        "X": X,
        "Z": Z,
        "W_Q": weights.queries,
        "W_K": weights.keys,
        "W_V": weights.values,
        "Q": X @ weights.queries,
        "K": Z @ weights.keys,
        "V": Z @ weights.values,
        "d_k": 6,
        r"\operatorname{softmax}": by_rows,
        "result": (
            None,
            None,
            None,
            cross_attention(X, source_keys_values(Z, weights), np.ones(3, dtype=bool), weights),
        ),
    }


@executed("attention_and_transformers.masks_and_cross_attention.mixing_cost")
def test_mixing_cost(rng: Generator) -> Cases:
    for n, m, d_k, d_v in ((1, 1, 1, 1), map(int, rng.integers(1, 20, 4))):
        yield {"n": n, "m": m, "d_k": d_k, "d_v": d_v, "result": mixing_cost(n, m, d_k, d_v)}
