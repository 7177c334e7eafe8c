"""Numbers of `docs/language-models/serving.md`."""

import numpy as np

from snippets.language_models import serving as page
from snippets.language_models.kv_cache import cache_bytes_per_token

PEAK, BANDWIDTH, MEMORY = 989e12, 3.35e12, 80e9
"""FLOP/s (dense, bf16), bytes/s and bytes of an H100 SXM."""
PARAMETERS = 7e9
CONTEXT = 1024
LENGTHS = (2, 9, 3, 4, 8, 2, 3, 5)
RESERVED = (300, 700, 1200)


def _cache_bytes(heads: int) -> float:
    """Bytes of a sequence of 1,024 tokens with 32 layers and heads of size 128."""
    return CONTEXT * cache_bytes_per_token(32, heads, 128)


def _seconds(batch: int, cache: float = 0.0) -> float:
    return page.step_seconds(batch, PARAMETERS, cache, PEAK, BANDWIDTH)


def ridge() -> float:
    """FLOP per byte from which the device is limited by arithmetic; with 2 bytes a weight, also the batch."""
    return PEAK / BANDWIDTH


def alone() -> dict[str, float]:
    """Milliseconds of a token, tokens per second, those of a prompt of a thousand tokens, share of the peak."""
    return {
        "milliseconds": 1000 * _seconds(1),
        "rate": 1 / _seconds(1),
        "prompt": 1000 * _seconds(1000),
        "used": 1 / ridge(),
    }


def batch() -> dict[str, float]:
    """The largest batch that fits, its step in milliseconds and its tokens per second, by key-value heads."""
    found: dict[str, float] = {}
    for heads in (32, 8):
        fits = int((MEMORY - 2 * PARAMETERS) / _cache_bytes(heads))
        seconds = _seconds(fits, _cache_bytes(heads))
        found |= {f"fits.{heads}": fits, f"ms.{heads}": 1000 * seconds, f"rate.{heads}": fits / seconds}
    return found


def slots() -> dict[str, float]:
    """Steps for eight requests in four slots, and the share of slots that write a token."""
    static, continuous = page.static_steps(LENGTHS, 4), page.continuous_steps(LENGTHS, 4)
    work = sum(LENGTHS) / 4
    return {
        "static": static,
        "continuous": continuous,
        "static_share": work / static,
        "continuous_share": work / continuous,
    }


def used() -> dict[str, float]:
    """Share of cache memory that holds tokens: 2,048 places for each request, and blocks of 16."""
    return {"reserved": page.used_share(RESERVED, 2048), "blocks": page.used_share(RESERVED, 16)}


def drafts() -> dict[str, float]:
    """Tokens per pass and speed-ups."""
    return {
        "tokens": page.tokens_per_pass(0.8, 4),
        "good": page.speed_up(0.8, 4, 0.1),
        "bad": page.speed_up(0.3, 4, 0.2),
    }


def overlap() -> float:
    """Acceptance of the worked example."""
    return page.acceptance(np.array([0.5, 0.3, 0.1, 0.1]), np.array([0.3, 0.2, 0.25, 0.25]))
