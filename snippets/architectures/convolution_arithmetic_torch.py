"""Padding of TensorFlow and pooling without aliasing, in PyTorch."""

import torch
from torch import Tensor
from torch.nn import functional

from snippets.architectures.convolution_arithmetic import same_padding


# --8<-- [start:same_convolution]
def same_convolution(x: Tensor, weight: Tensor, stride: int) -> Tensor:
    """Convolution with TensorFlow's “same” padding: (B, C, H, W) to ⌈H/s⌉ × ⌈W/s⌉.

    PyTorch's own padding="same" refuses strides above 1.
    """
    height, width = weight.shape[2:]
    top, bottom = same_padding(x.shape[2], height, stride)
    left, right = same_padding(x.shape[3], width, stride)
    padded = functional.pad(x, (left, right, top, bottom))
    return functional.conv2d(padded, weight, stride=stride)


# --8<-- [end:same_convolution]


# --8<-- [start:blurred_max_pool]
def blurred_max_pool(x: Tensor) -> Tensor:
    """2 × 2 maximum at every pixel, then blur, then every second one (Zhang, 2019)."""
    maxima = functional.max_pool2d(x, 2, stride=1)
    row = x.new_tensor([1.0, 2.0, 1.0]) / 4
    channels = x.shape[1]
    blur = torch.outer(row, row).expand(channels, 1, 3, 3)
    return functional.conv2d(maxima, blur, stride=2, padding=1, groups=channels)


# --8<-- [end:blurred_max_pool]
