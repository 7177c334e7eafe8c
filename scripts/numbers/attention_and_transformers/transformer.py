"""Numbers of `docs/attention-and-transformers/transformer.md`."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from snippets.attention_and_transformers import transformer as page
from snippets.foundations.activation_functions import swiglu

Runs = NDArray[np.float64]


def gpt2() -> dict[str, float]:
    """GPT-2 small: parameters of a block, of all blocks, of the tables, in total, and two shares."""
    d = 768
    block = page.block_parameters(d, 4 * d)
    total = page.decoder_only_parameters(d, 12, 50_257, 1024)
    feed_forward = 2 * d * 4 * d + 4 * d + d
    return {
        "block": block,
        "blocks": 12 * block,
        "tokens": 50_257 * d,
        "positions": 1024 * d,
        "total": total,
        "millions": total / 1e6,
        "feed_forward": feed_forward / block,
        "attention": 4 * (d * d + d) / block,
        "estimate": 12 * d**2 / block,
    }


def llama2() -> dict[str, float]:
    """Billions of parameters of Llama 2 7B: by 12 d² a block, of its blocks as they are, and in total."""
    d, hidden, blocks, tokens = 4096, 11_008, 32, 32_000
    block = 4 * d**2 + page.feed_forward_parameters(d, hidden, gated=True) + 2 * d
    return {
        "rule": 12 * blocks * d**2 / 1e9,
        "blocks": blocks * block / 1e9,
        "total": (blocks * block + d + 2 * tokens * d) / 1e9,
    }


def original() -> dict[str, float]:
    """Millions of parameters of the models of 2017 with 37,000 tokens in one shared table."""

    def millions(d: int) -> float:
        blocks = page.block_parameters(d, 4 * d), page.block_parameters(d, 4 * d, attentions=2)
        return (6 * sum(blocks) + 37_000 * d) / 1e6

    return {"base": millions(512), "big": millions(1024)}


def collapse(first: int = 0) -> dict[str, Runs]:
    """Distance from equal rows behind 2 and 6 layers of attention: alone, and with residual sums."""
    found: dict[str, list[float]] = {"alone.2": [], "alone.6": [], "residual.6": []}
    for seed in range(first, first + 40):
        rng = np.random.default_rng(seed)
        start = rng.standard_normal((32, 64))
        alone = residual = start
        for depth, attend in enumerate(page.random_sublayers(64, 4, 6, rng)[::2], 1):
            alone, residual = attend(alone), residual + attend(residual)
            if f"alone.{depth}" in found:
                found[f"alone.{depth}"].append(page.distance_from_one_row(alone))
        found["residual.6"].append(page.distance_from_one_row(residual))
    return {name: np.array(runs) for name, runs in found.items()}


def costs() -> dict[str, float]:
    """Attention's multiply-adds over those of a recurrence of width 512, for short and long sequences."""
    found = {}
    for n in (64, 512, 4096):
        cost = page.mixing_costs(n, 512)
        found[f"ratio.{n}"] = cost["attention"].multiply_adds / cost["recurrence"].multiply_adds
    found["inverse.64"] = 1 / found["ratio.64"]
    return found


def cache() -> dict[str, float]:
    """Bytes of the keys and values of Llama 2 7B: 32 layers, width 4096, two bytes a number."""
    token = 2 * 32 * page.mixing_costs(1, 4096)["attention"].kept
    return {"token_mib": token / 2**20, "context_gib": 4096 * token / 2**30}


def stream(first: int = 0) -> dict[str, Runs]:
    """Variance of the residual stream behind 12 blocks, and how much the first and last block change it."""
    found: dict[str, list[float]] = {name: [] for name in ("pre.first", "pre.last", "post.last")}
    for seed in range(first, first + 8):
        rng = np.random.default_rng(seed)
        X, functions = rng.standard_normal((32, 64)), page.random_sublayers(64, 4, 12, rng)
        for name, norm_first in (("pre", True), ("post", False)):
            streams = page.stack(X, functions, norm_first)[::2]
            for block, value in enumerate(streams):
                found.setdefault(f"{name}.{block}", []).append(float(value.var()))
            changes = [np.linalg.norm(b - a) / np.linalg.norm(a) for a, b in pairwise(streams)]
            if norm_first:
                found["pre.first"].append(float(changes[0]))
            found[f"{name}.last"].append(float(changes[-1]))
    return {name: np.array(runs) for name, runs in found.items()}


def gated() -> dict[str, float]:
    """Hidden widths with a gate at d = 4096, and the parameters of LLaMA's layer over those of a plain one."""
    plain = page.feed_forward_parameters(4096, 4 * 4096, gated=False)
    return {
        "exact": page.gated_width(4096),
        "rounded": page.gated_width(4096, 256),
        "ratio": page.gated_width(4096, 256) / 4096,
        "excess": page.feed_forward_parameters(4096, page.gated_width(4096, 256), gated=True) / plain - 1,
    }


def share() -> dict[str, float]:
    """Share of the feed-forward layer in the work of a block of width 768, by length in widths."""
    found = {}
    for widths in (0, 1, 2, 6):
        work = page.work_of_a_block(widths * 768 or 1, 768)
        found[str(widths)] = work["feed-forward"] / sum(work.values())
    return {**found, "half": 2 * 768}


def doubled() -> dict[str, float]:
    """By what the output grows where the input doubles: ReLU layer, gate without SiLU, SwiGLU far out."""
    rng = np.random.default_rng(0)
    X, G, V, W = (rng.standard_normal(shape) for shape in ((1, 8), (8, 16), (8, 16), (16, 8)))

    def relu(X: page.Array) -> page.Array:
        return np.asarray(np.maximum(X @ G, 0) @ W)

    def bilinear(X: page.Array) -> page.Array:
        return np.asarray(((X @ G) * (X @ V)) @ W)

    def grows(layer: page.Function, X: page.Array) -> float:
        return float(np.linalg.norm(layer(2 * X)) / np.linalg.norm(layer(X)))

    far = grows(lambda X: swiglu(X, G, V, W), 1000 * X)
    return {"relu": grows(relu, X), "bilinear": grows(bilinear, X), "swiglu": far}


def state() -> dict[str, float]:
    """What a state of 4096 numbers of 16 bits can hold, in bits and in tokens of a vocabulary of 32,000."""
    bits = 16 * page.mixing_costs(1, 4096)["recurrence"].kept
    return {"bits": bits, "tokens": bits / np.log2(32_000)}
