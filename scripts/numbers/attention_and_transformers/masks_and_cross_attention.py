"""Numbers of `docs/attention-and-transformers/masks-and-cross-attention.md`."""

import numpy as np

from snippets.attention_and_transformers.attention import softmax
from snippets.attention_and_transformers.masks_and_cross_attention import causal_mask, masked_softmax, mixing_cost


def example() -> dict[str, float]:
    """Second of four positions with the scores 2, 1, 3, 0: masked weights, plain ones, and what zeroing would leave."""
    scores = np.array([2.0, 1.0, 3.0, 0.0])
    first, second = masked_softmax(scores, causal_mask(4, 4)[1])[:2]
    plain = softmax(scores)
    return {
        "first": first,
        "second": second,
        "plain_first": plain[0],
        "plain_second": plain[1],
        "plain_third": plain[2],
        "left": float(plain[:2].sum()),
    }


def pixels() -> dict[str, float]:
    """Multiply-adds per unit of width for an image of 224 × 224 pixels: by itself, and read by 512 queries."""
    count = 224 * 224
    itself, read = mixing_cost(count, count, 1, 0), mixing_cost(512, count, 1, 0)
    return {"count": count, "itself": itself / 1e9, "read": read / 1e9, "ratio": itself / read}
