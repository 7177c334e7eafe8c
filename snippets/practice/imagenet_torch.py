"""Top-k error in PyTorch."""

import torch
from torch import Tensor


# --8<-- [start:top_k_error]
@torch.no_grad()
def top_k_error(scores: Tensor, labels: Tensor, k: int) -> float:
    """Share of examples whose label (N,) is not among the k largest scores (N, C)."""
    best = scores.topk(k).indices
    hit = (best == labels[:, None]).any(dim=1)
    return 1 - hit.double().mean().item()


# --8<-- [end:top_k_error]
