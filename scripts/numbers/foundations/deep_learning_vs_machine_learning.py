"""Numbers of `docs/foundations/deep-learning-vs-machine-learning.md`."""

import functools

import numpy as np

from snippets.foundations.backpropagation import Array
from snippets.foundations.deep_learning_vs_machine_learning import accuracies

LEARNERS = ("raw", "feature", "stumps", "network")
DIRECTIONS = {"column": np.eye(10)[0], "oblique": np.where(np.arange(10) % 2, -1, 1) / np.sqrt(10)}
EXAMPLES, SEEDS = (100, 300, 1000, 3000), 8


def accuracy() -> dict[tuple[str, str, int], Array]:
    """Accuracy on 4000 new examples by learner, direction and number of examples; a seed draws data and weights."""
    return {
        (learner, direction, examples): _runs(direction, examples)[:, index]
        for index, learner in enumerate(LEARNERS)
        for direction in DIRECTIONS
        for examples in EXAMPLES
    }


@functools.cache
def _runs(direction: str, examples: int) -> Array:
    return np.array([accuracies(examples, DIRECTIONS[direction], seed) for seed in range(SEEDS)])
