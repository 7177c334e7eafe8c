"""Numbers of `docs/systems/precision-and-memory.md`."""

import numpy as np

from snippets.systems import precision_and_memory as page
from snippets.training.batch_size_and_hardware import training_bytes

BITS = {"fp32": (8, 23), "bf16": (8, 7), "fp16": (5, 10), "e5m2": (5, 2)}


def formats() -> dict[str, dict[str, float]]:
    """Limits of the formats that follow IEEE 754."""
    return {name: page.float_format(*bits)._asdict() for name, bits in BITS.items()}


def underflow() -> dict[str, float]:
    """A gradient of 1e-8 in fp16, without a scale, and with S = 1024 before and after the division."""
    scaled = float(np.float16(1e-8 * 1024))
    return {"plain": float(np.float16(1e-8)), "scaled": scaled, "restored": scaled / 1024}


def lost() -> dict[str, float]:
    """A weight of 1 after 1000 updates of 2e-4, in fp16 and in fp32; sum of 4000 ones."""
    half, single = np.float16(1), np.float32(1)
    for _ in range(1000):
        half, single = np.float16(half - np.float16(2e-4)), np.float32(single - np.float32(2e-4))
    return {"fp16": float(half), "fp32": float(single), "sum": float(page.running_sum(np.ones(4000, np.float16)))}


def halfway() -> dict[str, float]:
    """The largest share of a weight just above a power of two that an addition loses: half the spacing."""
    return {name: page.float_format(*bits).spacing_at_one / 2 for name, bits in BITS.items()}


def chain() -> dict[str, float]:
    """A chain of 100 layers with everything kept, and in ten segments: peak of activations, layers computed."""
    rng = np.random.default_rng(0)
    weights = [rng.standard_normal((4, 4)) / 2 for _ in range(100)]
    x, upstream = rng.standard_normal((3, 4)), rng.standard_normal((3, 4))
    plain, few = (page.checkpointed_backward(x, weights, upstream, segment) for segment in (100, 10))
    return {
        "plain": max(plain.kept),
        "few": max(few.kept),
        "plain_layers": plain.layers_computed,
        "few_layers": few.layers_computed,
        "step": (few.layers_computed + 200) / (plain.layers_computed + 200),
    }


def states() -> float:
    """GB of the states of seven billion parameters, mixed precision with Adam."""
    return training_bytes(7_000_000_000, 0, 0) / 1e9
