"""Numbers of `docs/language-models/kv-cache.md`."""

from snippets.language_models import kv_cache as page

MODELS = {"llama_7b": (32, 32, 128), "llama_3_8b": (32, 8, 128)}
"""Layers, key-value heads, size of a head."""


def kibibytes() -> dict[str, float]:
    """KiB of one token in 16 bits, by model."""
    return {name: page.cache_bytes_per_token(*shape) / 2**10 for name, shape in MODELS.items()}


def gibibytes() -> dict[str, float]:
    """GiB of 4,096 tokens in 16 bits, by model; of 32 such sequences; and of a longer one."""
    found = {name: 4096 * page.cache_bytes_per_token(*shape) / 2**30 for name, shape in MODELS.items()}
    found["batch"] = 32 * found["llama_7b"]
    found["long"] = 131072 * page.cache_bytes_per_token(*MODELS["llama_3_8b"]) / 2**30
    return found


def llama_3_70b() -> dict[str, float]:
    """KiB of a token of Llama 3 70B in 16 bits, GiB of 131,072 tokens, and the same with 64 key-value heads."""
    token, alone = (page.cache_bytes_per_token(80, heads, 128) for heads in (8, 64))
    return {"token": token / 2**10, "text": 131_072 * token / 2**30, "all_heads": 131_072 * alone / 2**30}


def gigabytes() -> dict[str, float]:
    """GB of the batch of 32 sequences, and together with the weights."""
    batch = 32 * 4096 * page.cache_bytes_per_token(*MODELS["llama_7b"]) / 1e9
    return {"batch": batch, "together": batch + weights()}


def four_bits() -> float:
    """KiB of one token of Llama 3 8B in 4 bits."""
    return page.cache_bytes_per_token(*MODELS["llama_3_8b"], 0.5) / 2**10


def weights() -> float:
    """GB of 6.7 billion weights in 16 bits."""
    return 2 * 6.7


def tokens_as_heavy_as_the_weights() -> float:
    """Tokens of LLaMA-7B whose cache takes as many bytes as its weights, in thousands."""
    return 2 * 6.7e9 / page.cache_bytes_per_token(*MODELS["llama_7b"]) / 1000


def attention_share() -> dict[str, float]:
    """Share of attention in the work for a token at width 4,096, by length."""
    found = {}
    for length in (4096, 32768):
        total = page.layer_multiply_adds(length, 4096, cached=True)
        found[str(length)] = 1 - page.layer_multiply_adds(0, 4096, cached=True) / total
    return found


def passes() -> dict[str, int]:
    """Keys computed in five passes behind a prompt of three tokens."""
    prompt, count = 3, 5
    return {"without": sum(prompt + step for step in range(count)), "with": prompt + count - 1}
