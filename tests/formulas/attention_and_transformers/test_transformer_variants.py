"""The formulas of the page on variants of the Transformer."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import each
from snippets.attention_and_transformers.transformer_variants import (
    balancing_gradient,
    balancing_loss,
    embed_patches,
    route,
    softmax,
)


@executed("attention_and_transformers.transformer_variants.embed_patches")
def test_embed_patches(rng: Generator) -> Cases:
    P, H, W = 2, 4, 6
    image, E, b = rng.standard_normal((3, H, W)), rng.standard_normal((5, 12)), rng.standard_normal(5)
    squares = [image[:, y : y + P, x : x + P].ravel() for y in range(0, H, P) for x in range(0, W, P)]
    z = embed_patches(image, P, E, b)
    yield {"n": len(z), "H": H, "W": W, "P": P, "z": z, "E": E, "x": np.array(squares), "b": b, "i": each(range(1, 7))}


@executed("attention_and_transformers.transformer_variants.route")
def test_route(rng: Generator) -> Cases:
    z, h = rng.standard_normal(5), rng.standard_normal((5, 3))
    for k in (1, 2, 5):
        gates = route(z[None], k)[0]
        best = sorted(range(1, 6), key=lambda i: -z[i - 1])[:k]
        yield {"y": gates @ h, "h": h, "g": gates, "z": z, r"\mathcal K": best, "i": each(best)}


@executed("attention_and_transformers.transformer_variants.balancing_loss")
def test_balancing_loss(rng: Generator) -> Cases:
    logits = rng.standard_normal((9, 4))
    p = softmax(logits)
    f = np.bincount(p.argmax(axis=1), minlength=4) / 9
    yield {r"\mathcal L": balancing_loss(logits, 0.01), r"\alpha": 0.01, "E": 4, "f": f, "P": p.mean(axis=0)}


@executed("attention_and_transformers.transformer_variants.balancing_gradient")
def test_balancing_gradient(rng: Generator) -> Cases:
    logits = rng.standard_normal((9, 4))
    p = softmax(logits)
    f = np.bincount(p.argmax(axis=1), minlength=4) / 9
    yield {
        "g": balancing_gradient(logits, 0.01),
        r"\alpha": 0.01,
        "E": 4,
        "T": 9,
        "p": p,
        "f": f,
        "t": each(range(1, 10)),
        "i": each(range(1, 5)),
        "j": each(range(1, 5)),
    }
