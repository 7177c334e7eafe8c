"""The formulas of the page on the Transformer block."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import Indexed, from_zero
from snippets.attention_and_transformers.transformer import (
    Affine,
    block_parameters,
    encoder_block,
    feed_forward,
    feed_forward_parameters,
    layer_norm,
    mixing_costs,
    random_attention,
    random_feed_forward,
    random_sublayers,
    stack,
    sublayer,
    work_of_a_block,
)

Array = NDArray[np.float64]


def normalized(X: Array) -> Array:
    """The norm, which complains about what is no array."""
    return layer_norm(np.asarray(X, float))


@executed("attention_and_transformers.transformer.encoder_block")
def test_encoder_block(rng: Generator) -> Cases:
    X, everywhere = rng.standard_normal((3, 4)), np.ones((3, 3), bool)
    attention, layer = random_attention(4, 2, rng), random_feed_forward(4, 8, rng)

    def attend(X: Array) -> Array:
        return attention(X, X, everywhere)

    yield {
        "X": X,
        "U": layer_norm(X + attend(X)),
        "Y": encoder_block(X, attention, layer, (layer_norm, layer_norm)),
        r"\operatorname{LN}": normalized,
        r"\operatorname{Attn}": lambda X: attend(np.asarray(X, float)),
        r"\operatorname{FFN}": layer,
    }


@executed("attention_and_transformers.transformer.block_parameters")
def test_block_parameters(rng: Generator) -> Cases:
    d = int(rng.integers(1, 1000))
    yield {"P": block_parameters(d, 4 * d), "d": d, "h": 4 * d}


@executed("attention_and_transformers.transformer.mixing_costs")
def test_mixing_costs(rng: Generator) -> Cases:
    n, d = map(int, rng.integers(1, 1000, 2))
    costs = mixing_costs(n, d)
    yield {"A": costs["attention"].multiply_adds, "R": costs["recurrence"].multiply_adds, "n": n, "d": d}


@executed("attention_and_transformers.transformer.sublayer")
def test_sublayer(rng: Generator) -> Cases:
    x, W = rng.standard_normal(4), rng.standard_normal((4, 4))

    def branch(x: Array) -> Array:
        return np.tanh(x @ W)

    yield {
        r"y_{\text{post}}": sublayer(x, branch, layer_norm, norm_first=False),
        r"y_{\text{pre}}": sublayer(x, branch, layer_norm, norm_first=True),
        "x": x,
        "F": branch,
        r"\operatorname{LN}": normalized,
    }


@executed("attention_and_transformers.transformer.stack")
def test_stack(rng: Generator) -> Cases:
    functions = random_sublayers(4, 2, 2, rng)
    streams = stack(rng.standard_normal((3, 4)), functions, norm_first=True)
    for L in (1, 2, 4):
        yield {
            "x": from_zero(streams),
            "F": Indexed(lambda layer: functions[layer - 1]),
            r"\operatorname{LN}": normalized,
            "L": L,
        }


@executed("attention_and_transformers.transformer.feed_forward")
def test_feed_forward(rng: Generator) -> Cases:
    W_1, W_2 = rng.standard_normal((5, 3)), rng.standard_normal((3, 5))
    b, c = rng.standard_normal(5), rng.standard_normal(3)
    inner, outer = Affine(W_1.T, b), Affine(W_2.T, c)
    yield {
        r"\operatorname{FFN}": lambda x: feed_forward(x[None], inner, outer, np.tanh)[0],
        "x": rng.standard_normal(3),
        "W_1": W_1,
        "W_2": W_2,
        r"\varphi": np.tanh,
        "k": Indexed(lambda i: W_1[i - 1]),
        "v": Indexed(lambda i: W_2[:, i - 1]),
        "b": b,
        "c": c,
        "h": 5,
    }


@executed("attention_and_transformers.transformer.feed_forward_parameters")
def test_feed_forward_parameters(rng: Generator) -> Cases:
    d = 3 * int(rng.integers(1, 300))
    plain, gated = (feed_forward_parameters(d, h, gated) for h, gated in ((4 * d, False), (8 * d // 3, True)))
    yield {"d": d, "result": plain, "last": gated}


@executed("attention_and_transformers.transformer.work_of_a_block")
def test_work_of_a_block(rng: Generator) -> Cases:
    n, d = map(int, rng.integers(1, 1000, 2))
    work = work_of_a_block(n, d)
    yield {"s": work["feed-forward"] / sum(work.values()), "n": n, "d": d}
