"""Numbers of `docs/attention-and-transformers/transformer.md` that need PyTorch."""

import numpy as np
import torch
from numpy.typing import NDArray

from snippets.attention_and_transformers.transformer_torch import last_gradient

DEPTHS = (2, 4, 8, 16)


def gradient(first: int = 0) -> dict[str, NDArray[np.float64]]:
    """Gradient norm of the last block's output matrix at initialization, by form and number of blocks, and a ratio."""
    torch.set_num_threads(1)
    found = {
        f"{name}.{blocks}": np.array([last_gradient(blocks, first_norm, seed) for seed in range(first, first + 6)])
        for name, first_norm in (("post", False), ("pre", True))
        for blocks in DEPTHS
    }
    return {**found, "ratio.16": found["post.16"] / found["pre.16"]}
