"""Numbers of `docs/foundations/representation-power.md`."""

import numpy as np
from numpy.typing import NDArray

from snippets.foundations import representation_power as page

Runs = NDArray[np.float64]


def error() -> dict[int, float]:
    """Largest error of n joined ReLUs on [0, 1] for sin 2πx, by n."""
    x = np.linspace(0, 1, 10_001)
    found = {}
    for units in (8, 16, 32):
        knots = np.linspace(0, 1, units + 1)
        y = page.one_hidden_layer(x, knots, np.sin(2 * np.pi * knots))
        found[units] = float(np.max(np.abs(y - np.sin(2 * np.pi * x))))
    return found


def outside() -> float:
    """What 32 of them answer at x = 2, where the sine is 0."""
    knots = np.linspace(0, 1, 33)
    return float(page.one_hidden_layer(np.array([2.0]), knots, np.sin(2 * np.pi * knots))[0])


def pieces() -> dict[int, int]:
    """Straight pieces of the tent map applied k times, counted for k = 5, doubled for each layer beyond."""
    x = np.linspace(0, 1, 2**10 + 1)
    counted = page.linear_pieces(x, page.sawtooth(x, 5))
    return {5: counted, 20: counted * 2**15}


def units() -> dict[str, dict[int, int]]:
    """ReLUs of the deep network, and of one hidden layer as many as there are kinks, which is a lower bound."""
    return {"deep": {k: 2 * k for k in (5, 20)}, "shallow": {k: count - 1 for k, count in pieces().items()}}


def xor_solved(first: int = 0) -> dict[int, Runs]:
    """Share of 100 trained networks that solve XOR, by hidden units, in five groups of random weights."""
    return {
        hidden: np.array([page.trained_on_xor(hidden, 100, np.random.default_rng(first + seed)) for seed in range(5)])
        for hidden in (2, 16)
    }
