"""What hardware makes of the batch size: bytes, intensity, tiles, waves, devices."""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def model_state_bytes(parameter_count: int, mixed_precision: bool) -> dict[str, int]:
    """Bytes of weights, gradients and Adam state: 16 per parameter for any batch size.

    fp32: 4 + 4 + 4 + 4. Mixed: 2 + 2 + 4 + 4 + 4 (Rajbhandari et al. 2019, §3.1).
    """
    bytes_each = {"weights": 4, "gradients": 4, "first moments": 4, "second moments": 4}
    if mixed_precision:
        bytes_each |= {"weights": 2, "gradients": 2, "fp32 master weights": 4}
    return {part: size * parameter_count for part, size in bytes_each.items()}


def mlp_parameter_count(widths: Sequence[int]) -> int:
    """Weights and biases of an MLP with layer `widths`, input first."""
    return sum((d_in + 1) * d_out for d_in, d_out in pairwise(widths))


def mlp_saved_bytes(widths: Sequence[int], batch_size: int) -> int:
    """Bytes that an fp32 ReLU classifier keeps from its forward to its backward pass.

    Each linear layer keeps its input, B × d_in, which the ReLU before it shares. The
    loss keeps the log-probabilities, B × widths[-1], and the labels, 8 bytes each.
    """
    layer_inputs = [4 * batch_size * d_in for d_in in widths[:-1]]
    log_probabilities = 4 * batch_size * widths[-1]
    labels = 8 * batch_size
    return sum(layer_inputs) + log_probabilities + labels


def gpt2_parameter_count(width: int = 768, layers: int = 12) -> int:
    """Parameters of GPT-2 with tied embeddings: 50,257 tokens, 1024 positions."""
    embeddings = (50_257 + 1024) * width
    return embeddings + layers * (12 * width**2 + 13 * width) + 2 * width


def small_cnn_parameter_count(classes: int = 10) -> int:
    """Parameters of `small_cnn` in the PyTorch twin: four convolutions, one layer."""
    channels = pairwise((3, 64, 64, 128, 128))
    convolutions = sum((9 * c_in + 1) * c_out for c_in, c_out in channels)
    return convolutions + (128 * 8 * 8 + 1) * classes


def small_cnn_saved_bytes(bytes_per_value: int = 4, classes: int = 10) -> int:
    """Bytes that one 3 × 32 × 32 image leaves in `small_cnn` for the backward pass.

    Input, outputs of the ReLUs and of the poolings, which the next layer shares; the
    8-byte positions of the maxima; log-probabilities (fp32) and the label (8 bytes).
    """
    wide, narrow, last = 64 * 32 * 32, 128 * 16 * 16, 128 * 8 * 8
    pooled = 64 * 16 * 16
    values = 3 * 32 * 32 + 2 * wide + pooled + 2 * narrow + last
    return bytes_per_value * values + 8 * (pooled + last) + 4 * classes + 8


def gelu_chain_bytes(
    blocks: int, batch_size: int, width: int, hidden: int, checkpointed: bool = False
) -> int:
    """Bytes kept by blocks width → hidden → width, each layer with GELU, in fp32.

    Each block keeps the inputs of two layers and of two GELUs, or only its own input.
    """
    values = width if checkpointed else 2 * (width + hidden)
    return 4 * blocks * batch_size * values


def transformer_layer_bytes(
    batch_size: int, sequence_length: int, width: int, heads: int
) -> int:
    """16-bit activations kept by one transformer layer, B times s h (34 + 5 n s/h).

    Attention scores are stored, dropout is on (Korthikanti et al. 2022, §4.1).
    """
    return sequence_length * batch_size * (34 * width + 5 * heads * sequence_length)


def training_bytes(
    parameter_count: int, batch_size: int, bytes_per_example: float
) -> float:
    """Training memory without workspace, 16 P + a B bytes; a is `bytes_per_example`."""
    return 16 * parameter_count + bytes_per_example * batch_size


def largest_batch_size(
    memory_bytes: float, parameter_count: int, bytes_per_example: float
) -> int:
    """The largest B for which 16 P + a B fits into `memory_bytes`."""
    return math.floor((memory_bytes - 16 * parameter_count) / bytes_per_example)


def sharded_state_bytes(parameter_count: int, devices: int, stage: int) -> float:
    """Model state per device, bytes: ZeRO `stage` 0 to 3 with mixed-precision Adam."""
    sharded = {0: 0, 1: 12, 2: 14, 3: 16}[stage]
    return parameter_count * (16 - sharded + sharded / devices)


# --8<-- [start:matmul_intensity]
def matmul_intensity(
    batch_size: int, d_in: int, d_out: int, bytes_per_value: int = 2
) -> float:
    """FLOP per byte of (B, d_in) times (d_in, d_out), each matrix moved once."""
    flop = 2 * batch_size * d_in * d_out
    values_moved = batch_size * d_in + d_in * d_out + batch_size * d_out
    return flop / (bytes_per_value * values_moved)


# --8<-- [end:matmul_intensity]
# --8<-- [start:roofline]
def roofline(intensity: float, peak: float, bandwidth: float) -> float:
    """Attainable FLOP/s: intensity in FLOP/byte, peak in FLOP/s, bandwidth in bytes/s.

    Williams, Waterman & Patterson (2009).
    """
    return min(peak, intensity * bandwidth)


# --8<-- [end:roofline]
def roofline_time(batch_size: int, width: int, peak: float, bandwidth: float) -> float:
    """Least seconds for (B × width) times (width × width) in fp16, by the roofline."""
    attainable = roofline(matmul_intensity(batch_size, width, width), peak, bandwidth)
    return 2 * batch_size * width**2 / attainable


def tile_waste(size: int, tile: int) -> float:
    """Share of padding among the computed rows when `size` rows are cut into tiles."""
    padded = math.ceil(size / tile) * tile
    return 1 - size / padded


# --8<-- [start:wave_count]
def wave_count(
    rows: int, columns: int, tile: tuple[int, int], multiprocessors: int
) -> int:
    """Waves for a rows × columns output; a multiprocessor computes one tile a wave."""
    tiles = math.ceil(rows / tile[0]) * math.ceil(columns / tile[1])
    return math.ceil(tiles / multiprocessors)


# --8<-- [end:wave_count]
def global_batch_size(
    micro_batch: int, devices: int, accumulation: int, model_parallel: int = 1
) -> int:
    """Examples per update; `model_parallel` devices hold one replica together."""
    replicas, left = divmod(devices, model_parallel)
    if left:
        raise ValueError(
            f"{devices} devices do not divide into groups of {model_parallel}"
        )
    return micro_batch * replicas * accumulation


def updates_per_epoch(example_count: int, batch_size: int) -> int:
    """Parameter updates in one pass over the data, the last mini-batch kept."""
    return math.ceil(example_count / batch_size)


# --8<-- [start:combine_gradients]
def combine_gradients(gradients: Sequence[Array], sizes: Sequence[int]) -> Array:
    """The gradient of the mean loss over all shards, from that of each shard.

    Each gradient counts with its shard's share of the examples (or tokens), `sizes`.
    """
    shares = np.asarray(sizes) / np.sum(sizes)
    return np.asarray(np.tensordot(shares, np.asarray(gradients), axes=1))


# --8<-- [end:combine_gradients]
def pooled_variance(shards: Sequence[Array]) -> tuple[float, float]:
    """Variance within equal shards, averaged, and between their means; they add up."""
    within = float(np.mean([shard.var() for shard in shards]))
    between = float(np.var([shard.mean() for shard in shards]))
    return within, between
