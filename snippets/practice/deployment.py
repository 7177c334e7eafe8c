"""Arithmetic of serving: quantization, bytes, batching, and drift."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
Integers = NDArray[np.integer[Any]]


class Quantized(NamedTuple):
    """Integers q that stand for scale * (q - zero_point)."""

    integers: Integers
    scale: Array
    zero_point: Integers


# --8<-- [start:quantize]
def quantize(values: Array, bits: int, per_row: bool = False) -> Quantized:
    """Affine quantization to b-bit integers from 0.

    q = clip(round(w/s) + z, 0, 2^b − 1), with the step s = (w_max − w_min)/(2^b − 1)
    and z the integer of 0. The range always holds 0, so that 0 is stored exactly.

    Args:
        values: (rows, columns).
        per_row: one scale per row (per output channel) instead of one for all.
    """
    axis = 1 if per_row else None
    low = np.minimum(values.min(axis=axis, keepdims=True), 0)
    high = np.maximum(values.max(axis=axis, keepdims=True), 0)
    scale = np.where(high > low, high - low, 1.0) / (2**bits - 1)
    zero_point = np.round(-low / scale).astype(int)
    integers = np.round(values / scale).astype(int) + zero_point
    return Quantized(np.clip(integers, 0, 2**bits - 1), scale, zero_point)


# --8<-- [end:quantize]


# --8<-- [start:dequantize]
def dequantize(quantized: Quantized) -> Array:
    """The real numbers scale * (q - zero_point)."""
    integers, scale, zero_point = quantized
    return scale * (integers - zero_point)


# --8<-- [end:dequantize]


# --8<-- [start:output_error_bound]
def output_error_bound(scale: Array, x: Array) -> Array:
    """Largest |W x - W' x| of each output when every weight is off by half a step.

    Args:
        scale: step of the weights of each output, (outputs, 1) or (1, 1).
        x: input, (d,).
    """
    return np.asarray(scale[:, 0] / 2 * np.abs(x).sum())


# --8<-- [end:output_error_bound]


# --8<-- [start:integer_linear]
def integer_linear(W: Quantized, x: Quantized) -> Array:
    """W x from integers: s_W s_x sum_j (q_W - z_W)(q_x - z_x), summed in int32.

    Args:
        W: weights, integers (outputs, d).
        x: one input, integers (1, d).
    """
    weights = (W.integers - W.zero_point).astype(np.int32)
    inputs = (x.integers - x.zero_point).astype(np.int32)
    accumulated = weights @ inputs[0]
    return np.asarray(W.scale[:, 0] * x.scale[0, 0] * accumulated)


# --8<-- [end:integer_linear]


# --8<-- [start:weight_bytes]
def weight_bytes(parameters: float, bits: int) -> float:
    """Bytes of the weights alone: no activations, no scales, no file format."""
    return parameters * bits / 8


# --8<-- [end:weight_bytes]


# --8<-- [start:weight_reading_time]
def weight_reading_time(parameters: float, bits: int, bandwidth: float) -> float:
    """Seconds to read every weight once; no batch-1 step over all weights is faster.

    Args:
        bandwidth: memory bandwidth in bytes per second.
    """
    return weight_bytes(parameters, bits) / bandwidth


# --8<-- [end:weight_reading_time]


# --8<-- [start:batched_serving]
def batched_serving(batch_size: int, fixed: float, each: float) -> tuple[float, float]:
    """Seconds per batch, and requests per second, if a batch takes fixed + B each."""
    seconds = fixed + batch_size * each
    return seconds, batch_size / seconds


# --8<-- [end:batched_serving]


# --8<-- [start:population_stability_index]
def population_stability_index(reference: Array, current: Array) -> float:
    """PSI = Σ_k (c_k − r_k) ln(c_k/r_k) = KL(c ‖ r) + KL(r ‖ c), in nats.

    Args:
        reference: share of each bin at training time, (bins,), positive, sum 1.
        current: share of each bin now, (bins,), positive, sum 1.
    """
    return float(np.sum((current - reference) * np.log(current / reference)))


# --8<-- [end:population_stability_index]


# --8<-- [start:expected_stability_index]
def expected_stability_index(bins: int, reference: float, current: float) -> float:
    """Mean PSI of two samples without any drift, to first order in the inverse sizes.

    Args:
        reference: examples in the reference sample; np.inf if the shares are known.
        current: examples in the current sample.
    """
    return (bins - 1) * (1 / reference + 1 / current)


# --8<-- [end:expected_stability_index]
