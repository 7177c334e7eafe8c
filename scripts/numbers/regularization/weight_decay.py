"""Numbers of `docs/regularization/weight-decay.md`."""

import numpy as np
from numpy.typing import NDArray

from snippets.optimization.adaptive_optimizers import adamw_step
from snippets.optimization.learning_rate import cosine
from snippets.regularization import weight_decay as page

Runs = NDArray[np.float64]


def shrunk() -> dict[str, list[float]]:
    """What a penalty of 0.5 makes of the weights of the page."""
    weights = np.array([-2.0, -0.3, 0.4, 1.5])
    return {"l2": page.shrink_l2(weights, 0.5).tolist(), "l1": page.shrink_l1(weights, 0.5).tolist()}


def zeros(first: int = 0) -> dict[str, Runs]:
    """Weights of 20 that are exactly zero after 1000 steps with penalty 0.2, or at the minimum with L2."""
    found: dict[str, list[float]] = {"subgradient": [], "proximal": [], "l2": []}
    for seed in range(first, first + 8):
        X, y, _ = page.sparse_regression(np.random.default_rng(seed))
        for name, step in (("subgradient", page.subgradient_step), ("proximal", page.proximal_step)):
            w = page.descend(X, y, step, 0.1, 0.2, 1000)
            found[name].append(float(np.sum(w == 0)))
        found["l2"].append(float(np.sum(page.ridge(X, y, 0.2) == 0)))
    return {name: np.array(runs) for name, runs in found.items()}


def imbalance(first: int = 0) -> dict[str, Runs]:
    """|w₁ − w₂|/(|w₁| + |w₂|) of two features that are nearly one: 0 if shared, 1 if one of them is dropped."""
    found: dict[str, list[float]] = {"l1": [], "l2": [], "correlation": []}
    for seed in range(first, first + 16):
        X, y = page.correlated_regression(np.random.default_rng(seed))
        lasso = page.descend(X, y, page.proximal_step, 0.45, 0.2, 3000)
        for name, w in (("l1", lasso), ("l2", page.ridge(X, y, 0.2))):
            found[name].append(float(abs(w[0] - w[1]) / np.abs(w).sum()))
        found["correlation"].append(float(np.corrcoef(X[:, 0], X[:, 1])[0, 1]))
    return {name: np.array(runs) for name, runs in found.items()}


def first_step() -> dict[str, float]:
    """How far a weight of 2 without a gradient moves in the first step with η = 0.001 and λ = 0.01."""
    theta, zero = np.array([2.0]), np.zeros(1)
    coupled, _ = page.adam_l2_step(theta, zero, (zero, zero, 0), 0.001, 0.01)
    decoupled, _ = adamw_step(theta, zero, (zero, zero, 0), 0.001, 0.01)
    moved = {"l2": float(theta[0] - coupled[0]), "adamw": float(theta[0] - decoupled[0])}
    return {**moved, "ratio": moved["l2"] / moved["adamw"]}


def left() -> dict[str, float]:
    """Share of a weight that is left after 10,000 steps at rate 0.001, constant or by a cosine to 0, with λ = 0.1."""
    falling = np.array([cosine(t, 10_000, 0.001) for t in range(10_000)])
    return {
        "constant": page.decay_left(np.full(10_000, 0.001), 0.1),
        "cosine": page.decay_left(falling, 0.1),
    }


def half_life() -> float:
    """Steps after which decay alone has halved a weight, with η = 3e-4 and λ = 0.1."""
    return float(np.log(0.5) / np.log(1 - 3e-4 * 0.1))


def equilibrium() -> float:
    """Length of the weights of the figure at which growth and decay cancel."""
    return page.equilibrium_norm(0.1, 0.1, 1.0)


def lengths(first: int = 0) -> dict[str, Runs]:
    """Length after 1500 steps that begin at 0.3 and at 3, with decay 0.1 and without."""
    found: dict[str, list[float]] = {}
    for seed in range(first, first + 8):
        for name, decay in (("decay", 0.1), ("none", 0.0)):
            for start in (0.3, 3.0):
                run = page.norms_before_normalization(start, decay, np.random.default_rng(seed))
                found.setdefault(f"{name}.{start:g}", []).append(float(run[-1]))
    return {name: np.array(runs) for name, runs in found.items()}
