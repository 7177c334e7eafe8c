"""Numbers of `docs/foundations/cross-entropy.md`."""

import numpy as np

from snippets.foundations.cross_entropy import (
    binary_cross_entropy,
    cross_entropy_gradient,
    entropy,
    one_hot,
    smooth_labels,
    softmax_twice_loss,
    sparse_cross_entropy,
)

LABELS, CLASSES = 4096, 50_000


def smoothing_floor() -> float:
    """Nats that a loss keeps with labels smoothed by 0.1 over ten classes: the entropy of the targets."""
    return entropy(smooth_labels(np.array([0]), 10, 0.1))


def uniform() -> dict[int, float]:
    """Loss of equal probabilities, by classes."""
    return {classes: sparse_cross_entropy(np.zeros((1, classes)), np.array([0])) for classes in (10, 1000)}


def certain() -> dict[str, float]:
    """Loss and gradient of the logit 20 with target 0, from logits."""
    both = np.array([[0.0, 20.0]])
    loss = binary_cross_entropy(both[:, 1], np.array([0.0]))
    return {"loss": loss, "gradient": cross_entropy_gradient(both, np.array([[1.0, 0.0]]))[0, 1]}


def first_true() -> float:
    """Loss where the classes have probabilities 0.7, 0.2 and 0.1 and the first is true."""
    return sparse_cross_entropy(np.log([[0.7, 0.2, 0.1]]), np.array([0]))


def twice() -> dict[str, float]:
    """Loss of ten classes if softmax is applied twice: lowest, at equal logits, worst; without the second: at −6."""
    certain_mistake = one_hot(np.array([1]), 10)
    return {
        "best": softmax_twice_loss(50.0, 10),
        "equal": softmax_twice_loss(0.0, 10),
        "worst": sparse_cross_entropy(certain_mistake, np.array([0])),
        "at_minus_6": softmax_twice_loss(-6.0, 10),
        "once_at_minus_6": sparse_cross_entropy(np.array([[-6.0] + 9 * [0.0]]), np.array([0])),
    }


def memory() -> dict[str, float]:
    """Megabytes of one-hot float32 labels (and of float32 logits), and kilobytes of int64 indices."""
    vectors = LABELS * CLASSES * np.dtype(np.float32).itemsize / 1e6
    return {"vectors_mb": vectors, "indices_kb": LABELS * np.dtype(np.int64).itemsize / 1e3}
