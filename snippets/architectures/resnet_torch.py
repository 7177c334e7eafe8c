"""ResNet blocks in PyTorch, and the networks built from them, to count weights."""

import torch
from torch import Tensor, nn


# --8<-- [start:BasicBlock]
class BasicBlock(nn.Module):
    """Two 3×3 convolutions with batch normalization, and a shortcut around them."""

    def __init__(self, inputs: int, width: int, stride: int = 1) -> None:
        super().__init__()
        self.branch = nn.Sequential(
            nn.Conv2d(inputs, width, 3, stride, padding=1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            nn.Conv2d(width, width, 3, padding=1, bias=False),
            nn.BatchNorm2d(width),
        )
        self.shortcut = shortcut(inputs, width, stride)

    def forward(self, x: Tensor) -> Tensor:
        """ReLU(F(x) + shortcut(x))."""
        return torch.relu(self.branch(x) + self.shortcut(x))


def shortcut(inputs: int, outputs: int, stride: int) -> nn.Module:
    """The identity; where the shape changes, a 1×1 convolution with BN."""
    if inputs == outputs and stride == 1:
        return nn.Identity()
    convolution = nn.Conv2d(inputs, outputs, 1, stride, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(outputs))


# --8<-- [end:BasicBlock]


# --8<-- [start:start_as_identity]
def start_as_identity(block: nn.Module) -> None:
    """Set the scale of the branch's last BN to zero: at first F(x) = 0."""
    nn.init.zeros_(block.branch[-1].weight)  # type: ignore[index, union-attr]


# --8<-- [end:start_as_identity]


class Bottleneck(nn.Module):
    """1×1 down to `width`, 3×3, 1×1 up to four times the width, and a shortcut."""

    def __init__(self, inputs: int, width: int, stride: int = 1) -> None:
        super().__init__()
        self.branch = nn.Sequential(
            nn.Conv2d(inputs, width, 1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            nn.Conv2d(width, width, 3, stride, padding=1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            nn.Conv2d(width, 4 * width, 1, bias=False),
            nn.BatchNorm2d(4 * width),
        )
        self.shortcut = shortcut(inputs, 4 * width, stride)

    def forward(self, x: Tensor) -> Tensor:
        """ReLU(F(x) + shortcut(x))."""
        return torch.relu(self.branch(x) + self.shortcut(x))


def resnet(
    block: type[BasicBlock] | type[Bottleneck], blocks: tuple[int, ...]
) -> nn.Sequential:
    """An ImageNet ResNet: stem, four stages, global average pooling, 1000 logits."""
    layers: list[nn.Module] = [
        nn.Conv2d(3, 64, 7, 2, padding=3, bias=False),
        nn.BatchNorm2d(64),
        nn.ReLU(),
        nn.MaxPool2d(3, 2, padding=1),
    ]
    channels = 64
    for stage, count in enumerate(blocks):
        width = 64 * 2**stage
        for index in range(count):
            layers.append(block(channels, width, 2 if stage and not index else 1))
            channels = width if block is BasicBlock else 4 * width
    pool = [nn.AdaptiveAvgPool2d(1), nn.Flatten()]
    return nn.Sequential(*layers, *pool, nn.Linear(channels, 1000))
