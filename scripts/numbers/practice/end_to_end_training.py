"""Numbers of `docs/practice/end-to-end-training.md`."""

import numpy as np

from snippets.practice.end_to_end_training import group_split, make_images, wilson_interval
from snippets.practice.hyperparameter_tuning import parameter_count
from snippets.training.epochs_batches_iterations import iterations_per_epoch


def leaked() -> float:
    """Chance that one of the four other photos of an animal is in a training part of 60 %."""
    return 1 - 0.4**4


def head() -> int:
    """Parameters of one logit on the 512 features of ResNet-18."""
    return parameter_count([512, 1])


def updates() -> int:
    """Per epoch, for 20,000 images and a batch size of 64."""
    return iterations_per_epoch(20_000, 64)


def parts() -> dict[str, int]:
    """Images of the training, validation and test part of 240 animals with five photos each."""
    rng = np.random.default_rng(0)
    _, labels, animals = make_images(240, 5, rng)
    split = group_split(animals, labels, [0.6, 0.2, 0.2], rng)
    return {name: len(part) for name, part in zip(("training", "validation", "test"), split, strict=True)}


def network() -> int:
    """Parameters of the small CNN: convolutions 1 → 8 and 8 → 16 of 3 × 3, and one logit."""
    return (9 + 1) * 8 + (9 * 8 + 1) * 16 + (16 + 1)


def wilson() -> dict[tuple[int, int], dict[str, float]]:
    """The 95 % interval, by correct and all test images."""
    found = {}
    for correct, total in ((234, 240), (936, 960), (40, 40), (39, 40), (7488, 7680)):
        low, high = wilson_interval(correct, total)
        found[correct, total] = {"share": correct / total, "low": low, "high": high}
    return found
