"""Formats of floating-point numbers, loss scaling, and a checkpointed backward pass."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Half = NDArray[np.float16]
Single = NDArray[np.float32]


class Format(NamedTuple):
    """Range and precision of a binary floating-point format."""

    largest: float
    smallest_normal: float
    smallest: float
    spacing_at_one: float


class Checkpointed(NamedTuple):
    """What a checkpointed backward pass gives, and what it cost."""

    gradients: list[Array]
    kept: list[int]
    layers_computed: int


# --8<-- [start:float_format]
def float_format(exponent_bits: int, mantissa_bits: int) -> Format:
    """Limits of an IEEE format with one sign bit; the highest exponent is kept for Inf.

    x_max = (2 − 2^−m) 2^b, x_normal = 2^(1 − b), x_min = 2^(1 − b − m), with the bias
    b = 2^(e − 1) − 1; neighbors of 1 are ε = 2^−m apart.
    """
    bias = 2 ** (exponent_bits - 1) - 1
    spacing = 2.0**-mantissa_bits
    smallest_normal = 2.0 ** (1 - bias)
    return Format(
        largest=(2 - spacing) * 2.0**bias,
        smallest_normal=smallest_normal,
        smallest=smallest_normal * spacing,
        spacing_at_one=spacing,
    )


# --8<-- [end:float_format]


# --8<-- [start:to_bfloat16]
def to_bfloat16(values: Single) -> Single:
    """Finite fp32 values, rounded to the nearest bf16 (ties to even), as fp32.

    bf16 is the upper half of an fp32: the same sign and exponent, 7 bits of mantissa.
    """
    bits = values.view(np.uint32)
    just_below_half = np.uint32(0x7FFF) + ((bits >> 16) & 1)
    return ((bits + just_below_half) & np.uint32(0xFFFF0000)).view(np.float32)


# --8<-- [end:to_bfloat16]


# --8<-- [start:running_sum]
def running_sum(values: Half) -> np.float16:
    """Sum of `values`, (n,), with an accumulator that is fp16 as well."""
    total = np.float16(0)
    for value in values:
        total = np.float16(total + value)
    return total


# --8<-- [end:running_sum]


# --8<-- [start:mixed_precision_step]
def mixed_precision_step(
    master: Single,
    backward: Callable[[Half, float], Half],
    learning_rate: float,
    loss_scale: float,
) -> Single:
    """One SGD step: fp16 forward and backward pass, fp32 weights and update.

    Args:
        master: the fp32 weights, (P,).
        backward: takes fp16 weights and the factor on the loss; returns the gradient
            of the scaled loss in fp16, (P,).
        learning_rate: η.
        loss_scale: S.
    """
    scaled = backward(master.astype(np.float16), loss_scale)
    gradient = scaled.astype(np.float32) / np.float32(loss_scale)
    if not np.isfinite(gradient).all():
        return master  # overflow: skip the step (and halve the scale)
    return master - np.float32(learning_rate) * gradient


# --8<-- [end:mixed_precision_step]


# --8<-- [start:forward]
def forward(x: Array, weights: Sequence[Array]) -> list[Array]:
    """All activations h_0 = x, h_l = tanh(h_{l-1} W_l) of a chain of layers.

    Args:
        x: mini-batch, (B, d).
        weights: each (d, d).
    """
    activations = [x]
    for W in weights:
        activations.append(np.tanh(activations[-1] @ W))
    return activations


# --8<-- [end:forward]


# --8<-- [start:checkpointed_backward]
def checkpointed_backward(
    x: Array, weights: Sequence[Array], loss_gradient: Array, segment: int
) -> Checkpointed:
    """Gradients of a chain of layers from the inputs of its segments alone.

    Args:
        x: mini-batch, (B, d).
        weights: L matrices, each (d, d).
        loss_gradient: gradient of the loss by the last activation, (B, d).
        segment: layers a segment; L of them keep everything.
    """
    starts = range(0, len(weights), segment)
    checkpoints, h, kept = [x], x, []
    for layer, W in enumerate(weights[: starts[-1]], start=1):  # the last comes below
        h = np.tanh(h @ W)
        if layer in starts:
            checkpoints.append(h)
        kept.append(len(checkpoints))
    computed, gradients, delta = starts[-1], [], loss_gradient
    for start in reversed(starts):
        part = weights[start : start + segment]
        inside = forward(checkpoints[-1], part)  # recomputed; its first is kept already
        computed += len(part)
        kept += [len(checkpoints) + count for count in range(1, len(part) + 1)]
        for W in reversed(part):
            delta = delta * (1 - inside.pop() ** 2)
            gradients.append(inside[-1].T @ delta)
            delta = delta @ W.T
            kept.append(len(checkpoints) + len(inside) - 1)
        checkpoints.pop()
    return Checkpointed(gradients[::-1], kept, computed)


# --8<-- [end:checkpointed_backward]


# --8<-- [start:kept_activations]
def kept_activations(layers: int, segments: float) -> float:
    """Activations held at the peak: one a segment, and those within one segment.

    Args:
        layers: L, all alike.
        segments: c, all of equal length.
    """
    return segments + layers / segments


# --8<-- [end:kept_activations]
