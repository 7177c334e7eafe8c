"""Padding, cost, receptive fields and pooling, counted and computed in NumPy."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from snippets.architectures.convolutional_networks import output_size, windows

Array = NDArray[np.float64]


# --8<-- [start:same_padding]
def same_padding(size: int, kernel: int, stride: int = 1) -> tuple[int, int]:
    """Zeros (before, after) one axis, so that ⌈n/s⌉ positions result, as TensorFlow.

    An odd number of zeros cannot be split evenly; the end gets the extra one.
    """
    positions = -(-size // stride)
    zeros = max((positions - 1) * stride + kernel - size, 0)
    return zeros // 2, zeros - zeros // 2


# --8<-- [end:same_padding]


# --8<-- [start:layer_cost]
def layer_cost(
    kernel: int, c_in: int, c_out: int, out_side: int, groups: int = 1
) -> tuple[int, int]:
    """Parameters with biases, and multiply-adds per image, of a square convolution."""
    weights = c_out * (c_in // groups) * kernel**2
    return weights + c_out, weights * out_side**2


# --8<-- [end:layer_cost]


# --8<-- [start:as_matrix_product]
def as_matrix_product(x: Array, weight: Array, stride: int) -> Array:
    """Convolution by im2col: patches become columns, filters rows of one product.

    x: (C_in, H, W), padded already; weight: (C_out, C_in, k, k).
    """
    c_out, c_in, k, _ = weight.shape
    patches = windows(x, k, stride)  # (C_in, H_out, W_out, k, k)
    height, width = patches.shape[1:3]
    columns = patches.transpose(0, 3, 4, 1, 2).reshape(c_in * k * k, height * width)
    rows = weight.reshape(c_out, c_in * k * k)
    return (rows @ columns).reshape(c_out, height, width)


# --8<-- [end:as_matrix_product]


# --8<-- [start:receptive_fields]
class Layer(NamedTuple):
    """A convolution or a pooling, along one axis."""

    kernel: int
    stride: int = 1
    dilation: int = 1


def receptive_fields(layers: Sequence[Layer]) -> list[tuple[int, int]]:
    """After each layer r_l = r_{l−1} + d_l (k_l − 1) j_{l−1}, jump j_l = s_l j_{l−1}.

    The jump is the distance, in input pixels, between neighboring units.
    """
    field, jump, fields = 1, 1, []
    for kernel, stride, dilation in layers:
        field += dilation * (kernel - 1) * jump
        jump *= stride
        fields.append((field, jump))
    return fields


# --8<-- [end:receptive_fields]


# --8<-- [start:touched]
def touched(dilations: Sequence[int], taps: int = 3) -> set[int]:
    """Input positions that can reach the middle unit of stacked dilated layers."""
    reached = {0}
    for dilation in dilations:
        steps = [dilation * (tap - taps // 2) for tap in range(taps)]
        reached = {position + step for position in reached for step in steps}
    return reached


# --8<-- [end:touched]


def vgg16_until_pooling(last_pooling: bool) -> list[Layer]:
    """Convolutions and poolings of VGG-16, with or without the last pooling."""
    layers = []
    for convolutions in (2, 2, 3, 3, 3):
        layers += [Layer(3)] * convolutions + [Layer(2, 2)]
    return layers if last_pooling else layers[:-1]


def resnet50(stride_in_3x3: bool) -> list[Layer]:
    """ResNet-50 along its longest path; the stage's stride is in the 1 × 1 or 3 × 3."""
    layers = [Layer(7, 2), Layer(3, 2)]
    for stage, blocks in enumerate((3, 4, 6, 3)):
        for block in range(blocks):
            stride = 2 if stage and not block else 1
            first, second = (1, stride) if stride_in_3x3 else (stride, 1)
            layers += [Layer(1, first), Layer(3, second), Layer(1)]
    return layers


# --8<-- [start:pooling]
def pool(x: Array, kernel: int, kind: str) -> Array:
    """Maximum or mean of windows side by side; x (H, W), sides divisible by kernel."""
    height, width = (side // kernel for side in x.shape)
    blocks = x.reshape(height, kernel, width, kernel)
    return np.asarray(blocks.max((1, 3)) if kind == "max" else blocks.mean((1, 3)))


def pool_backward(x: Array, at_output: Array, kernel: int, kind: str) -> Array:
    """Gradient at x: all to the winner of each window, or an equal share to each."""
    block = np.ones((kernel, kernel))
    spread = np.kron(at_output, block)
    if kind == "mean":
        return spread / kernel**2
    winners = x == np.kron(pool(x, kernel, "max"), block)  # of ties, all
    return np.asarray(spread * winners)


# --8<-- [end:pooling]


# --8<-- [start:pool_signal]
def pool_signal(x: Array, blur: bool) -> Array:
    """Maximum of each pair of a circular signal (n,), kept at every second place.

    With blur, a filter (1, 2, 1)/4 smooths the maxima before they are subsampled.
    """
    maxima = np.maximum(x, np.roll(x, -1))
    if blur:
        maxima = (np.roll(maxima, 1) + 2 * maxima + np.roll(maxima, -1)) / 4
    return maxima[::2]


# --8<-- [end:pool_signal]


def same_size(size: int, kernel: int, stride: int) -> int:
    """Positions with `same_padding`, counted by the general formula."""
    before, after = same_padding(size, kernel, stride)
    return output_size(size + before + after, kernel, stride)
