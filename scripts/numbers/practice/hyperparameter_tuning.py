"""Numbers of `docs/practice/hyperparameter-tuning.md`."""

import numpy as np
from numpy.typing import NDArray

from snippets.practice import hyperparameter_tuning as page

Runs = NDArray[np.float64]
SPANS = ((0.01, 1.6), (10, 810))
"""Peak rates, and updates until a run's rate is 0."""
JUDGED = (10, 90, 270)
"""Updates after which runs are compared."""
POOR = 0.05
"""A final loss that is several times the best one."""


def distance(first: int = 0) -> dict[str, Runs]:
    """Mean distance of 1000 random optima to the best trial, by values, dimensions and how many matter."""
    found: dict[str, list[float]] = {}
    for seed in range(first, first + 4):
        rng = np.random.default_rng(seed)
        for values, dimensions, important in ((3, 2, 1), (3, 2, 2), (2, 6, 1), (2, 6, 6)):
            grid, optima = page.grid_trials(values, dimensions), rng.random((1000, important))
            drawn = [page.random_trials(len(grid), dimensions, rng) for _ in optima]
            near = {
                "grid": np.mean([page.nearest_trial(grid, optimum) for optimum in optima]),
                "random": np.mean([page.nearest_trial(t, o) for t, o in zip(drawn, optima, strict=True)]),
            }
            for search, mean in near.items():
                found.setdefault(f"{values}.{dimensions}.{important}.{search}", []).append(float(mean))
    return {name: np.array(runs) for name, runs in found.items()}


def distance_if_one_matters() -> dict[str, float]:
    """The exact distances for one dimension of six: grid, random, and their ratio."""
    grid, random = 1 / (4 * 2), page.expected_nearest(64)
    return {"grid": grid, "random": random, "ratio": grid / random}


def hits() -> dict[int, float]:
    """Probability of reaching the best 5 %, by random trials."""
    return {trials: page.hit_probability(trials, 0.05) for trials in (59, 60)}


def trials() -> int:
    """Random trials for the best 1 % with probability 0.95."""
    return page.trials_needed(0.01, 0.95)


def uniform_above_a_tenth() -> float:
    """Share of uniform draws from [1e-5, 1] above 0.1."""
    return 0.9 / (1 - 1e-5)


def halving() -> dict[str, float]:
    """Updates of a rung, of all rungs in full runs, of all rungs if survivors resume."""
    table = page.rungs(81, 10, 3)
    resumed = sum(count * (updates - updates // 3 * (updates > 10)) for count, updates in table)
    return {"rung": table[0][0] * 10, "full runs": sum(c * u for c, u in table) / 810, "resumed": resumed}


def adam() -> dict[int, float]:
    """Relative first step of Adam at rate 1e-3 on PyTorch's default weights, by inputs."""
    return {inputs: 1e-3 * (3 * inputs) ** 0.5 for inputs in (256, 1024)}


def ranking(first: int = 0) -> dict[str, Runs]:
    """81 random runs with decayed and with constant rates: early correlations, leaders, what searches find."""
    runs = [_search(seed) for seed in range(first, first + 40)]
    return {name: np.array([run[name] for run in runs]) for name in runs[0]}


def _search(seed: int) -> dict[str, float]:
    peaks, decays = _drawn(seed)
    found = {}
    for rates, updates in (("decay", decays), ("constant", np.full(81, np.inf))):
        curves = page.decayed_runs(peaks, updates, 810)
        final = curves[:, -1]
        for count in JUDGED:
            early = curves[:, count]
            found[f"{rates}.correlation.{count}"] = page.rank_correlation(early, final)
            found[f"{rates}.leader.{count}"] = float(final[early.argmin()] / final.min())
        found[f"{rates}.halving"] = float(final[page.successive_halving(curves, 10, 3)])
        found[f"{rates}.five"] = float(final[:5].min())
    return found


def _drawn(seed: int) -> tuple[Runs, Runs]:
    """Peak rates of 81 runs, and updates until each rate is 0."""
    rng = np.random.default_rng(seed)
    peaks, decays = (np.array([page.log_uniform(low, high, rng) for _ in range(81)]) for low, high in SPANS)
    return peaks, decays


def race(first: int = 0) -> dict[str, Runs]:
    """With decay: does halving lose to the best of five full runs, does either end poorly? 400 repetitions."""
    found = []
    for seed in range(first, first + 400):
        curves = page.decayed_runs(*_drawn(seed), 810)
        halving, five = curves[page.successive_halving(curves, 10, 3), -1], curves[:5, -1].min()
        found.append([halving > five, halving > POOR, five > POOR])
    return dict(zip(("lost", "halving poor", "five poor"), np.transpose(found).astype(np.float64), strict=True))


def early_leaders() -> dict[str, float]:
    """Ends of the three runs that the figure shows, and the last update at which the first leads the third."""
    losses = page.decayed_runs(np.array([0.3, 0.3, 0.1]), np.array([30.0, 200.0, 810.0]), 810)
    names = ("short", "middle", "long")
    ends = dict(zip(names, losses[:, -1].tolist(), strict=True))
    return ends | {"crossing": int(np.flatnonzero(losses[0] < losses[2]).max())}


def best_guess() -> dict[int, float]:
    """Expected accuracy of the best of 1000 coin flippers, by test examples."""
    return {examples: page.best_of_guesses(1000, examples) for examples in (100, 10_000)}


def parameters() -> dict[tuple[int, ...], int]:
    """Of dense networks with 784 inputs and 10 outputs, by hidden widths."""
    shapes = ([512], [512, 512], [1024, 1024], [512] * 4, [256] * 6)
    return {tuple(hidden): page.parameter_count([784, *hidden, 10]) for hidden in shapes}


def pieces() -> int:
    """Straight pieces of ten folds, counted."""
    slopes = np.diff(page.sawtooth(np.linspace(0, 1, 2**12 + 1), 10))
    return int(np.sum(np.diff(np.sign(slopes)) != 0)) + 1


def units() -> int:
    """Units of one hidden layer for as many pieces."""
    return pieces() - 1
