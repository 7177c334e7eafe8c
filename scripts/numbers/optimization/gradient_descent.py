"""Numbers of `docs/optimization/gradient-descent.md`."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from snippets.optimization.gradient_descent import (
    Array,
    convergence_factor,
    descend,
    epoch_batches,
    least_squares_problem,
    mean_excess_losses,
)

Runs = NDArray[np.float64]
CURVATURES = (1, 0.5, 0.2, 0.1, 0.05)
N, PASSES = 500, 90
BEST_RATE = 2 / 1.05
METHODS: dict[str, tuple[int, float, bool, bool]] = {  # batch size, first rate, reshuffle, decay
    "full": (N, BEST_RATE, True, False),
    "one": (1, 0.1, False, True),
    "reshuffled": (1, 0.1, True, True),
    "twenty": (20, 1.0, True, True),
}
PROBLEMS = 5
SHOWN = [int(passes) for passes in np.unique(np.geomspace(1, PASSES, 18).astype(int))]
"""Passes at which the figure has a mark."""


def pulls() -> dict[str, dict[int, float]]:
    """Gradients of ½(θ − y)² for the targets 1, 2 and 6, far from the minimum, at θ = 10, and at the minimum, 3."""
    X, y = np.ones((3, 1)), np.array([1.0, 2.0, 6.0])
    starts = {"far": 10.0, "minimum": 3.0}
    return {
        name: {
            example + 1: start - float(descend(X, y, np.array([start]), [np.array([example])], [1.0])[-1, 0])
            for example in range(3)
        }
        for name, start in starts.items()
    }


def race(first: int = 0) -> dict[tuple[str, int], Runs]:
    """Excess loss relative to the start, by method and passes, for problems drawn anew."""
    found = _curves(first)
    return {(name, passes): runs[:, passes] for name, runs in found.items() for passes in (1, 10, 30, 90)}


def overtakes(first: int = 0) -> dict[str, Runs]:
    """Passes after which the full batch is ahead of one example per update."""
    full = _curves(first)["full"]
    return {name: np.argmax(full < _curves(first)[name], axis=1).astype(float) for name in ("one", "reshuffled")}


def twenty(first: int = 0) -> Runs:
    """Largest ratio of the excess loss of B = 20 over that of single examples, both reshuffled, in the table's rows."""
    found = _curves(first)
    rows = [1, 10, 30, 90]
    return np.asarray((found["twenty"][:, rows] / found["reshuffled"][:, rows]).max(axis=1))


def floor(first: int = 0) -> Runs:
    """Excess loss after 90 passes of one example per update at a constant rate."""
    return np.asarray(_curves(first, True)["constant"][:, PASSES])


def figure(first: int = 0) -> dict[str, list[Runs]]:
    """What the figure draws, by curve, at the passes of SHOWN."""
    return {name: [runs[:, passes] for passes in SHOWN] for name, runs in _curves(first, True).items()}


def rate() -> dict[str, float]:
    """The best rate of the full batch and its factor per update."""
    return {"best": BEST_RATE, "factor": convergence_factor(CURVATURES, BEST_RATE)}


def updates() -> int:
    """Of an epoch with 50,000 examples and B = 64."""
    return len(epoch_batches(50_000, 64, np.random.default_rng(0)))


def cost() -> dict[int, float]:
    """Of an update in full batches of 50,000, by batch size."""
    return {size: size / 50_000 for size in (1, 64)}


def variance() -> float:
    """Of the gradient of 64 examples, in variances of one."""
    return 1 / 64


@cache
def _curves(first: int, with_floor: bool = False) -> dict[str, Array]:
    """Relative excess loss after 0 to 90 passes, (problems, passes + 1); decayed as η₀/(1 + η₀·0.05·k)."""
    methods = METHODS | ({"constant": (1, 0.02, False, False)} if with_floor else {})
    return {
        name: np.array([_curve(seed, *how) for seed in range(first, first + PROBLEMS)]) for name, how in methods.items()
    }


@cache
def _curve(seed: int, batch_size: int, first_rate: float, reshuffle: bool, decay: bool) -> Array:
    problem = least_squares_problem(N, CURVATURES, 1.0, np.random.default_rng(seed))
    count = np.arange(PASSES * N // batch_size)
    rates = first_rate / (1 + first_rate * CURVATURES[-1] * count * decay)
    return mean_excess_losses(problem, batch_size, rates.tolist(), reshuffle, np.random.default_rng([seed, 1]))
