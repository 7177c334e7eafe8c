"""The formulas of docs/attention-and-transformers/efficient-attention.md."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import each
from snippets.attention_and_transformers.efficient_attention import (
    dense_multiply_adds,
    flash_traffic,
    latent_scores,
    linear_attention,
    merge_block,
    pair_multiply_adds,
    plain_traffic,
    positive,
    reach,
)


@executed("attention_and_transformers.efficient_attention.pair_multiply_adds")
def test_pair_multiply_adds(rng: Generator) -> Cases:
    n, d = map(int, rng.integers(2, 100, 2))
    yield {
        r"C_{\text{dense}}": dense_multiply_adds(n, d),
        r"C_{\text{pairs}}": pair_multiply_adds(n, d),
        "n": n,
        "d": d,
    }


@executed("attention_and_transformers.efficient_attention.reach")
def test_reach(rng: Generator) -> Cases:
    L, w = map(int, rng.integers(2, 50, 2))
    yield {"r": reach(L, w), "L": L, "w": w}


@executed("attention_and_transformers.efficient_attention.linear_attention")
def test_linear_attention(rng: Generator) -> Cases:
    q, k, v = rng.standard_normal((4, 3)), rng.standard_normal((4, 3)), rng.standard_normal((4, 2))
    yield {
        "o": linear_attention(q, k, v),
        r"\phi": positive,
        "q": q,
        "k": k,
        "v": v,
        "a": positive(q),
        "b": positive(k),
        "i": each(range(1, 5)),
        "j": each(range(1, 5)),
    }


@executed("attention_and_transformers.efficient_attention.merge_block")
def test_merge_block(rng: Generator) -> Cases:
    for m in (-1.0, 3.0):  # the largest score is new, or old
        s, v, o = rng.uniform(-1, 1, 4), rng.standard_normal((4, 2)), rng.standard_normal(2)
        total = rng.uniform(1, 5)
        largest, sums, means = merge_block((np.array([[m]]), np.array([[total]]), o[None]), s[None], v)
        yield {
            r"m_{\text{new}}": largest.item(),
            r"\ell_{\text{new}}": sums.item(),
            r"o_{\text{new}}": means[0],
            "m": m,
            r"\ell": total,
            "o": o,
            "s": s,
            "v": v,
            "j": each(range(1, 5)),
        }


@executed("attention_and_transformers.efficient_attention.flash_traffic")
def test_flash_traffic(rng: Generator) -> Cases:
    d = int(rng.integers(2, 50))
    for n, rows in ((12, 4), (13, 4), (40, 7)):
        yield {
            r"N_{\text{plain}}": plain_traffic(n, d),
            r"N_{\text{flash}}": flash_traffic(n, d, rows),
            "n": n,
            "d": d,
            "r": rows,
        }


@executed("attention_and_transformers.efficient_attention.latent_scores")
def test_latent_scores(rng: Generator) -> Cases:
    q, c, W = rng.standard_normal((3, 2)), rng.standard_normal((4, 5)), rng.standard_normal((5, 2))
    yield {
        "s": latent_scores(q[None], c, W[None])[0],
        "q": q,
        "c": c,
        "W": W,
        "i": each(range(1, 4)),
        "j": each(range(1, 5)),
    }
