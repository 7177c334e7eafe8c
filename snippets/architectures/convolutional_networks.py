"""Convolution, pooling and their sizes, written out in NumPy."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Array = NDArray[np.float64]


def output_size(
    size: int, kernel: int, stride: int = 1, padding: int = 0, dilation: int = 1
) -> int:
    """⌊(n + 2p − d(k − 1) − 1)/s⌋ + 1 positions along one axis.

    Args:
        size: n, input pixels; `padding` p zeros are added on both sides.
        kernel: k taps, `dilation` d pixels apart.
        stride: s, pixels between neighboring positions.
    """
    span = dilation * (kernel - 1) + 1
    return (size + 2 * padding - span) // stride + 1


def windows(x: Array, kernel: int, stride: int, dilation: int = 1) -> Array:
    """Patches under the kernel: (C, H_out, W_out, k, k), of x with (C, H, W)."""
    span = dilation * (kernel - 1) + 1
    view = sliding_window_view(x, (span, span), axis=(1, 2))
    return np.asarray(view[:, ::stride, ::stride, ::dilation, ::dilation])


# --8<-- [start:convolve]
def convolve(
    x: Array,
    weight: Array,
    bias: Array,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
) -> Array:
    """y_{o,i,j} = b_o + Σ_c Σ_u Σ_v w_{o,c,u,v} x_{c, s i + d u − p, s j + d v − p}.

    Args:
        x: one image, shape (C_in, H, W).
        weight: C_out filters, shape (C_out, C_in, k, k), not flipped.
        bias: shape (C_out,).
    """
    padded = np.pad(x, ((0, 0), (padding, padding), (padding, padding)))
    patches = windows(padded, weight.shape[-1], stride, dilation)
    y = np.einsum("ocuv,cijuv->oij", weight, patches, optimize=True)
    return np.asarray(y + bias[:, None, None])


# --8<-- [end:convolve]


# --8<-- [start:max_pool]
def max_pool(x: Array, kernel: int, stride: int) -> Array:
    """Largest value in each k × k window of each channel; no parameters, no padding."""
    return np.asarray(windows(x, kernel, stride).max(axis=(3, 4)))


# --8<-- [end:max_pool]


def convolution_parameters(kernel: int, in_channels: int, out_channels: int) -> int:
    """k² c_in c_out + c_out, the last term biases; the image's size does not occur."""
    return kernel**2 * in_channels * out_channels + out_channels


def receptive_field(layers: Sequence[tuple[int, int]]) -> int:
    """Side of the input region one unit sees: r = 1 + Σ_l (k_l − 1) Π_{m<l} s_m.

    Args:
        layers: (kernel, stride) of each convolution or pooling, input first.
    """
    side, pixels_per_unit = 1, 1
    for kernel, stride in layers:
        side += (kernel - 1) * pixels_per_unit
        pixels_per_unit *= stride
    return side


# --8<-- [start:as_dense_matrix]
def as_dense_matrix(kernel: Array, size: int) -> Array:
    """The dense layer equal to a 1-D convolution of n inputs: shape (n − k + 1, n).

    Row i holds the k shared weights at columns i … i + k − 1, and zeros elsewhere.
    """
    matrix = np.zeros((size - len(kernel) + 1, size))
    for row in range(len(matrix)):
        matrix[row, row : row + len(kernel)] = kernel
    return matrix


# --8<-- [end:as_dense_matrix]


# --8<-- [start:shift_mismatch]
def shift_mismatch(
    layers: Callable[[Array], Array], x: Array, shift: int, stride: int = 1
) -> float:
    """How far shifting the output is from shifting the input; 0 means equivariant.

    Relative distance of layers(shifted x) from layers(x), shifted by the multiple of
    the total stride that fits best. Shifts go round the edge, along the last axis.
    """
    moved, still = layers(np.roll(x, shift, axis=-1)), layers(x)
    steps = (shift // stride, -(-shift // stride))
    distances = [np.linalg.norm(moved - np.roll(still, n, axis=-1)) for n in steps]
    return float(min(distances) / np.linalg.norm(still))


# --8<-- [end:shift_mismatch]


def shift_profile(pool: bool, average: bool, depth: int = 3) -> list[float]:
    """Mismatch of random stages on a noise image, for shifts of 0 to 16 pixels.

    With `average`, the output is averaged over all positions: invariance is tested.
    """
    image = np.random.default_rng(2).standard_normal((8, 32, 32))
    stages = convolution_stages(depth, pool, np.random.default_rng(1))

    def averaged(x: Array) -> Array:
        return np.asarray(stages(x).mean(axis=(1, 2), keepdims=True))

    layers, stride = (averaged, 1) if average else (stages, 2**depth if pool else 1)
    return [shift_mismatch(layers, image, shift, stride) for shift in range(17)]


def convolution_stages(
    depth: int, pool: bool, rng: np.random.Generator
) -> Callable[[Array], Array]:
    """`depth` × (random 3 × 3 convolution of 8 channels, ReLU, 2 × 2 max pooling).

    Edges wrap round, so that borders play no part.
    """
    weights = [rng.standard_normal((8, 8, 3, 3)) / 8 for _ in range(depth)]

    def layers(x: Array) -> Array:
        for weight in weights:
            wrapped = np.pad(x, ((0, 0), (1, 1), (1, 1)), mode="wrap")
            x = np.maximum(convolve(wrapped, weight, np.zeros(8)), 0)
            x = max_pool(x, 2, 2) if pool else x
        return x

    return layers
