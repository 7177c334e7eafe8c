"""Patch embedding and routing in PyTorch."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F


# --8<-- [start:PatchEmbedding]
class PatchEmbedding(nn.Module):
    """Patches as tokens, a class token before them, and learned positions added."""

    def __init__(self, side: int = 14, size: int = 16, width: int = 768) -> None:
        super().__init__()
        self.project = nn.Conv2d(3, width, kernel_size=size, stride=size)
        self.class_token = nn.Parameter(torch.zeros(1, 1, width))
        self.positions = nn.Parameter(torch.empty(1, side**2 + 1, width))
        nn.init.trunc_normal_(self.positions, std=0.02)

    def forward(self, images: Tensor) -> Tensor:
        """Images, shape (B, 3, H, W), as tokens, shape (B, 1 + HW/P², width)."""
        tokens = self.project(images).flatten(2).transpose(1, 2)
        first = self.class_token.expand(len(images), -1, -1)
        return torch.cat([first, tokens], 1) + self.positions


def resize_positions(positions: Tensor, side: int) -> Tensor:
    """Positions for side × side patches, by interpolation; the class token's stays.

    Args:
        positions: shape (1, 1 + n², width) for n × n patches.
        side: patches in a row of the new images.
    """
    of_patches = positions[:, 1:]
    n = int(of_patches.shape[1] ** 0.5)
    grid = of_patches.unflatten(1, (n, n)).permute(0, 3, 1, 2)
    grid = F.interpolate(grid, (side, side), mode="bicubic", align_corners=False)
    return torch.cat([positions[:, :1], grid.flatten(2).transpose(1, 2)], 1)


# --8<-- [end:PatchEmbedding]


# --8<-- [start:balancing_loss]
def balancing_loss(logits: Tensor, alpha: float) -> Tensor:
    """α E Σ fᵢ Pᵢ of a top-1 router, logits of shape (T, E); choosing has no slope."""
    p = logits.softmax(-1)
    f = F.one_hot(p.argmax(-1), logits.shape[1]).to(p.dtype).mean(0)
    return alpha * logits.shape[1] * torch.dot(f, p.mean(0))


# --8<-- [end:balancing_loss]
