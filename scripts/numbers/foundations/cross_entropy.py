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
    return {classes: sparse_cross_entropy(np.zeros((1, classes)), np.array([0])) for classes in (10, 1000, 50257)}


def photo() -> dict[str, float]:
    """Probabilities and losses of the logits 2, 1, −1: as classes (first is true), as labels (first two are)."""
    logits = np.array([2.0, 1.0, -1.0])
    classes = [sparse_cross_entropy(logits[None], np.array([index])) for index in range(3)]
    labels = [binary_cross_entropy(logits[[i]], np.array([target])) for i, target in enumerate((1.0, 1.0, 0.0))]
    as_classes = {f"class.{index}": float(np.exp(-loss)) for index, loss in enumerate(classes)}
    as_labels = {f"label.{i}": float(np.exp(-binary_cross_entropy(logits[[i]], np.ones(1)))) for i in range(3)}
    return {**as_classes, **as_labels, "classes": classes[0], "labels": sum(labels)}


def typical() -> float:
    """Geometric mean probability of the truth at a loss of 0.35 nats."""
    return float(np.exp(-0.35))


def halves() -> dict[str, float]:
    """What the probabilities 1/2 and 1/100 of the true class cost."""
    costs = {name: -np.log(p) for name, p in (("half", 0.5), ("hundredth", 0.01))}
    return {name: float(cost) for name, cost in costs.items()}


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
        "best_of_three": softmax_twice_loss(50.0, 3),
        "equal": softmax_twice_loss(0.0, 10),
        "worst": sparse_cross_entropy(certain_mistake, np.array([0])),
        "at_minus_6": softmax_twice_loss(-6.0, 10),
        "once_at_minus_6": sparse_cross_entropy(np.array([[-6.0] + 9 * [0.0]]), np.array([0])),
    }


def memory() -> dict[str, float]:
    """Megabytes of one-hot float32 labels (and of float32 logits), and kilobytes of int64 indices."""
    vectors = LABELS * CLASSES * np.dtype(np.float32).itemsize / 1e6
    return {"vectors_mb": vectors, "indices_kb": LABELS * np.dtype(np.int64).itemsize / 1e3}
