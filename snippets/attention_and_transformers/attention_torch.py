"""Attention in PyTorch: one function, and a layer whose heads are axes."""

from torch import Tensor, nn
from torch.nn import functional


# --8<-- [start:self_attention]
def self_attention(X: Tensor, W_Q: Tensor, W_K: Tensor, W_V: Tensor) -> Tensor:
    """softmax(QKᵀ/√d_k) V for X (…, n, d); the scale 1/√d_k is the default."""
    return functional.scaled_dot_product_attention(X @ W_Q, X @ W_K, X @ W_V)


# --8<-- [end:self_attention]


# --8<-- [start:multi_head_attention]
class MultiHeadAttention(nn.Module):
    """Self-attention with `heads` heads of width d/heads; X (B, n, d) to (B, n, d)."""

    def __init__(self, d: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.in_projection = nn.Linear(d, 3 * d, bias=False)  # Q, K, V side by side
        self.out_projection = nn.Linear(d, d, bias=False)

    def forward(self, X: Tensor) -> Tensor:
        """Mix the positions of each sequence."""
        batch, n, d = X.shape
        # Cut the width first, then swap: view(batch, heads, n, −1) would mix positions.
        parts = self.in_projection(X).view(batch, n, 3, self.heads, d // self.heads)
        Q, K, V = parts.permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(Q, K, V)
        joined = mixed.transpose(1, 2).reshape(batch, n, d)
        output: Tensor = self.out_projection(joined)
        return output


# --8<-- [end:multi_head_attention]
