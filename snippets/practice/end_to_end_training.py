"""Split, threshold and interval of a binary image classifier, on synthetic images."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from snippets.practice.evaluation import precision_recall_f1

Array = NDArray[np.floating[Any]]
Integers = NDArray[np.int_]


# --8<-- [start:group_split]
def group_split(
    groups: Integers, labels: Integers, shares: list[float], rng: np.random.Generator
) -> list[Integers]:
    """Indices of each part; a group is never divided, classes keep their shares.

    Args:
        groups: animal or burst that each image shows, (N,).
        labels: class of each image, the same within a group, (N,).
        shares: for example [0.7, 0.15, 0.15] for training, validation and test.
    """
    parts: list[list[Integers]] = [[] for _ in shares]
    for label in np.unique(labels):
        members = rng.permutation(np.unique(groups[labels == label]))
        cuts = np.round(np.cumsum(shares[:-1]) * len(members)).astype(int)
        for part, chosen in zip(parts, np.split(members, cuts), strict=True):
            part.append(np.flatnonzero(np.isin(groups, chosen)))
    return [np.concatenate(part) for part in parts]


# --8<-- [end:group_split]


# --8<-- [start:make_images]
def make_images(
    animals: int, photos: int, rng: np.random.Generator
) -> tuple[Array, Integers, Integers]:
    """Images (N, 12, 12), labels (N,) and animal numbers (N,), N = animals * photos.

    Every fourth animal, the first included, is a "cat" with the mark "v v"; the others
    have "^ ^". Place, brightness and noise differ between the photos.
    """
    mark = np.array([[1, 0, 1, 0, 1, 0, 1], [0, 1, 0, 0, 0, 1, 0]])
    numbers = np.repeat(np.arange(animals), photos)
    labels = (numbers % 4 == 0).astype(int)
    images = rng.normal(0, 0.25, (len(numbers), 12, 12))
    for image, label in zip(images, labels, strict=True):
        row, column = rng.integers(11), rng.integers(6)
        shape = mark if label else mark[::-1]
        image[row : row + 2, column : column + 7] += rng.uniform(0.6, 1.4) * shape
    return images, labels, numbers


# --8<-- [end:make_images]


# --8<-- [start:best_threshold]
def best_threshold(probabilities: Array, labels: Integers) -> float:
    """Threshold of the highest F1 among the predicted probabilities, on validation."""

    def f1(threshold: float) -> float:
        predicted = (probabilities >= threshold).astype(int)
        return precision_recall_f1(labels, predicted)[2]

    return float(max(np.unique(probabilities), key=f1))


# --8<-- [end:best_threshold]


# --8<-- [start:wilson_interval]
def wilson_interval(correct: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """Score interval of an accuracy from `total` independent test examples.

    (a + z²/(2 n) ± z (a (1 − a)/n + z²/(4 n²))^(1/2))/(1 + z²/n), a the accuracy.
    """
    accuracy, n = correct / total, total
    center = accuracy + z**2 / (2 * n)
    spread = z * float(np.sqrt(accuracy * (1 - accuracy) / n + z**2 / (4 * n**2)))
    return (center - spread) / (1 + z**2 / n), (center + spread) / (1 + z**2 / n)


# --8<-- [end:wilson_interval]
