"""The formulas of docs/attention-and-transformers/masks-and-cross-attention.md."""

from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from snippets.attention_and_transformers.masks_and_cross_attention import arithmetic_mean


@executed("attention_and_transformers.masks_and_cross_attention.arithmetic_mean")
def test_arithmetic_mean(rng: Generator) -> Cases:
    for n in (1, 2, 5):
        x = rng.standard_normal(n)
        yield {r"\bar x": arithmetic_mean(x), "x": x, "n": n}
