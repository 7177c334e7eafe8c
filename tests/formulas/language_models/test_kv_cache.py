"""The formulas of docs/language-models/kv-cache.md."""

from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from snippets.language_models.kv_cache import cache_bytes_per_token, layer_multiply_adds


@executed("language_models.kv_cache.cache_bytes_per_token")
def test_cache_bytes_per_token(rng: Generator) -> Cases:
    L, heads, size = map(int, rng.integers(2, 100, 3))
    for b in (0.5, 2.0):
        yield {
            r"m_{\text{token}}": cache_bytes_per_token(L, heads, size, b),
            "L": L,
            r"h_{\text{kv}}": heads,
            r"d_{\text{head}}": size,
            "b": b,
        }


@executed("language_models.kv_cache.layer_multiply_adds")
def test_layer_multiply_adds(rng: Generator) -> Cases:
    n, d = map(int, rng.integers(2, 100, 2))
    yield {
        r"C_{\text{cache}}": lambda n: layer_multiply_adds(int(n), d, cached=True),
        r"C_{\text{none}}": lambda n: layer_multiply_adds(int(n), d, cached=False),
        "n": n,
        "d": d,
    }
