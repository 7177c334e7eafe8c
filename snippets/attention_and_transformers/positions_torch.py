"""Positions in PyTorch: rotary queries and keys in the layout of most checkpoints."""

import torch
from torch import Tensor
from torch.nn import functional


# --8<-- [start:rotary]
def cosines_and_sines(
    positions: Tensor, d: int, base: float = 10_000.0
) -> tuple[Tensor, Tensor]:
    """Tables of shape (n, d), computed once for all layers; keep them in float32."""
    pairs = torch.arange(d // 2, dtype=torch.float32, device=positions.device)
    frequencies = base ** (-2 * pairs / d)
    angles = torch.outer(positions.float(), frequencies).repeat(1, 2)
    return angles.cos(), angles.sin()


def apply_rotary(X: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Queries or keys (B, heads, n, d), halves as pairs; values are left alone."""
    first, second = X.chunk(2, dim=-1)
    return X * cosine + torch.cat([-second, first], dim=-1) * sine


def rotary_attention(Q: Tensor, K: Tensor, V: Tensor, base: float = 10_000.0) -> Tensor:
    """Causal attention; the scores depend on distances alone."""
    positions = torch.arange(Q.shape[-2], device=Q.device)
    cosine, sine = cosines_and_sines(positions, Q.shape[-1], base)
    Q, K = (apply_rotary(X, cosine, sine).to(X.dtype) for X in (Q, K))
    return functional.scaled_dot_product_attention(Q, K, V, is_causal=True)


# --8<-- [end:rotary]
