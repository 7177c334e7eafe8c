"""Top-k error, its sampling error, and what wrong labels do to it."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.int64]


# --8<-- [start:top_k_error]
def top_k_error(scores: Array, labels: Labels, k: int) -> float:
    """Share of examples whose label (N,) is not among the k largest scores (N, C)."""
    best = np.argpartition(scores, -k)[:, -k:]  # of each row, in no particular order
    return float(np.mean((best != labels[:, None]).all(axis=1)))


# --8<-- [end:top_k_error]


def standard_error(error: float, images: int) -> float:
    """√(e(1−e)/N): standard deviation of an error rate over N independent images."""
    return float(np.sqrt(error * (1 - error) / images))


def measured_accuracy(accuracy: float, wrong_labels: float, repeated: float) -> float:
    """Accuracy on a test set in which a share of the labels is wrong.

    Args:
        accuracy: on the examples whose label is right.
        wrong_labels: share of wrong labels.
        repeated: share of the wrong labels that the model predicts as well.
    """
    return (1 - wrong_labels) * accuracy + wrong_labels * repeated
