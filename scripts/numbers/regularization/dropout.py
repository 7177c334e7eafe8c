"""Numbers of `docs/regularization/dropout.md`."""

from math import comb

import numpy as np
from numpy.typing import NDArray

from snippets.regularization import dropout as page

Runs = NDArray[np.float64]


def subnetworks() -> dict[str, float]:
    """One class of a softmax layer with ten inputs: mean over all subnetworks, and at evaluation."""
    rng = np.random.default_rng(0)
    h, W, b = np.abs(rng.standard_normal(10)), rng.standard_normal((3, 10)), np.zeros(3)
    outputs = page.subnetwork_outputs(h, W, b)
    odds = np.exp(W @ h + b)
    return {"count": len(outputs), "mean": float(outputs.mean(axis=0)[2]), "evaluation": float(odds[2] / odds.sum())}


def exactly_five() -> float:
    """Chance that five of ten units drop."""
    return comb(10, 5) / 2**10


def mean_of_ones() -> dict[str, float]:
    """Expected mean of ones kept with probability 0.8, without and with scaling."""
    kept = 0.8
    return {"unscaled": kept, "scaled": kept / 0.8}


def width() -> float:
    """Units at q = 0.5 where 128 suffice without dropout."""
    return 128 / 0.5


def neighbors(first: int = 0) -> dict[str, Runs]:
    """Correlation of a dropped pixel with its surviving neighbors, in smoothed and in white noise."""
    found: dict[str, list[float]] = {"smooth": [], "white": []}
    for seed in range(first, first + 3):
        rng = np.random.default_rng(seed)
        noise = rng.standard_normal((100, 20, 20))
        smooth = np.mean([np.roll(noise, (i, j), (1, 2)) for i in range(5) for j in range(5)], axis=0)
        for name, maps in (("smooth", smooth), ("white", noise)):
            found[name].append(_correlation(maps, rng))
    return {name: np.array(runs) for name, runs in found.items()}


def _correlation(maps: page.Array, rng: np.random.Generator) -> float:
    kept = rng.random(maps.shape) < 0.5
    shifts = [(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1) if (i, j) != (0, 0)]
    total = np.sum([np.roll(kept * maps, shift, (1, 2)) for shift in shifts], axis=0)
    count = np.sum([np.roll(kept, shift, (1, 2)) for shift in shifts], axis=0)
    hidden = ~kept & (count > 0)
    return float(np.corrcoef(total[hidden] / count[hidden], maps[hidden])[0, 1])


def surviving() -> float:
    """Share of stored values that survive 20 new masks at q = 0.9."""
    return 0.9**20


def variance(first: int = 0) -> dict[str, Runs]:
    """Variance of a batch norm's output at evaluation behind dropout at q = 0.5, normal values and ReLU outputs."""
    draws = [np.random.default_rng(seed).standard_normal(100_000) for seed in range(first, first + 4)]
    kinds = {"normal": draws, "relu": [np.maximum(x, 0) for x in draws]}
    return {name: np.array([page.variance_ratio(x, 0.5) for x in values]) for name, values in kinds.items()}


def gradient_variance(first: int = 0) -> dict[float, Runs]:
    """Variance of an example's gradient with dropout over that without, by keep probability."""
    found: dict[float, list[float]] = {0.5: [], 0.8: []}
    for seed in range(first, first + 6):
        rng = np.random.default_rng(seed)
        X, truth = rng.standard_normal((50_000, 10)), np.arange(1, 11) / 10
        y, w = X @ truth + rng.standard_normal(50_000), truth / 2
        plain = (X * (X @ w - y)[:, None]).var(axis=0).sum()
        for q, ratios in found.items():
            dropped = page.dropout(X, q, rng)
            ratios.append(float((dropped * (dropped @ w - y)[:, None]).var(axis=0).sum() / plain))
    return {q: np.array(ratios) for q, ratios in found.items()}


def stochastic_depth() -> dict[str, float]:
    """Blocks that a step computes of 54, and the share that it saves."""
    blocks = float(page.linear_decay(54, 0.5).sum())
    return {"blocks": blocks, "saved": 1 - blocks / 54}
