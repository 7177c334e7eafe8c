"""Numbers of `docs/attention-and-transformers/efficient-attention.md`."""

import numpy as np

from snippets.attention_and_transformers import efficient_attention as page
from snippets.language_models.kv_cache import cache_bytes_per_token


def share() -> dict[str, float]:
    """Share of the quadratic part in the multiply-adds of a layer, by width and length."""
    found = {}
    for width, length in ((768, 1024), (4096, 4096), (4096, 131072)):
        pairs = page.pair_multiply_adds(length, width)
        found[f"{width}.{length}"] = pairs / (pairs + page.dense_multiply_adds(length, width))
    return found


def crossing() -> dict[str, int]:
    """First length at which the quadratic part costs as much as the rest, by width."""
    return {str(width): _crossing(width) for width in (768, 4096)}


def _crossing(width: int) -> int:
    lengths = range(1, 10 * width)
    return next(n for n in lengths if page.pair_multiply_adds(n, width) >= page.dense_multiply_adds(n, width))


def scores() -> float:
    """GiB of the stored scores of one layer with 32 heads and 8,192 tokens in 16 bits."""
    return page.score_bytes(8192, 32) / 2**30


def reach() -> int:
    """Positions that 32 layers with windows of 4,096 reach."""
    return page.reach(32, 4096)


def retrieval() -> dict[str, float]:
    """Output for a query that equals the fourth of 16 keys, whose values are 0 to 15."""
    K, V = 8 * np.eye(16), np.arange(16.0)[:, None]
    queries = np.tile(K[3], (16, 1))
    return {
        "softmax": float(page.flash_attention(queries[:1], K, V, 4)[0][0, 0]),
        "linear": float(page.linear_attention(queries, K, V)[-1, 0]),
    }


def worked() -> dict[str, float]:
    """Online softmax over the scores 1, 3 | 2, 5 with the values 10, 20 | 30, 40."""
    first = page.merge_block(page.NO_KEYS, np.array([[1.0, 3.0]]), np.array([[10.0], [20.0]]))
    second = page.merge_block(first, np.array([[2.0, 5.0]]), np.array([[30.0], [40.0]]))
    return {
        "total.1": first[1].item(),
        "mean.1": first[2].item(),
        "rescale": float(np.exp(3 - 5)),
        "total.2": second[1].item(),
        "mean.2": second[2].item(),
        "output": (second[2] / second[1]).item(),
    }


def traffic() -> dict[str, float]:
    """Millions of numbers moved at 8,192 tokens and heads of size 64, and the ratio."""
    plain, flash = page.plain_traffic(8192, 64), page.flash_traffic(8192, 64, 128)
    return {"plain": plain / 1e6, "flash": flash / 1e6, "ratio": plain / flash}


def extra() -> dict[str, float]:
    """Numbers kept for a head of 8,192 tokens: all scores, and one log for each row."""
    return {"scores": 8192**2 / 1e6, "logs": 8192}


def kibibytes() -> dict[str, float]:
    """KiB of cache of one token: 80 layers with heads of size 128, by key-value heads."""
    return {str(heads): cache_bytes_per_token(80, heads, 128) / 2**10 for heads in (64, 8, 1)}


def latent() -> dict[str, float]:
    """Numbers of a token in one layer of DeepSeek-V2, of multi-head attention with its heads, and their ratio."""
    cached, full = 512 + 64, 2 * 128 * 128
    return {"cached": cached, "full": full, "ratio": full / cached, "groups": cached / (2 * 128)}
