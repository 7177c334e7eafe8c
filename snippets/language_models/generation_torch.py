"""Sampling in PyTorch, for a mini-batch of logits."""

import torch
from torch import Tensor


# --8<-- [start:sampling]
def next_tokens(
    logits: Tensor,
    temperature: float = 1.0,
    k: int | None = None,
    mass: float | None = None,
    generator: torch.Generator | None = None,
) -> Tensor:
    """One token for each row of logits (B, V): temperature, then top-k, then top-p."""
    if temperature == 0:
        return logits.argmax(dim=-1)
    z, order = (logits.float() / temperature).sort(descending=True)  # not in bf16
    if k is not None:
        z[:, k:] = -torch.inf
    p = z.softmax(dim=-1)
    if mass is not None and mass < 1:  # rounded sums reach 1 long before the last
        more_probable = p.cumsum(dim=-1) - p
        p = p.masked_fill(more_probable >= mass, 0)  # multinomial renormalizes
    place = torch.multinomial(p, 1, generator=generator)
    return order.gather(-1, place).squeeze(-1)


# --8<-- [end:sampling]
