"""Normalization layers in PyTorch: their axes, and what half precision needs."""

import torch
from torch import Tensor, nn


# --8<-- [start:layers]
def layers(channels: int, height: int, width: int) -> dict[str, nn.Module]:
    """The layers for feature maps (B, C, H, W); γ and β per channel, but for one."""
    return {
        "batch": nn.BatchNorm2d(channels),
        "layer": nn.LayerNorm([channels, height, width]),  # γ and β per entry
        "group": nn.GroupNorm(num_groups=2, num_channels=channels),
        "instance": nn.InstanceNorm2d(channels, affine=True),
    }


# --8<-- [end:layers]


# --8<-- [start:token_norms]
def token_norms(width: int) -> dict[str, nn.Module]:
    """For tokens (B, T, d): statistics over d alone, so each token by itself."""
    return {"layer": nn.LayerNorm(width), "rms": nn.RMSNorm(width, eps=1e-6)}


# --8<-- [end:token_norms]


# --8<-- [start:channel_norm]
class ChannelNorm(nn.LayerNorm):
    """Layer norm over the channels at each position of (B, C, H, W), as in ConvNeXt."""

    def forward(self, x: Tensor) -> Tensor:
        """Move the channels last, normalize, and move them back."""
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


# --8<-- [end:channel_norm]


# --8<-- [start:rms_norm]
def rms_norm(x: Tensor, gamma: Tensor, epsilon: float = 1e-6) -> Tensor:
    """RMSNorm by hand: the statistics in float32, whatever the type of x (…, d)."""
    wide = x.float()
    scale = torch.rsqrt(wide.square().mean(dim=-1, keepdim=True) + epsilon)
    return (wide * scale).to(x.dtype) * gamma


# --8<-- [end:rms_norm]
