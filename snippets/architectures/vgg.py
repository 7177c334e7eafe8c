"""VGG-16 counted layer by layer, and stacks of 3 × 3 convolutions."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


# --8<-- [start:vgg16_layers]
class Layer(NamedTuple):
    """One layer: shape of its output, its parameters, multiply-adds per image."""

    name: str
    output: tuple[int, ...]
    parameters: int
    multiply_adds: int


BLOCKS = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))
"""Channels and number of 3 × 3 convolutions of each block of configuration D."""


def vgg16_layers(side: int = 224) -> list[Layer]:
    """Configuration D of Simonyan & Zisserman (2014, Table 1), side × side × 3 in."""
    layers, channels = [], 3
    for block, (width, depth) in enumerate(BLOCKS, 1):
        for index in range(1, depth + 1):  # 3 × 3, stride 1, padding 1: side unchanged
            weights = 9 * channels * width
            shape, work = (side, side, width), weights * side**2
            layers.append(Layer(f"conv{block}-{index}", shape, weights + width, work))
            channels = width
        side //= 2  # 2 × 2, stride 2, no padding
        layers.append(Layer(f"pool{block}", (side, side, channels), 0, 0))
    inputs = side**2 * channels
    for index, units in enumerate((4096, 4096, 1000), 6):
        weights = inputs * units
        layers.append(Layer(f"fc{index}", (units,), weights + units, weights))
        inputs = units
    return layers


# --8<-- [end:vgg16_layers]


def stack_parameters(kernel: int, depth: int, channels: int) -> int:
    """Weights of D convolutions, k pixels wide, C channels in and out: D k² C²."""
    return depth * kernel**2 * channels**2


# --8<-- [start:merged_kernel]
def merged_kernel(kernels: Sequence[Array]) -> Array:
    """The one large filter equal to a stack of filters without ReLU (one channel).

    Each k × k filter adds k − 1 to the side: three 3 × 3 make one 7 × 7.
    """
    merged = np.ones((1, 1))
    for kernel in kernels:
        size, side = len(kernel), len(merged) + len(kernel) - 1
        larger = np.zeros((side, side))
        for row, column in np.ndindex(kernel.shape):
            stop_row, stop_column = side - size + row + 1, side - size + column + 1
            larger[row:stop_row, column:stop_column] += kernel[row, column] * merged
        merged = larger
    return merged


# --8<-- [end:merged_kernel]


# --8<-- [start:influence_profile]
def influence_profile(depth: int) -> Array:
    """Share of each input pixel, along one axis, in a unit above `depth` 3 × 3 means.

    A linear stack of uniform filters: the standard deviation is √(2·depth/3) pixels,
    while the receptive field has 2·depth + 1 (Luo et al., 2016).
    """
    profile = np.ones(1)
    for _ in range(depth):
        profile = np.convolve(profile, np.full(3, 1 / 3))
    return np.asarray(profile)


# --8<-- [end:influence_profile]
