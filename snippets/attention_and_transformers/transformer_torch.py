"""The Transformer block in PyTorch: the ready-made layers, and a decoder of today."""

from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from snippets.attention_and_transformers.transformer import gated_width


# --8<-- [start:layers]
def encoder_layer(
    d: int, heads: int, norm_first: bool = False
) -> nn.TransformerEncoderLayer:
    """Inputs (B, n, d); dropout is 0.1 unless you say otherwise, in training mode."""
    return nn.TransformerEncoderLayer(
        d, heads, 4 * d, dropout=0.0, norm_first=norm_first, batch_first=True
    )


def decode(layer: nn.TransformerDecoderLayer, X: Tensor, memory: Tensor) -> Tensor:
    """Causal only with the mask: the layer does not know by itself that it decodes."""
    causal = nn.Transformer.generate_square_subsequent_mask
    mask = causal(X.shape[1], device=X.device, dtype=X.dtype)
    return cast(Tensor, layer(X, memory, tgt_mask=mask))


# --8<-- [end:layers]


# --8<-- [start:Block]
class Block(nn.Module):
    """Decoder block as in LLaMA, without its positions: pre-norm, RMSNorm, SwiGLU."""

    def __init__(self, d: int, heads: int) -> None:
        super().__init__()
        self.heads, hidden = heads, gated_width(d)
        self.norms = nn.ModuleList([nn.RMSNorm(d, eps=1e-5), nn.RMSNorm(d, eps=1e-5)])
        self.qkv = nn.Linear(d, 3 * d, bias=False)
        self.output = nn.Linear(d, d, bias=False)
        self.gate = nn.Linear(d, hidden, bias=False)
        self.value = nn.Linear(d, hidden, bias=False)
        self.down = nn.Linear(hidden, d, bias=False)

    def forward(self, X: Tensor) -> Tensor:
        """X (B, n, d): two sums, each of what was there and what a sublayer adds."""
        X = X + self.attend(self.norms[0](X))
        Z = self.norms[1](X)
        return X + cast(
            Tensor, self.down(functional.silu(self.gate(Z)) * self.value(Z))
        )

    def attend(self, Z: Tensor) -> Tensor:
        """Causal attention; Q, K and V have the shape (B, heads, n, d / heads)."""
        Q, K, V = self.qkv(Z).unflatten(-1, (3, self.heads, -1)).permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(Q, K, V, is_causal=True)
        return cast(Tensor, self.output(mixed.transpose(1, 2).flatten(2)))


# --8<-- [end:Block]


# --8<-- [start:gradients]
def last_gradient(blocks: int, norm_first: bool, seed: int) -> float:
    """Norm of the last block's W₂ gradient at initialization, for random targets."""
    torch.manual_seed(seed)
    d, classes = 64, 50
    layers = [encoder_layer(d, 4, norm_first) for _ in range(blocks)]
    for parameter in (each for layer in layers for each in layer.parameters()):
        if parameter.dim() > 1:
            nn.init.xavier_uniform_(parameter)
    final = nn.LayerNorm(
        d
    )  # for pre-norm: post-norm ends in one, a second does nothing
    model = nn.Sequential(*layers, final, nn.Linear(d, classes))
    logits, targets = model(torch.randn(8, 32, d)), torch.randint(classes, (8, 32))
    functional.cross_entropy(logits.flatten(0, 1), targets.flatten()).backward()
    gradient = layers[-1].linear2.weight.grad
    assert gradient is not None
    return float(gradient.norm())


# --8<-- [end:gradients]
