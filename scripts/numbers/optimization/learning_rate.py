"""Numbers of `docs/optimization/learning-rate.md`."""

import numpy as np
from numpy.typing import NDArray

from snippets.optimization import learning_rate as page
from snippets.optimization.gradient_descent import expected_losses
from snippets.training.batch_size_and_convergence import gaussian_stable_rate

Runs = NDArray[np.float64]
RATES = np.geomspace(1e-4, 10, 200)
CONSTANT = (0.001, 0.01, 0.025, 0.1, 0.3, 0.9, 1.2)
CURVATURES = (1, 0.5, 0.2, 0.1, 0.05)


def range_test(first: int = 0) -> dict[str, Runs]:
    """Mean curve of eight range tests, for each of six data sets.

    Its start, where and how low it bottoms out, where it falls fastest, where it is above 1 again.
    """
    found: dict[str, list[float]] = {}
    for seed in range(first, first + 6):
        X, y = _data(seed)
        curves = [page.range_test(X, y, 32, RATES, np.random.default_rng([seed, run])) for run in range(8)]
        losses = np.mean(curves, axis=0)
        lowest = int(losses.argmin())
        smooth, middle = np.convolve(losses, np.ones(15) / 15, "valid"), RATES[7:-7]
        marks = {
            "start": losses[:10].mean(),
            "rate": RATES[lowest],
            "lowest": losses[lowest],
            "steepest": middle[np.gradient(smooth).argmin()],
            "explodes": RATES[lowest + int(np.argmax(losses[lowest:] > 1))],
        }
        for name, mark in marks.items():
            found.setdefault(name, []).append(float(mark))
    return {name: np.array(runs) for name, runs in found.items()}


def _data(seed: int) -> tuple[page.Array, page.Array]:
    """Least squares, 4096 examples in 20 dimensions, targets with unit noise."""
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((4096, 20))
    return X, X @ np.ones(20) + rng.standard_normal(4096)


def drawn() -> dict[str, float]:
    """The curve of the figure, the mean of twenty tests on one data set: start, minimum and its rate, choice."""
    X, y = _data(0)
    losses = np.mean([page.range_test(X, y, 32, RATES, np.random.default_rng(run)) for run in range(20)], axis=0)
    lowest = int(losses.argmin())
    rate = float(RATES[lowest])
    return {"start": float(losses[0]), "lowest": float(losses[lowest]), "rate": rate, "least": rate / 10}


def limit() -> float:
    """Largest stable rate for 20 normal inputs and a batch size of 32."""
    return gaussian_stable_rate(20, 32)


def final(first: int = 0) -> dict[float, Runs]:
    """Mini-batch loss at the end of 200 updates at constant rates, for twelve data sets."""
    found: dict[float, list[float]] = {rate: [] for rate in CONSTANT}
    for seed in range(first, first + 12):
        X, y = _data(seed)
        for rate in CONSTANT:
            losses = page.range_test(X, y, 32, np.full(200, rate), np.random.default_rng([seed, 9]))
            found[rate].append(float(np.mean(losses[-20:])))
    return {rate: np.array(runs) for rate, runs in found.items()}


def two_factors(first: int = 0) -> dict[float, dict[str, Runs]]:
    """Curvature at the end after warmup, and share of runs that diverge from a cold start, by peak rate."""
    found = {}
    for peak in (0.1, 0.2, 0.4, 0.8):
        warm = [peak * min(1, (update + 1) / 200) for update in range(1500)]
        ends = {
            name: np.array([page.two_factor_run(5, 0, rates, 0.01, np.random.default_rng(seed)) for seed in seeds])
            for name, rates, seeds in (
                ("warm", warm, range(first, first + 10)),
                ("cold", [peak] * 1500, range(first, first + 10)),
            )
        }
        found[peak] = {"curvature": ends["warm"], "diverged": np.isinf(ends["cold"]).astype(float)}
    return found


def valley() -> dict[str, float | dict[float, float]]:
    """Of the loss 2θ² from θ = 1: the largest stable rate, and by rate the factor of a step and where two steps end."""
    curvature = 4.0
    paths = {rate: page.quadratic_path(np.ones(1), np.array([curvature]), rate, 2)[:, 0] for rate in (0.1, 0.4, 0.6)}
    return {
        "limit": 2 / curvature,
        "factor": {rate: float(path[1] / path[0]) for rate, path in paths.items()},
        "second": {rate: float(path[2]) for rate, path in paths.items()},
    }


def first_limit() -> float:
    """Largest stable rate at a curvature of 25."""
    return 2 / 25


def steps() -> dict[float, float]:
    """Updates to a hundredth of the distance at curvature 1, by rate."""
    return {rate: page.steps_to_factor(rate, 1, 100) for rate in (0.01, 0.02, 0.04, 1.98)}


def transformer() -> float:
    """Peak rate of the first Transformer by its formula."""
    return float(512**-0.5 * 4000**-0.5)


def budget() -> dict[str, float]:
    """Expected excess loss after 1000 updates, by peak rate, constant and with cosine decay; its start and a ratio."""
    found = {"start": float(_losses([0.1])[0])}
    for rate in (0.001, 0.01, 0.03, 0.1, 0.3, 1, 1.9):
        found[f"{rate}.constant"] = float(_losses([rate] * 1000)[-1])
        found[f"{rate}.cosine"] = float(_losses([page.cosine(t, 1000, rate) for t in range(1000)])[-1])
    return found | {"ratio": found["0.001.constant"] / found["0.03.constant"]}


def schedules() -> dict[str, dict[int, float]]:
    """Expected excess loss of 2000 updates, by schedule, after 20, 100, 1000 and 2000."""
    T, rates = 2000, range(2000)
    runs = {
        "low": [0.01] * T,
        "high": [0.3] * T,
        "early drop": [0.3 if t < 20 else 0.003 for t in rates],
        "exponential": [page.exponential(t, 0.3, 0.001 ** (1 / T)) for t in rates],
        "inverse time": [page.inverse_time(t, 0.3, 1 / (0.3 * 0.05)) for t in rates],
        "cosine": [page.cosine(t, T, 0.3) for t in rates],
        "stable": [page.warmup_stable_decay(t, 10, 400, T, 0.3) for t in rates],
    }
    losses = {name: _losses(run) for name, run in runs.items()}
    return {name: {t: float(curve[t]) for t in (20, 100, 1000, 2000)} for name, curve in losses.items()}


def averaged() -> float:
    """Expected excess loss of the mean of the last 1000 weights, of 2000 updates at the constant rate 0.3."""
    lags, loss = np.arange(1000), 0.0
    for curvature in CURVATURES:
        squares = 2 / curvature * expected_losses([0.3] * 2000, [curvature], 0.1, 1.0)[-1000:]
        # E[θᵢ θⱼ] = (1 − ηλ)^(j − i) E[θᵢ²] for i ≤ j: each weight counts once with itself, twice with later ones
        powers = np.cumsum((1 - 0.3 * curvature) ** lags)[::-1]
        loss += curvature / 2 * float(squares @ (2 * powers - 1)) / 1000**2
    return loss


def _losses(rates: list[float]) -> page.Array:
    return expected_losses(rates, CURVATURES, 0.1, 1.0)
