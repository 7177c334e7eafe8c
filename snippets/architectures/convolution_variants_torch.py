"""Separable blocks, and two ways to enlarge a map, in PyTorch."""

from torch import Tensor, nn


# --8<-- [start:depthwise_separable]
def depthwise_separable(c_in: int, c_out: int, stride: int = 1) -> nn.Sequential:
    """The block of MobileNet: 3 × 3 per channel, then 1 × 1 over channels."""
    return nn.Sequential(
        nn.Conv2d(c_in, c_in, 3, stride, padding=1, groups=c_in, bias=False),
        nn.BatchNorm2d(c_in),
        nn.ReLU(),
        nn.Conv2d(c_in, c_out, 1, bias=False),
        nn.BatchNorm2d(c_out),
        nn.ReLU(),
    )


# --8<-- [end:depthwise_separable]


# --8<-- [start:InvertedResidual]
class InvertedResidual(nn.Module):
    """The block of MobileNetV2: expand, filter per channel, project without ReLU."""

    def __init__(self, channels: int, expansion: int = 6) -> None:
        super().__init__()
        wide = expansion * channels
        self.layers = nn.Sequential(
            nn.Conv2d(channels, wide, 1, bias=False),
            nn.BatchNorm2d(wide),
            nn.ReLU6(),
            nn.Conv2d(wide, wide, 3, padding=1, groups=wide, bias=False),
            nn.BatchNorm2d(wide),
            nn.ReLU6(),
            nn.Conv2d(wide, channels, 1, bias=False),
            nn.BatchNorm2d(channels),  # the bottleneck is linear
        )

    def forward(self, x: Tensor) -> Tensor:
        """The narrow maps are what the shortcut adds; (B, C, H, W) stays."""
        changed: Tensor = self.layers(x)
        return x + changed


# --8<-- [end:InvertedResidual]


# --8<-- [start:enlarge]
def by_transposed_convolution(c_in: int, c_out: int) -> nn.Module:
    """Doubles H and W; kernel 4 is divisible by stride 2, so overlap is even."""
    return nn.ConvTranspose2d(c_in, c_out, kernel_size=4, stride=2, padding=1)


def by_resizing(c_in: int, c_out: int) -> nn.Module:
    """Doubles H and W by repeating pixels; the convolution behind moves at stride 1."""
    return nn.Sequential(
        nn.Upsample(scale_factor=2, mode="nearest"),
        nn.Conv2d(c_in, c_out, kernel_size=3, padding=1),
    )


def by_pixel_shuffle(c_in: int, c_out: int) -> nn.Module:
    """Doubles H and W: four maps for each output, woven into one."""
    return nn.Sequential(
        nn.Conv2d(c_in, 4 * c_out, kernel_size=3, padding=1),
        nn.PixelShuffle(2),
    )


# --8<-- [end:enlarge]
