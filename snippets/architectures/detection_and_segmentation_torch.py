"""Focal loss on logits, and a small U-Net with the loss that it is trained by."""

import torch
from torch import Tensor, nn
from torch.nn import functional


# --8<-- [start:focal_loss]
def focal_loss(logits: Tensor, labels: Tensor, gamma: float, alpha: float) -> Tensor:
    """Sum over (N,) boxes of −α_t (1 − p_t)^γ ln p_t; labels are 0.0 or 1.0.

    Cross-entropy from logits gives −ln p_t without overflow. Divide by the number of
    boxes that are assigned to objects, not by N.
    """
    cross_entropy = functional.binary_cross_entropy_with_logits(
        logits, labels, reduction="none"
    )
    p_true = torch.exp(-cross_entropy)
    weight = alpha * labels + (1 - alpha) * (1 - labels)
    return (weight * (1 - p_true) ** gamma * cross_entropy).sum()


# --8<-- [end:focal_loss]


# --8<-- [start:UNet]
def convolutions(c_in: int, c_out: int) -> nn.Sequential:
    """Two padded 3 × 3 convolutions with ReLU: the size stays."""
    layers = (nn.Conv2d(c_in, c_out, 3, padding=1), nn.ReLU())
    return nn.Sequential(*layers, nn.Conv2d(c_out, c_out, 3, padding=1), nn.ReLU())


class UNet(nn.Module):
    """Logits (B, classes, H, W) of images (B, channels, H, W); H, W divisible by 4."""

    def __init__(self, channels: int, classes: int, width: int) -> None:
        super().__init__()
        self.down1 = convolutions(channels, width)
        self.down2 = convolutions(width, 2 * width)
        self.bottom = convolutions(2 * width, 4 * width)
        self.up2 = nn.ConvTranspose2d(4 * width, 2 * width, 2, stride=2)
        self.join2 = convolutions(4 * width, 2 * width)  # twice as wide: concatenated
        self.up1 = nn.ConvTranspose2d(2 * width, width, 2, stride=2)
        self.join1 = convolutions(2 * width, width)
        self.classify = nn.Conv2d(width, classes, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Down, keeping a map of each size; up, joining it where sizes agree."""
        fine = self.down1(x)
        middle = self.down2(functional.max_pool2d(fine, 2))
        coarse = self.bottom(functional.max_pool2d(middle, 2))
        middle = self.join2(torch.cat([middle, self.up2(coarse)], dim=1))
        fine = self.join1(torch.cat([fine, self.up1(middle)], dim=1))
        logits: Tensor = self.classify(fine)
        return logits


# --8<-- [end:UNet]


# --8<-- [start:segmentation_loss]
def segmentation_loss(logits: Tensor, masks: Tensor, smooth: float = 1.0) -> Tensor:
    """Cross-entropy plus soft Dice, for one foreground class; both (B, H, W)."""
    cross_entropy = functional.binary_cross_entropy_with_logits(logits, masks)
    p = torch.sigmoid(logits)
    shared, total = (p * masks).sum((1, 2)), p.sum((1, 2)) + masks.sum((1, 2))
    dice = (2 * shared + smooth) / (total + smooth)
    return cross_entropy + (1 - dice).mean()


# --8<-- [end:segmentation_loss]
