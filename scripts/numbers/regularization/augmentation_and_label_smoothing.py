"""Numbers of `docs/regularization/augmentation-and-label-smoothing.md`."""

import numpy as np
from numpy.typing import NDArray

from snippets.regularization import augmentation_and_label_smoothing as page

Runs = NDArray[np.float64]


def unmixed() -> dict[str, float]:
    """Share of λ below 0.1 or above 0.9, by α."""
    return {f"{alpha:g}": _outside(alpha) for alpha in (0.2, 1.0)}


def _outside(alpha: float) -> float:
    """Probability that Beta(α, α) lies outside of 0.1 … 0.9, by the midpoint rule in u = x^α near 0."""
    u = (np.arange(200_000) + 0.5) / 200_000
    x = 0.5 * u ** (1 / alpha)  # dx x^(α−1) = du · 0.5^α/α
    density = (1 - x) ** (alpha - 1)
    return float(density[x < 0.1].sum() / density.sum())


def clipped() -> dict[str, float]:
    """A box drawn with λ = 0.75 at the corner of an image of 224 × 224: its area, and λ of what is left of it."""
    top, bottom, left, right = page.box(224, 224, 0.75, 0, 0)
    area = (bottom - top) * (right - left)
    return {"side": float(bottom - top), "share": 1 - area / 224**2}


def leak(first: int = 0) -> dict[str, Runs]:
    """Accuracy on random labels if noisy copies are made before the split, and behind it."""
    seeds = range(first, first + 10)
    return {
        name: np.array([page.neighbor_accuracy(split_first, np.random.default_rng(seed)) for seed in seeds])
        for name, split_first in (("augmented first", False), ("split first", True))
    }


def target() -> dict[str, float]:
    """Smoothed target of the true class and of another, with ten classes and ε = 0.1."""
    return {"true": 0.9 + 0.1 / 10, "other": 0.1 / 10}


def floor() -> dict[str, float]:
    """Lowest loss with ε = 0.1, by the number of classes."""
    return {str(classes): page.smoothing_floor(classes, 0.1) for classes in (10, 1000)}


def gap() -> dict[str, float]:
    """Best distance of the logits with ε = 0.1, by the number of classes."""
    return {str(classes): page.optimal_gap(classes, 0.1) for classes in (10, 1000)}


def losses() -> dict[str, float]:
    """Loss of ten classes at a gap of 10, without and with smoothing."""
    return {f"{smoothing:g}": float(page.gap_loss(np.array([10.0]), 10, smoothing)[0]) for smoothing in (0.0, 0.1)}
