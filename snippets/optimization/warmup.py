"""Warmup: two schedules, and how long Adam's steps are before it has averaged much."""

import numpy as np
from numpy.typing import NDArray

from snippets.optimization.adaptive_optimizers import Moments, adam_step

Array = NDArray[np.float64]


# --8<-- [start:schedules]
def linear_warmup(step: int, warmup: int, peak_rate: float) -> float:
    """η_t = η_max min(1, t/T_w): rate of update t, counted from 1."""
    return peak_rate * min(1.0, step / warmup)


def transformer_rate(step: int, width: int, warmup: int) -> float:
    """η_t = d^(−1/2) min(t^(−1/2), t T_w^(−3/2)) of the first Transformer."""
    return float(width**-0.5 * min(step**-0.5, step * warmup**-1.5))


# --8<-- [end:schedules]


# --8<-- [start:update_sizes]
def update_sizes(gradients: Array, betas: tuple[float, float] = (0.9, 0.999)) -> Array:
    """Root mean square of Adam's steps in units of η, over independent weights.

    Args:
        gradients: what each weight receives, shape (steps, weights).
        betas: Adam's decay rates.
    """
    zero = np.zeros(gradients.shape[1])  # Adam's step does not depend on the weights
    moments: Moments = (zero, zero, 0)
    sizes = []
    for gradient in gradients:
        step, moments = adam_step(zero, gradient, moments, 1.0, betas)
        sizes.append(np.sqrt(np.mean(step**2)))
    return np.array(sizes)


def settled_size(beta1: float = 0.9) -> float:
    """√((1 − β₁)/(1 + β₁)): what is left when gradients are noise alone."""
    return float(np.sqrt((1 - beta1) / (1 + beta1)))


# --8<-- [end:update_sizes]


# --8<-- [start:default_warmup]
def default_warmup(beta2: float = 0.999) -> float:
    """2/(1 − β₂) updates, the rule of thumb of Ma & Yarats for Adam."""
    return 2 / (1 - beta2)


# --8<-- [end:default_warmup]
