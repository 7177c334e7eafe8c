"""Grouped, separable and transposed convolution, written out in NumPy."""

import numpy as np
from numpy.typing import NDArray

from snippets.architectures.convolution_arithmetic import layer_cost
from snippets.architectures.convolutional_networks import convolve

Array = NDArray[np.float64]


# --8<-- [start:grouped_convolve]
def grouped_convolve(x: Array, weight: Array, groups: int) -> Array:
    """Each group of filters reads its own share of the channels; no padding.

    Args:
        x: one image, shape (C_in, H, W).
        weight: shape (C_out, C_in / groups, k, k); depthwise: groups = C_in.
    """
    parts = zip(np.split(x, groups), np.split(weight, groups), strict=True)
    return np.concatenate([convolve(x, w, np.zeros(len(w))) for x, w in parts])


def separable_convolve(x: Array, depthwise: Array, pointwise: Array) -> Array:
    """One k × k filter per channel (C, 1, k, k), then (C_out, C) mixes channels."""
    filtered = grouped_convolve(x, depthwise, groups=len(x))
    return np.asarray(np.einsum("oc,chw->ohw", pointwise, filtered))


# --8<-- [end:grouped_convolve]


# --8<-- [start:as_full_weight]
def as_full_weight(depthwise: Array, pointwise: Array) -> Array:
    """The ordinary convolution (C_out, C, k, k) that a separable one is equal to."""
    return pointwise[:, :, None, None] * depthwise[:, 0]


def separable_parts(weight: Array) -> int:
    """How many separable convolutions an ordinary one (C_out, C, k, k) is the sum of.

    For each input channel the filters form a matrix (C_out, k²); its rank counts.
    """
    c_out, c_in, k, _ = weight.shape
    matrices = weight.transpose(1, 0, 2, 3).reshape(c_in, c_out, k * k)
    return int(np.linalg.matrix_rank(matrices).max())


# --8<-- [end:as_full_weight]


def cost_ratio(kernel: int, c_out: int) -> float:
    """Multiply-adds of a separable convolution over those of an ordinary one."""
    return 1 / c_out + 1 / kernel**2


def intensity(kernel: int, c_in: int, c_out: int, side: int, groups: int) -> float:
    """Floating-point operations per byte of input, output and weights, in float32."""
    parameters, work = layer_cost(kernel, c_in, c_out, side, groups)
    values = (c_in + c_out) * side**2 + parameters - c_out
    return 2 * work / (4 * values)


# --8<-- [start:squeeze_and_excite]
def squeeze_and_excite(x: Array, reduce: Array, expand: Array) -> Array:
    """Scale each channel of x (C, H, W) by a gate from the means of all channels.

    reduce: (C/r, C), expand: (C, C/r); the gates lie between 0 and 1.
    """
    means = x.mean(axis=(1, 2))
    gates = 1 / (1 + np.exp(-expand @ np.maximum(reduce @ means, 0)))
    return np.asarray(gates[:, None, None] * x)


# --8<-- [end:squeeze_and_excite]


def mobilenet_work() -> dict[str, tuple[int, int]]:
    """Weights and multiply-adds of MobileNet-224 by kind of layer (Howard, Table 1)."""
    blocks = [(32, 64, 112), (64, 128, 56), (128, 128, 56), (128, 256, 28)]
    blocks += [(256, 256, 28), (256, 512, 14), *[(512, 512, 14)] * 5]
    blocks += [(512, 1024, 7), (1024, 1024, 7)]
    found = {"first": (864, 864 * 112**2), "dense": (1_024_000, 1_024_000)}
    for name, kernel in (("depthwise", 3), ("pointwise", 1)):
        weights = [
            c_in * kernel**2 * (1 if name == "depthwise" else c_out)
            for c_in, c_out, _ in blocks
        ]
        work = sum(w * side**2 for w, (_, _, side) in zip(weights, blocks, strict=True))
        found[name] = (sum(weights), work)
    return found


# --8<-- [start:transposed_convolve]
def transposed_convolve(x: Array, kernel: Array, stride: int, padding: int) -> Array:
    """Every input paints the kernel, scaled by its value, `stride` apart; x̂ = Cᵀ y.

    x (n,), kernel (k,), both one-dimensional: padding cuts the ends of the result off.
    """
    painted = np.zeros((len(x) - 1) * stride + len(kernel))
    for place, value in enumerate(x):
        start = place * stride
        painted[start : start + len(kernel)] += value * kernel
    return painted[padding : len(painted) - padding]


# --8<-- [end:transposed_convolve]


# --8<-- [start:convolution_matrix]
def convolution_matrix(kernel: Array, size: int, stride: int, padding: int) -> Array:
    """C with C x = convolution of x (size,); its transpose is the other direction."""
    padded = size + 2 * padding
    positions = (padded - len(kernel)) // stride + 1
    matrix = np.zeros((positions, padded))
    for row in range(positions):
        matrix[row, row * stride : row * stride + len(kernel)] = kernel
    return matrix[:, padding : padding + size]


# --8<-- [end:convolution_matrix]


# --8<-- [start:by_inserted_zeros]
def by_inserted_zeros(x: Array, kernel: Array, stride: int) -> Array:
    """The same as a convolution: stride − 1 zeros between inputs, kernel flipped."""
    spread = np.zeros((len(x) - 1) * stride + 1)
    spread[::stride] = x
    padded = np.pad(spread, len(kernel) - 1)
    return np.correlate(padded, kernel[::-1], "valid")


# --8<-- [end:by_inserted_zeros]


def transposed_size(
    size: int,
    kernel: int,
    stride: int,
    padding: int = 0,
    output_padding: int = 0,
    dilation: int = 1,
) -> int:
    """(n − 1)s − 2p + d(k − 1) + o + 1 positions of a transposed convolution."""
    span = dilation * (kernel - 1)
    return (size - 1) * stride - 2 * padding + span + output_padding + 1


# --8<-- [start:overlap_counts]
def overlap_counts(size: int, kernel: int, stride: int) -> Array:
    """How many inputs paint each output position: constant input, kernel of ones."""
    return transposed_convolve(np.ones(size), np.ones(kernel), stride, padding=0)


# --8<-- [end:overlap_counts]
