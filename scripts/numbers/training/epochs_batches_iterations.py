"""Numbers of `docs/training/epochs-batches-iterations.md`."""

import numpy as np
from numpy.typing import NDArray

from snippets.training import epochs_batches_iterations as page
from snippets.training.epochs_batches_iterations import Array

_SEEDS = range(20)
"""Each draws its own data, true weights and order of the examples."""


def iterations() -> dict[str, dict[tuple[int, int], int]]:
    """Iterations per epoch, examples of the last mini-batch, iterations with `drop_last`; by N and B."""
    rows = [(1000, 200), (10_000, 100), (1000, 32), (1000, 1000), (1000, 1), (1000, 100)]
    return {
        "kept": {row: page.iterations_per_epoch(*row) for row in rows},
        "last": {row: len(list(page.epoch_batches(*row, np.random.default_rng(0)))[-1]) for row in rows},
        "dropped": {row: page.iterations_per_epoch(*row, drop_last=True) for row in rows},
    }


def total() -> dict[str, int]:
    """Updates: ten epochs of 1000 in 32, an epoch of 51,200 on one device and on 4 with k = 2; ResNet's epochs."""
    return {
        "ten_epochs": page.total_updates(1000, 32, 10),
        "one_device": page.total_updates(51_200, 32, 1),
        "four_devices": page.total_updates(51_200, 32, 1, devices=4, accumulation_steps=2),
        "resnet_epochs": 600_000 // page.total_updates(1_280_000, 256, 1),
    }


def with_replacement() -> float:
    """Share of 1000 examples that 1000 draws with replacement reach, in the mean."""
    return 1 - (1 - 1 / 1000) ** 1000


def epoch_loss() -> dict[str, float]:
    """Mean loss of 31 batches of 32 with 0.5 and one of 8 with 1: per example, and of the batch means."""
    means, sizes = [0.5] * 31 + [1.0], [32] * 31 + [8]
    return {"examples": page.mean_loss_of_epoch(means, sizes), "batches": float(np.mean(means))}


def by_hand() -> dict[str, float]:
    """One update of θx from 0 on the inputs 1, 2 with targets 2, η = 0.1: gradient, weight, loss before and after."""
    rate = 0.1
    theta, losses = page.sgd(np.array([[1.0], [2.0]]), np.array([2.0, 2.0]), 2, rate, 1, np.random.default_rng(0))
    return {
        "gradient": float(-theta[0] / rate),
        "theta": float(theta[0]),
        "before": float(losses[0]),
        "after": float(losses[1]),
    }


def _rises(seed: int, batch_size: int, learning_rate: float, epochs: int) -> NDArray[np.bool_]:
    X, y = page.linear_regression(seed)
    losses = page.sgd(X, y, batch_size, learning_rate, epochs, np.random.default_rng(1000 + seed))[1]
    return np.diff(losses) > 0


def rises() -> dict[str, Array]:
    """Of 250 updates with B = 8, those that raise the full loss: both rates, the epochs apart; and of full batches."""
    runs = np.array([_rises(seed, 8, 0.05, 2) for seed in _SEEDS])
    slow = np.array([_rises(seed, 8, 0.02, 2) for seed in _SEEDS])
    full = np.array([_rises(seed, 1000, 0.05, 250) for seed in _SEEDS])
    return {
        "all": runs.sum(axis=1),
        "first": runs[:, :125].sum(axis=1),
        "second": runs[:, 125:].sum(axis=1),
        "slow": slow.sum(axis=1),
        "full_batch": full.sum(axis=1),
    }


def own_batch() -> Array:
    """Of 250 updates with η = 0.5, those that raise the loss of their own mini-batch."""
    data = [(page.linear_regression(seed), np.random.default_rng(2000 + seed)) for seed in _SEEDS]
    return np.array([page.rises_on_own_batch(X, y, 0.5, 2, rng) for (X, y), rng in data])


def change() -> dict[str, Array]:
    """Mean change of the full loss by one update with B = 8, η = 0.05, at the start and at the minimum."""
    data = [page.linear_regression(seed) for seed in _SEEDS]
    return {
        "start": np.array([page.expected_loss_change(np.zeros(10), X, y, 8, 0.05) for X, y in data]),
        "minimum": np.array(
            [page.expected_loss_change(page.smallest_squared_loss(X, y)[0], X, y, 8, 0.05) for X, y in data]
        ),
    }


def figure() -> dict[str, float]:
    """The run that is drawn: the range from update 80 on, the smallest possible loss."""
    X, y = page.linear_regression(0)
    losses = page.sgd(X, y, 8, 0.05, 2, np.random.default_rng(1))[1]
    late = losses[80:]
    return {
        "lowest": float(late.min()),
        "highest": float(late.max()),
        "minimum": page.smallest_squared_loss(X, y)[1],
    }


def step() -> dict[str, float]:
    """Length of an SGD step with g = (30, 40), η = 0.001; steady Adam; its step after noise and after a surprise."""
    steady = page.adam_step(np.tile([100.0, 0.01], (50, 1)), 0.001)
    surprise = np.zeros((20_000, 1))
    surprise[-1] = 1.0
    return {
        "sgd": float(np.linalg.norm(page.sgd_step(np.array([30.0, 40.0]), 0.001))),
        "adam": float(-steady[0]),
        "noise": float(np.sqrt((1 - 0.9) / (1 + 0.9))),
        "surprise": float(-page.adam_step(surprise, 1.0)[0]),
    }


def decay() -> dict[str, float]:
    """Drops after ten epochs of 32 updates with step_size = 30, and the rate that is left of 0.1."""
    calls = 10 * page.iterations_per_epoch(1000, 32)
    return {"drops": calls // 30, "rate": page.step_decay(0.1, calls, step_size=30)}
