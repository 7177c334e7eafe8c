"""Numbers of `docs/regularization/early-stopping.md`."""

import numpy as np
from numpy.typing import NDArray

from snippets.practice.hyperparameter_tuning import best_of_guesses
from snippets.regularization import early_stopping as page

Runs = NDArray[np.float64]
LEAKS = {
    "patients": page.grouped_accuracy,
    "features": page.selected_features_accuracy,
    "scaling": page.normalized_accuracy,
}


def largest() -> dict[int, float]:
    """Mean of the largest of that many standard normal numbers."""
    return {count: page.expected_maximum(count) for count in (10, 100, 1000)}


def guessers() -> dict[tuple[int, int], float]:
    """Expected accuracy of the best of that many coin tossers on that many examples, exactly."""
    return {(count, examples): best_of_guesses(count, examples) for count in (100, 1000) for examples in (200, 2000)}


def checkpoint(first: int = 0) -> dict[int, dict[str, Runs]]:
    """Validation and true error of the best of 40 epochs, means of 300 regressions, by validation examples."""
    found = {}
    for held_out in (20, 100):
        rngs = [np.random.default_rng([seed, held_out]) for seed in range(first, first + 4)]
        pairs = np.array([page.selected_checkpoint(held_out, rng) for rng in rngs])
        found[held_out] = {"reported": pairs[:, 0], "true": pairs[:, 1]}
    return found


def standard_error() -> dict[str, float]:
    """In points: one model of accuracy 0.9, and two that differ on 5 % of the same or of separate examples."""
    one = {f"{n}": 100 * page.accuracy_standard_error(0.9, n) for n in (1000, 10_000)}
    separate = 100 * 2**0.5 * page.accuracy_standard_error(0.9, 1000)
    return one | {"paired": 100 * page.paired_standard_error(0.05, 0.01, 1000), "separate": separate}


def leaks(first: int = 0) -> dict[tuple[str, str], Runs]:
    """Accuracy on coin flips, means of 50 repetitions, by mistake and whether it is made."""
    found = {}
    for name, accuracy in LEAKS.items():
        for made in (True, False):
            blocks = [
                np.mean([accuracy(made, np.random.default_rng(seed)) for seed in range(start, start + 50)])
                for start in range(first, first + 200, 50)
            ]
            found[name, "leak" if made else "honest"] = np.array(blocks)
    return found


def strategies(first: int = 0) -> dict[int, dict[str, Runs]]:
    """Excess errors of keeping, retraining and not stopping, means of 300 regressions, by examples."""
    found = {}
    for examples in (50, 200):
        runs = [
            page.hold_out_or_retrain(examples, 0.2, np.random.default_rng([seed, examples]))
            for seed in range(first, first + 4)
        ]
        found[examples] = {name: np.array([getattr(run, name) for run in runs]) for name in page.Strategies._fields}
    return found
