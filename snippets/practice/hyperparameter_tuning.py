"""Search: coverage, budgets, early rankings, selection bias, sizes of networks."""

from collections.abc import Sequence
from itertools import pairwise
from math import lgamma, log

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


# --8<-- [start:grid_trials]
def grid_trials(values: int, dimensions: int) -> Array:
    """All kᵈ combinations of k evenly spaced values in [0, 1], shape (kᵈ, d)."""
    axis = (np.arange(values) + 0.5) / values
    return np.stack(np.meshgrid(*[axis] * dimensions), axis=-1).reshape(-1, dimensions)


def random_trials(count: int, dimensions: int, rng: np.random.Generator) -> Array:
    """`count` independent uniform draws from [0, 1]ᵈ, shape (count, d)."""
    return rng.random((count, dimensions))


def nearest_trial(trials: Array, optimum: Array) -> float:
    """Distance of the best trial when only the first len(optimum) dimensions matter."""
    important = trials[:, : len(optimum)]
    return float(np.linalg.norm(important - optimum, axis=1).min())


# --8<-- [end:grid_trials]


def expected_nearest(count: int) -> float:
    """Mean distance of a uniform optimum to the nearest of n uniform draws on [0, 1].

    The n + 1 gaps have E[s²] = 2/((n + 1)(n + 2)); a gap between draws contributes
    s²/4, one of the two at the ends s²/2. Sum: (n + 3)/(2(n + 1)(n + 2)).
    """
    return (count + 3) / (2 * (count + 1) * (count + 2))


def hit_probability(trials: int, top: float) -> float:
    """Chance 1 − (1 − f)ⁿ that n random trials reach the best fraction f."""
    return 1 - (1 - top) ** trials


def trials_needed(top: float, confidence: float) -> int:
    """Smallest n with 1 − (1 − f)ⁿ ≥ confidence."""
    return int(np.ceil(log(1 - confidence) / log(1 - top)))


# --8<-- [start:sample_configuration]
def sample_configuration(rng: np.random.Generator) -> dict[str, float | list[int]]:
    """One random trial: logarithmic scales, and widths that depend on the depth."""
    depth = int(rng.integers(1, 5))
    return {
        "learning_rate": log_uniform(1e-5, 1.0, rng),
        "weight_decay": log_uniform(1e-6, 1e-1, rng),
        "widths": [int(2 ** rng.integers(5, 10)) for _ in range(depth)],
    }


def log_uniform(low: float, high: float, rng: np.random.Generator) -> float:
    """Every factor of 10 between `low` and `high` is equally likely."""
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


# --8<-- [end:sample_configuration]


# --8<-- [start:successive_halving]
def rungs(configurations: int, resource: int, factor: int) -> list[tuple[int, int]]:
    """(configurations, resource each) per rung: 1/η survive and get η times as much."""
    table = [(configurations, resource)]
    while table[-1][0] >= factor:
        alive, spent = table[-1]
        table.append((alive // factor, spent * factor))
    return table


def successive_halving(losses: Array, resource: int, factor: int) -> int:
    """Row that survives when each rung keeps the best by its loss so far.

    Args:
        losses: validation loss of each configuration (row) after 0, 1, 2 … updates.
        resource: updates before the first comparison.
        factor: η; at each rung 1/η of the rows survive.
    """
    alive = np.arange(len(losses))
    for count, spent in rungs(len(losses), resource, factor):
        best_first = alive[np.argsort(losses[alive, spent])]
        alive = best_first[: count // factor]
    return int(best_first[0])


# --8<-- [end:successive_halving]


# --8<-- [start:decayed_runs]
def decayed_runs(peaks: Array, decay_updates: Array, updates: int) -> Array:
    """Expected loss of SGD on a noisy quadratic; the rate falls to 0 as half a cosine.

    Ten curvatures λ from 0.05 to 1; E[θ²] ← (1 − ηλ)² E[θ²] + 0.1 η², from 1.

    Args:
        peaks: learning rate at the start of each run, shape (runs,).
        decay_updates: updates until each run's rate is 0, shape (runs,).
        updates: length of all runs.

    Returns:
        Loss before and after each update, shape (runs, updates + 1).
    """
    curvatures = np.geomspace(0.05, 1, 10)
    moments = np.ones((len(peaks), 10))
    history = [moments]
    for update in range(updates):
        progress = np.minimum(update / decay_updates, 1)
        rates = (peaks * 0.5 * (1 + np.cos(np.pi * progress)))[:, None]
        moments = (1 - rates * curvatures) ** 2 * moments + 0.1 * rates**2
        history.append(moments)
    return np.stack(history, axis=1) @ curvatures / 2


# --8<-- [end:decayed_runs]


# --8<-- [start:rank_correlation]
def rank_correlation(early: Array, final: Array) -> float:
    """Spearman's ρ = 1 − 6 Σ δ²/(n(n² − 1)), δ the differences of ranks; no ties."""
    count = len(early)
    difference = early.argsort().argsort() - final.argsort().argsort()
    return float(1 - 6 * np.sum(difference**2) / (count * (count**2 - 1)))


# --8<-- [end:rank_correlation]


def best_of_guesses(candidates: int, examples: int) -> float:
    """Expected accuracy of the best of m coin-flipping classifiers on n examples.

    E[max] = Σ_{k<n} (1 − F(k)ᵐ), with F the distribution function of Binomial(n, ½).
    """
    ways = [
        lgamma(examples + 1) - lgamma(k + 1) - lgamma(examples - k + 1)
        for k in range(examples)
    ]
    masses = np.exp(np.array(ways) - examples * log(2))
    return float(np.sum(1 - np.cumsum(masses) ** candidates) / examples)


# --8<-- [start:parameter_count]
def parameter_count(widths: Sequence[int]) -> int:
    """Weights and biases of dense layers: Σ_l (n_{l−1} + 1) n_l over the widths n."""
    return sum((inputs + 1) * outputs for inputs, outputs in pairwise(widths))


# --8<-- [end:parameter_count]


# --8<-- [start:sawtooth]
def sawtooth(x: Array, layers: int) -> Array:
    """Fold [0, 1] in half once per layer: two ReLU units each, 2ᴸ straight pieces."""
    for _ in range(layers):
        x = 2 * np.maximum(x, 0) - 4 * np.maximum(x - 0.5, 0)
    return x


# --8<-- [end:sawtooth]
