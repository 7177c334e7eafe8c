"""Numbers of `docs/optimization/loss-landscape.md`."""

from math import factorial

import numpy as np
from numpy.typing import NDArray

from snippets.optimization import loss_landscape as page

Runs = NDArray[np.float64]


def positive(first: int = 0) -> dict[str, Runs]:
    """Share of random symmetric matrices with positive eigenvalues alone, by their size."""
    seeds = range(first, first + 4)
    return {
        str(size): np.array(
            [
                np.mean(np.all(page.random_curvature(size, 160_000, np.random.default_rng(seed)) > 0, axis=1))
                for seed in seeds
            ]
        )
        for size in range(1, 5)
    }


def leaving() -> dict[str, float]:
    """Steps to leave a saddle from 1e-6, and from 1e-12, at η = 0.1 and curvature −1."""
    return {"near": page.steps_to_leave(1e-6, 1, 0.1, 1), "nearer": page.steps_to_leave(1e-12, 1, 0.1, 1)}


def copies() -> float:
    """Orders of ten hidden units."""
    return float(factorial(10))


def line(first: int = 0) -> dict[str, Runs]:
    """Loss on the way from a trained network to itself with its units moved on by one, by the share of the way."""
    shares = np.linspace(0, 1, 9)
    found: dict[str, list[float]] = {f"{share:g}": [] for share in shares}
    for seed in range(first, first + 5):
        network, x = page.trained(np.random.default_rng(seed))
        other = page.permuted(network, np.roll(np.arange(10), 1))
        for share in shares:
            found[f"{share:g}"].append(page.loss(page.interpolated(network, other, float(share)), x))
    return {name: np.array(runs) for name, runs in found.items()}


def hessian_gb() -> float:
    """Gigabytes of the Hessian of 100,000 parameters in float32."""
    return 4 * 100_000**2 / 1e9
