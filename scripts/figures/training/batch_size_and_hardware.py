"""Figures of docs/training/batch-size-and-hardware.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, label, new_figure
from snippets.training.batch_size_and_hardware import (
    gpt2_parameter_count,
    largest_batch_size,
    matmul_intensity,
    roofline,
    tile_waste,
    training_bytes,
    transformer_layer_bytes,
)

GPT2_PARAMETERS = gpt2_parameter_count()
GPT2_SEQUENCE_BYTES = 12 * transformer_layer_bytes(1, sequence_length=1024, width=768, heads=12)
V100_PEAK, V100_BANDWIDTH = 125e12, 900e9


def memory_against_batch_size() -> Figure:
    """Model states (flat) and activations (linear) of GPT-2 small, stacked."""
    figure, axes = new_figure()
    B = np.array([0, 16])
    total = [training_bytes(GPT2_PARAMETERS, int(b), GPT2_SEQUENCE_BYTES) / 1e9 for b in B]
    states = [training_bytes(GPT2_PARAMETERS, 0, 0) / 1e9] * 2
    axes.fill_between(B, 0, states, color=ORANGE, alpha=0.35, linewidth=0, hatch="///", edgecolor=ORANGE)
    axes.fill_between(B, states, total, color=BLUE, alpha=0.25, linewidth=0)
    axes.plot(B, states, color=ORANGE, linestyle="--")
    axes.plot(B, total, color=BLUE)
    axes.axhline(16, color=INK, linestyle=":", linewidth=1.5)
    fits = largest_batch_size(16e9, GPT2_PARAMETERS, GPT2_SEQUENCE_BYTES)
    axes.plot([fits], [training_bytes(GPT2_PARAMETERS, fits, GPT2_SEQUENCE_BYTES) / 1e9], "o", color=BLUE, zorder=3)
    needs = [training_bytes(GPT2_PARAMETERS, B, GPT2_SEQUENCE_BYTES) for B in (fits, fits + 1)]
    assert needs[0] <= 16e9 < needs[1], "the last batch that fits is the one that is marked"
    assert total[1] - states[1] > 4 * states[1], "activations decide, not the states"
    label(axes, f"B = {fits} is the last that fits", fits - 0.3, 17.1, INK, ha="right", va="center")
    label(axes, "device with 16 GB", 0.3, 14.8, INK, va="center")
    per_sequence = (total[1] - total[0]) / (B[1] - B[0])
    label(axes, f"activations kept for backward: {per_sequence:.2f} GB × B", 8.6, 5.5, BLUE, ha="center", rotation=0)
    label(axes, f"weights, gradients, Adam moments: {states[0]:.2f} GB", 15.7, 0.75, ORANGE, ha="right", va="center")
    axes.set(xlabel="batch size B (sequences of 1024 tokens)", ylabel="training memory (GB)")
    axes.set(xlim=(0, 16), ylim=(0, 20))
    return figure


def roofline_against_batch_size() -> Figure:
    """Attainable FLOP/s of an 8192 × 8192 linear layer against B, on a log-log scale."""
    figure, axes = new_figure()
    B = np.array([1, 2, 4, 8, 16, 32, 64, 128, 144, 256, 512, 1024, 2048])
    attainable = [roofline(matmul_intensity(int(b), 8192, 8192), V100_PEAK, V100_BANDWIDTH) / 1e12 for b in B]
    bound = B < 144
    assert np.allclose(np.array(attainable)[bound] / B[bound], attainable[0], rtol=0.05), (
        "below the bend it grows with B"
    )
    assert np.allclose(np.array(attainable)[~bound], V100_PEAK / 1e12), "above it nothing is gained"
    axes.loglog(B[bound], np.array(attainable)[bound], "o-", color=BLUE)
    axes.loglog(B[~bound], np.array(attainable)[~bound], "s-", color=ORANGE)
    axes.axvline(144, color=INK, linestyle=":", linewidth=1.5)
    label(axes, "limited by memory bandwidth:\nFLOP/s grow with B", 1.1, 30, BLUE, va="center")
    label(axes, "limited by arithmetic:\nno gain from more B", 190, 45, ORANGE, va="center")
    label(axes, "B = 144", 155, 1.1, INK, va="center")
    axes.set(xlabel="batch size B (examples)", ylabel="attainable TFLOP/s")
    axes.set_ylim(0.7, 250)
    axes.set_xticks([1, 4, 16, 64, 256, 1024], ["1", "4", "16", "64", "256", "1024"])
    axes.set_yticks([1, 10, 100], ["1", "10", "100"])
    axes.minorticks_off()
    return figure


def tile_quantization() -> Figure:
    """Rows computed against rows wanted, for tiles of 128, 64 and 8 rows."""
    figure, axes = new_figure()
    B = np.arange(1, 321)
    for tile, color, style in ((128, ORANGE, "-"), (64, BLUE, "--"), (8, GREEN, ":")):
        computed = np.array([b / (1 - tile_waste(int(b), tile)) for b in B])
        jumps = B[1:][np.diff(computed) > 0.5]
        assert (jumps % tile == 1).all(), "cost climbs behind multiples of the tile only"
        assert np.allclose(np.diff(computed)[jumps - 2], tile), "by one tile each time"
        assert ((computed >= B - 1e-9) & (computed < B + tile)).all(), "less than a tile above the diagonal"
        axes.step(B, computed, where="post", color=color, linestyle=style)
    assert tile_waste(192, 64) == tile_waste(256, 64), "192 fills tiles of 64 as well as 256 does"
    axes.plot([136], [136 / (1 - tile_waste(136, 128))], "o", color=ORANGE)
    label(axes, "tiles of 128", 60, 134, ORANGE, ha="center", va="bottom")
    label(axes, f"B = 136: {100 * tile_waste(136, 128):.0f} % padding", 124, 256, ORANGE, ha="right", va="center")
    label(axes, "tiles of 64", 160, 208, BLUE, ha="center", va="center")
    label(axes, "tiles of 8", 102, 84, GREEN, va="center")
    axes.set(xlabel="batch size B (rows wanted)", ylabel="rows computed")
    axes.set(xlim=(0, 320), ylim=(0, 400))
    axes.set_xticks(range(0, 321, 64))
    axes.set_yticks(range(0, 385, 64))
    for power in (32, 64, 128, 256):
        axes.plot([power], [6], marker="^", color=PURPLE, clip_on=False)
    label(axes, "▲ powers of two", 262, 24, PURPLE, va="center")
    return figure
