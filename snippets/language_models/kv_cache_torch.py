"""Attention over a key-value cache with PyTorch's fused attention."""

import torch
from torch import Tensor
from torch.nn import functional as F
from torch.nn.attention.bias import causal_lower_right


# --8<-- [start:attention]
def cached_attention(Q: Tensor, keys: Tensor, values: Tensor) -> Tensor:
    """The m newest positions, Q (B, heads, m, d_head), over n of the cache.

    Not `is_causal=True`: for m < n its mask would begin at the first position.
    """
    mask = causal_lower_right(Q.shape[-2], keys.shape[-2])
    return F.scaled_dot_product_attention(Q, keys, values, attn_mask=mask)


# --8<-- [end:attention]


# --8<-- [start:append]
def append(cache: Tensor, new: Tensor, lengths: Tensor) -> None:
    """Write one new key (or value) of each sequence behind what it has.

    Args:
        cache: preallocated, shape (B, heads, longest, d_head); changed in place.
        new: shape (B, heads, d_head).
        lengths: tokens that each sequence already has, shape (B,).
    """
    rows = torch.ones_like(lengths).cumsum(0) - 1  # 0, 1, …
    cache[rows, :, lengths] = new


def length_mask(lengths: Tensor, longest: int) -> Tensor:
    """True where a cache holds a token, shape (B, 1, 1, longest), for attn_mask."""
    places = torch.arange(longest, device=lengths.device)
    return (places < lengths[:, None])[:, None, None]


# --8<-- [end:append]
