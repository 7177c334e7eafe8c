"""Numbers of `docs/training/number-of-epochs.md`."""

from functools import cache

import numpy as np

from snippets.training.epochs_batches_iterations import iterations_per_epoch
from snippets.training.number_of_epochs import (
    Array,
    Epoch,
    early_stopping,
    error_curve,
    gradient_descent_shrinkage,
    logistic_run,
    repeated_data_risk,
    ridge_shrinkage,
)

_RISKS, _RUNS, _CURVES = range(40), range(30), range(20)
"""Seeds of the three experiments; each draws its own data and true weights."""
_LAST = 10**6


@cache
def _risk(examples: int, passes: int, noise: float = 1.0) -> Array:
    return np.array([repeated_data_risk(examples, passes, np.random.default_rng(seed), noise) for seed in _RISKS])


def risk() -> dict[object, Array]:
    """Excess risk by examples and passes; with noise-free targets; ratios on the same seeds."""
    rows = [(200, 1), (200, 10), (500, 4), (1000, 2), (2000, 1), (20, 100)]
    risks: dict[object, Array] = {row: _risk(*row) for row in rows}
    risks["noise_free"] = _risk(20, 100, noise=0.0)
    risks["few_updates"] = _risk(200, 1) / _risk(200, 10).mean()
    return risks


def updates() -> dict[tuple[int, int], int]:
    """Updates by examples and passes with B = 10, and of a billion examples with B = 1000."""
    rows = [(200, 1), (200, 10), (500, 4), (1000, 2), (2000, 1), (20, 100)]
    counts = {(N, passes): passes * iterations_per_epoch(N, 10) for N, passes in rows}
    return counts | {(10**9, 1): iterations_per_epoch(10**9, 1000)}


@cache
def _runs() -> list[list[Epoch]]:
    return [logistic_run(seed, epochs=120) for seed in _RUNS]


def first_epoch() -> dict[str, Array]:
    """Training loss as logged during the first epoch and after it, and the validation loss."""
    logged, after, validation, _ = np.array([run[0] for run in _runs()]).T
    return {"logged": logged, "after": after, "validation": validation, "hidden_gap": validation - after}


def patience() -> dict[str, dict[int, Array]]:
    """By patience: the last epoch, the excess of the kept validation loss, whether the minimum was missed."""
    found: dict[str, dict[int, Array]] = {"stop": {}, "excess": {}, "missed": {}}
    losses = [[epoch.validation_loss for epoch in run] for run in _runs()]
    for patience_ in (0, 1, 5, 10, 20):
        outcomes = [early_stopping(curve, patience_) for curve in losses]
        excess = np.array([curve[kept - 1] - min(curve) for curve, (kept, _) in zip(losses, outcomes, strict=True)])
        found["stop"][patience_] = np.array([stop for _, stop in outcomes])
        found["excess"][patience_] = excess
        found["missed"][patience_] = (excess > 0).astype(int)
    return found


def by_hand() -> dict[str, dict[str, int]]:
    """By patience 2 and 3: the epoch that is kept and the last one, for six validation losses."""
    losses = [0.90, 0.70, 0.60, 0.62, 0.61, 0.58]
    outcomes = {"two": early_stopping(losses, 2), "three": early_stopping(losses, 3)}
    return {name: {"kept": kept, "stop": stop} for name, (kept, stop) in outcomes.items()}


def metric() -> dict[str, Array]:
    """What the epoch of the highest accuracy gains in points, and pays in loss, against that of the lowest loss."""
    points, price = [], []
    for run in _runs():
        losses = np.array([epoch.validation_loss for epoch in run])
        accuracies = np.array([epoch.validation_accuracy for epoch in run])
        by_loss, by_accuracy = losses.argmin(), accuracies.argmax()
        points.append(100 * (accuracies[by_accuracy] - accuracies[by_loss]))
        price.append(losses[by_accuracy] - losses[by_loss])
    return {"points": np.array(points), "loss": np.array(price)}


def shown() -> dict[str, float]:
    """The run of the figure: where patience 0 and 10 stop, the best epoch, losses at its start, minimum and end."""
    losses = [epoch.validation_loss for epoch in logistic_run(9, epochs=120)]
    best, stopped = early_stopping(losses, patience=10)
    hasty = early_stopping(losses, patience=0)[1]
    return {
        "hasty": hasty,
        "best": best,
        "stopped": stopped,
        "first": losses[0],
        "at_stop": losses[hasty - 1],
        "lowest": min(losses),
        "last": losses[-1],
    }


def _curves(slow_signal: float, weight_decay: float, epochs: list[int]) -> dict[int, Array]:
    curves = np.array([error_curve(epochs, slow_signal, weight_decay, seed) for seed in _CURVES])
    return dict(zip(epochs, curves.T, strict=True))


@cache
def _second_descent() -> dict[int, Array]:
    return _curves(0.06, 0.0, [1, 30, 350, _LAST])


def error() -> dict[str, dict[int, Array]]:
    """Excess error by epoch: without and with weight decay, and with slowly learned inputs, without and with it."""
    return {
        "rise": _curves(0.0, 0.0, [1, 30, _LAST]),
        "flat": _curves(0.0, 0.25, [30, _LAST]),
        "second": _second_descent(),
        "second_decay": _curves(0.06, 0.25, [_LAST]),
    }


def second_rise() -> dict[str, Array]:
    """Change from epoch 30 to 350 with slow inputs, and the share of the data sets in which the error rises."""
    change = _second_descent()[350] - _second_descent()[30]
    return {"change": change, "share": (change > 0).astype(int)}


def patience_200() -> dict[str, Array]:
    """The epoch that a patience of 200 keeps with slow inputs, and its error."""
    epochs, errors = [], []
    for seed in _CURVES:
        curve = error_curve(range(1, 401), 0.06, seed=seed)
        kept, _ = early_stopping(curve.tolist(), patience=200)
        epochs.append(kept)
        errors.append(curve[kept - 1])
    return {"epoch": np.array(epochs), "error": np.array(errors)}


def shares() -> dict[str, dict[float, float]]:
    """Shares of the minimizer kept by early stopping (η = 0.01, t = 100) and by the penalty α = 1; largest gap."""
    eigenvalues = np.array([0.01, 0.1, 1.0, 10.0])
    stopped = gradient_descent_shrinkage(eigenvalues, 0.01, 100)
    penalized = ridge_shrinkage(eigenvalues, 1.0)
    grid = np.linspace(0, 50, 501)
    gap = gradient_descent_shrinkage(grid, 0.01, 100) - ridge_shrinkage(grid, 1.0)
    return {
        "stopped": {float(at): float(share) for at, share in zip(eigenvalues, stopped, strict=True)},
        "penalized": {float(at): float(share) for at, share in zip(eigenvalues, penalized, strict=True)},
        "gap": {0: float(gap.max()), 1: float(grid[gap.argmax()])},
    }
