"""Masks in PyTorch, whose two interfaces read True in opposite ways."""

import torch
from torch import Tensor, nn
from torch.nn import functional


# --8<-- [start:function]
def causal_padded_attention(Q: Tensor, K: Tensor, V: Tensor, real: Tensor) -> Tensor:
    """scaled_dot_product_attention: True = may attend. Q, K, V (B, h, n, d_k)."""
    n = Q.shape[-2]
    causal = torch.ones(n, n, dtype=torch.bool, device=Q.device).tril()
    allowed = causal & real[:, None, None, :]  # real (B, n): True at real tokens
    return functional.scaled_dot_product_attention(Q, K, V, attn_mask=allowed)


# --8<-- [end:function]


# --8<-- [start:layer]
def causal_padded_layer(
    layer: nn.MultiheadAttention, X: Tensor, real: Tensor
) -> Tensor:
    """nn.MultiheadAttention: True = blocked, in both masks. X (B, n, d)."""
    n = X.shape[1]
    future = torch.ones(n, n, dtype=torch.bool, device=X.device).triu(diagonal=1)
    output: Tensor = layer(X, X, X, attn_mask=future, key_padding_mask=~real)[0]
    return output


# --8<-- [end:layer]


# --8<-- [start:cross_attention]
def cross_attention(
    layer: nn.MultiheadAttention, X: Tensor, Z: Tensor, real: Tensor
) -> Tensor:
    """X (B, n, d) reads Z (B, m, d_z); the layer has kdim = vdim = d_z."""
    output: Tensor = layer(X, Z, Z, key_padding_mask=~real)[0]
    return output


# --8<-- [end:cross_attention]
