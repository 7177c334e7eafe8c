"""Numbers of `docs/practice/transfer-learning.md`; every run draws tasks, data and weights anew."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from snippets.practice.transfer_learning import (
    Array,
    Task,
    features,
    linear_probe,
    pretrained_body,
    target_errors,
    tasks,
)

Runs = NDArray[np.float64]
ANGLES = (0, 25, 90)
"""Degrees between the features of source and target."""
SIZES = (30, 100, 300, 1000)
"""Target examples."""
RUNS = 8


def errors(first: int = 0) -> dict[tuple[int, int, str], Runs]:
    """Test error by angle, target examples and method, for the worlds `first`, `first` + 1, …"""
    found: dict[tuple[int, int, str], list[float]] = {}
    for seed in range(first, first + RUNS):
        targets, body = _world(seed)
        rng = np.random.default_rng([seed, 1])
        for angle in ANGLES[1:]:
            for n in SIZES:
                for method, error in target_errors(targets[angle], body, n, rng).items():
                    found.setdefault((angle, n, method), []).append(error)
    return {key: np.array(runs) for key, runs in found.items()}


def halved_inputs(first: int = 0) -> dict[str, Runs]:
    """Error of a probe on the source's own features (0°), with test inputs as in pretraining and halved."""
    found: dict[str, list[float]] = {"same": [], "halved": []}
    for seed in range(first, first + RUNS):
        targets, body = _world(seed)
        rng = np.random.default_rng([seed, 2])
        X, X_test = rng.standard_normal((1000, 20)), rng.standard_normal((2000, 20))
        task = targets[0]
        head, truth = linear_probe(features(X, body), task.targets(X)), task.targets(X_test)
        for name, inputs in (("same", X_test), ("halved", X_test / 2)):
            found[name].append(float(np.mean((features(inputs, body) @ head - truth) ** 2)))
    return {name: np.array(runs) for name, runs in found.items()}


@cache
def _world(seed: int) -> tuple[dict[int, Task], Array]:
    """Targets by angle, and a body pretrained on their source."""
    rng = np.random.default_rng(seed)
    source, targets = tasks(ANGLES, rng)
    return dict(zip(ANGLES, targets, strict=True)), pretrained_body(source, rng)
