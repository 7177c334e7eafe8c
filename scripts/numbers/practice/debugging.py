"""Numbers of `docs/practice/debugging.md`."""

import numpy as np

from snippets.practice.debugging import divergence, sqrt_gradient


def largest_exponent() -> dict[str, float]:
    """The largest x whose exponential is finite, by precision, to one decimal."""
    return {
        "fp32": np.floor(10 * float(np.log(np.finfo(np.float32).max))) / 10,
        "fp16": round(float(np.log(65519.0)), 1),
    }


def fp16() -> dict[str, float]:
    """Largest and smallest positive number of half precision, and what is left of an ε of 1e-8."""
    kind = np.finfo(np.float16)
    return {"largest": float(kind.max), "smallest": float(kind.smallest_subnormal), "epsilon": float(np.float16(1e-8))}


def slope() -> float:
    """The steepest slope of √(x + ε) for ε = 1e-6."""
    return float(sqrt_gradient(np.zeros(1), 1e-6)[0])


def limit() -> float:
    """The largest stable rate for a curvature of 10."""
    return 2 / 10


def divergence_steps() -> dict[float, dict[str, int]]:
    """Steps of float32 descent until the loss is Inf and the weight NaN, by rate, for a curvature of 10."""
    found = {rate: divergence(rate, 10) for rate in (0.21, 0.3)}
    return {rate: {"loss": loss, "weight": weight} for rate, (loss, weight) in found.items()}
