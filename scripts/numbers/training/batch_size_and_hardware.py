"""Numbers of `docs/training/batch-size-and-hardware.md`; what autograd keeps is counted, and tested against PyTorch."""

import numpy as np

from snippets.training.batch_size_and_hardware import (
    combine_gradients,
    gelu_chain_bytes,
    global_batch_size,
    gpt2_parameter_count,
    largest_batch_size,
    matmul_intensity,
    mlp_parameter_count,
    mlp_saved_bytes,
    model_state_bytes,
    pooled_variance,
    roofline_time,
    small_cnn_parameter_count,
    small_cnn_saved_bytes,
    tile_waste,
    training_bytes,
    transformer_layer_bytes,
    updates_per_epoch,
    wave_count,
)

_V100 = 125e12, 900e9
_H100 = 989e12, 3.35e12
_SEQUENCE = 12 * transformer_layer_bytes(1, sequence_length=1024, width=768, heads=12)


def bytes_per_parameter() -> dict[str, int]:
    """Weights, gradients and Adam's moments, in either precision."""
    return {name: sum(model_state_bytes(1, mixed).values()) for name, mixed in (("fp32", False), ("mixed", True))}


def states() -> dict[str, float]:
    """Gigabytes of weights, gradients and Adam's moments for 7 billion parameters."""
    return {"seven_billion": sum(model_state_bytes(7_000_000_000, mixed_precision=False).values()) / 1e9}


def cnn() -> dict[str, float]:
    """The small CNN: parameters, bytes per image and its shares, megabytes of states and of B = 128."""
    parameters, one = small_cnn_parameter_count(), small_cnn_saved_bytes()
    return {
        "parameters": parameters,
        "bytes": one,
        "image_share": 4 * 3 * 32 * 32 / one,
        "half_share": small_cnn_saved_bytes(2) / one,
        "activations_mb": 128 * one / 1e6,
        "states_mb": training_bytes(parameters, 0, one) / 1e6,
    }


def mlp() -> dict[str, float]:
    """The MLP 784–1024–1024–10: kilobytes per example and megabytes of states."""
    widths = (784, 1024, 1024, 10)
    return {
        "kilobytes": mlp_saved_bytes(widths, 1) / 1e3,
        "states_mb": training_bytes(mlp_parameter_count(widths), 0, 0) / 1e6,
    }


def gpt2() -> dict[str, float]:
    """GPT-2 small: gigabytes per sequence with and without stored scores, of states and in all; what fits in 16 GB."""
    parameters = gpt2_parameter_count()
    return {
        "sequence": _SEQUENCE / 1e9,
        "no_scores": 12 * transformer_layer_bytes(1, 1024, 768, 0) / 1e9,
        "token_ids_kb": 8 * 1024 / 1e3,
        "states": training_bytes(parameters, 0, 0) / 1e9,
        "eight": training_bytes(parameters, 8, _SEQUENCE) / 1e9,
        "largest": largest_batch_size(16e9, parameters, _SEQUENCE),
    }


def intensity() -> dict[str, float]:
    """FLOP per byte of an 8192 × 8192 layer at B = 128, and the ratio of the V100 that it must reach."""
    return {"128": matmul_intensity(128, 8192, 8192), "v100": _V100[0] / _V100[1]}


def microseconds() -> dict[int, float]:
    """Least time of that layer on a V100, by batch size."""
    return {B: 1e6 * roofline_time(B, 8192, *_V100) for B in (1, 64, 128, 256, 512)}


def bend() -> dict[str, float]:
    """First batch size that arithmetic limits, here and on an H100; TFLOP/s at B = 1, gain in throughput up to 128."""
    one = roofline_time(1, 8192, *_V100)
    first = {
        name: next(B for B in range(1, 1000) if matmul_intensity(B, 8192, 8192) >= peak / bandwidth)
        for name, (peak, bandwidth) in {"batch": _V100, "h100": _H100}.items()
    }
    return {
        **first,
        "tflops": 2 * 8192**2 / one / 1e12,
        "gain": 128 * one / roofline_time(128, 8192, *_V100),
    }


def waste() -> dict[int, float]:
    """Share of padding in tiles of 128 rows, by rows."""
    return {B: tile_waste(B, 128) for B in (64, 96, 136)}


def waves() -> dict[str, dict[int, int] | float]:
    """Tiles and waves of a 2304 × B output on 108 multiprocessors; work of B = 2048 over that of 1536."""
    return {
        "tiles": {B: wave_count(2304, B, (256, 128), 1) for B in (1536, 2048)},
        "count": {B: wave_count(2304, B, (256, 128), 108) for B in (1536, 2048)},
        "more_work": 2048 / 1536 - 1,
    }


def global_batch() -> dict[str, int]:
    """The two rows of the table, and the accumulation on one device of 16 GB."""
    return {
        "imagenet": global_batch_size(32, 256, 1),
        "split": global_batch_size(2, 64, 8, model_parallel=16),
        "accumulated": global_batch_size(8, 1, 8),
    }


def imagenet_updates() -> dict[int, int]:
    """Updates per epoch over 1.28 million images, by global batch size."""
    return {B: updates_per_epoch(1_280_000, B) for B in (256, 8192)}


def token_mean() -> dict[str, float]:
    """Mean loss of 1000 tokens with 2 and 10 with 6, weighted, and the mean of the means."""
    losses = [np.array([2.0]), np.array([6.0])]
    return {"weighted": float(combine_gradients(losses, [1000, 10])[0]), "plain": float(np.mean(losses))}


def variance() -> dict[str, float]:
    """Variance of the shards (0, 2) and (10, 12), and of their pool."""
    within, between = pooled_variance([np.array([0.0, 2.0]), np.array([10.0, 12.0])])
    return {"within": within, "pool": within + between}


def chain() -> dict[str, float]:
    """Bytes kept by eight blocks 256 → 1024 → 256 at B = 64, and megabytes."""
    plain, few = (gelu_chain_bytes(8, 64, 256, 1024, checkpointed) for checkpointed in (False, True))
    return {"plain": plain, "checkpointed": few, "plain_mb": plain / 1e6, "checkpointed_mb": few / 1e6}
