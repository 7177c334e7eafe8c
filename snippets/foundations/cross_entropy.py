"""Cross-entropy on logits: binary, categorical, sparse; stable, with its gradient."""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


# --8<-- [start:log_softmax]
def log_softmax(logits: Array) -> Array:
    """Log-probabilities of logits (N, K), same shape: z_k − m − log Σ_j e^(z_j − m).

    m is the largest logit of the row: no exponential overflows, the sum is at least 1.
    """
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_sum = np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return np.asarray(shifted - log_sum)


# --8<-- [end:log_softmax]
# --8<-- [start:categorical_cross_entropy]
def categorical_cross_entropy(logits: Array, targets: Array) -> float:
    """CCE = −1/N · Σ_n Σ_k y_nk log p_nk, in nats; logits and targets y (N, K)."""
    return float(-(targets * log_softmax(logits)).sum(axis=1).mean())


# --8<-- [end:categorical_cross_entropy]
# --8<-- [start:sparse_cross_entropy]
def sparse_cross_entropy(logits: Array, labels: Labels) -> float:
    """−1/N · Σ_n log p_{n,y_n} in nats; logits (N, K), labels y (N,) from 0."""
    if labels.min() < 0 or labels.max() >= logits.shape[1]:
        raise ValueError(f"labels must lie in 0 ... {logits.shape[1] - 1}")
    return float(-log_softmax(logits)[np.arange(len(labels)), labels].mean())


# --8<-- [end:sparse_cross_entropy]
# --8<-- [start:binary_cross_entropy]
def binary_cross_entropy(logits: Array, targets: Array) -> float:
    """BCE = −1/N · Σ_n (y_n log p_n + (1 − y_n) log(1 − p_n)), p_n = 1/(1 + e^(−z_n)).

    In nats, over all elements; the code needs neither p nor the log of a zero.
    """
    per_element = (
        np.maximum(logits, 0) - logits * targets + np.log1p(np.exp(-np.abs(logits)))
    )
    return float(per_element.mean())


# --8<-- [end:binary_cross_entropy]
# --8<-- [start:cross_entropy_gradient]
def cross_entropy_gradient(logits: Array, targets: Array) -> Array:
    """Gradient of the mean cross-entropy by the logits (N, K): (p_nk − y_nk)/N."""
    return (np.exp(log_softmax(logits)) - targets) / len(logits)


# --8<-- [end:cross_entropy_gradient]
def one_hot(labels: Labels, classes: int) -> Array:
    """Rows (N, K) with a single 1 at the label."""
    targets = np.zeros((len(labels), classes))
    targets[np.arange(len(labels)), labels] = 1
    return targets


# --8<-- [start:smooth_labels]
def smooth_labels(labels: Labels, classes: int, smoothing: float) -> Array:
    """Targets (N, K): 1 - smoothing on the label, plus smoothing / K on every class."""
    return (1 - smoothing) * one_hot(labels, classes) + smoothing / classes


# --8<-- [end:smooth_labels]
def entropy(targets: Array) -> float:
    """Mean over N of -sum_k y_k log y_k in nats, with 0 log 0 = 0; targets (N, K)."""
    logs = np.log(targets, out=np.zeros_like(targets), where=targets > 0)
    return float(-(targets * logs).sum(axis=1).mean())


def kl_divergence(targets: Array, logits: Array) -> float:
    """Mean over N of sum_k y_k log(y_k / p_k) in nats, p = softmax(logits)."""
    p = np.exp(log_softmax(logits))
    ratio = np.divide(targets, p, out=np.ones_like(targets), where=targets > 0)
    return float((targets * np.log(ratio)).sum(axis=1).mean())


def softmax_twice_loss(margin: float, classes: int) -> float:
    """Loss if the softmax output is taken for logits; true logit `margin`, others 0."""
    logits = np.zeros((1, classes))
    logits[0, 0] = margin
    return sparse_cross_entropy(np.exp(log_softmax(logits)), np.array([0]))
