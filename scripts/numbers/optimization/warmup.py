"""Numbers of `docs/optimization/warmup.md`."""

import numpy as np
from numpy.typing import NDArray

from snippets.optimization import warmup as page

Runs = NDArray[np.float64]


def noise(first: int = 0) -> dict[str, Runs]:
    """Size of Adam's step in units of η if gradients are noise alone, by the number of the step."""
    runs = []
    for seed in range(first, first + 4):
        runs.append(page.update_sizes(np.random.default_rng(seed).standard_normal((1000, 2000))))
    return {str(step): np.array([sizes[step - 1] for sizes in runs]) for step in (1, 2, 10, 100, 1000)}


def settled() -> dict[str, float]:
    """The size in the end, and how many times longer the first step is."""
    return {"size": page.settled_size(), "ratio": 1 / page.settled_size()}


def peak() -> float:
    """Highest rate of the schedule of the first Transformer, with width 512."""
    return page.transformer_rate(4000, 512, 4000)


def peak_in_ten_thousandths() -> float:
    """The same in the units of the figure."""
    return 1e4 * peak()


def defaults() -> dict[str, float]:
    """Updates of warmup by the rule of thumb."""
    return {f"{beta:g}": page.default_warmup(beta) for beta in (0.999, 0.95)}
