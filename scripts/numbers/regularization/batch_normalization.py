"""Numbers of `docs/regularization/batch-normalization.md`."""

import numpy as np
from numpy.typing import NDArray

from snippets.regularization.batch_normalization import batch_norm, batch_norm_inference, update_running_statistics

Runs = NDArray[np.float64]
ONE, ZERO = np.ones(1), np.zeros(1)


def rising() -> dict[str, float]:
    """Mean and variance of the mini-batch (1, 2, 3, 4)."""
    batch = np.array([1.0, 2, 3, 4])
    return {"mean": float(batch.mean()), "variance": float(batch.var())}


def same_input() -> dict[str, float]:
    """The input 1 among (1, 2, 3, 4), among (1, 0, −1, −2), and at inference."""
    batches = {"rising": [1.0, 2, 3, 4], "falling": [1.0, 0, -1, -2]}
    found = {name: float(batch_norm(np.array(x)[:, None], ONE, ZERO)[0, 0]) for name, x in batches.items()}
    return found | {"inference": float(batch_norm_inference(np.ones((1, 1)), ZERO, ONE, ONE, ZERO)[0, 0])}


def noise(first: int = 0) -> dict[int, Runs]:
    """Standard deviation of the normalized value of the input 1 among standard normal ones, by batch size."""
    found: dict[int, list[float]] = {4: [], 32: [], 256: []}
    for size, spreads in found.items():
        for seed in range(first, first + 4):
            x = np.random.default_rng([seed, size]).standard_normal((size, 5000))
            x[0] = 1.0
            spreads.append(float(batch_norm(x, np.ones(5000), np.zeros(5000))[0].std()))
    return {size: np.array(spreads) for size, spreads in found.items()}


def middle(first: int = 0) -> dict[str, Runs]:
    """Ends of the middle 80 % of that value at batch size 256."""
    ends = []
    for seed in range(first, first + 4):
        x = np.random.default_rng(seed).standard_normal((256, 4000))
        x[0] = 1.0
        ends.append(np.quantile(batch_norm(x, np.ones(4000), np.zeros(4000))[0], [0.1, 0.9]))
    return dict(zip(("low", "high"), np.transpose(ends), strict=True))


def left_of_the_start() -> float:
    """Share of the running mean's start after ten updates with statistics of 0, at PyTorch's momentum."""
    mean, variance = ONE, ONE
    for _ in range(10):
        mean, variance = update_running_statistics(mean, variance, np.zeros((2, 1)))
    return float(mean[0])
