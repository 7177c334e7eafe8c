"""Scaling inputs, and classes of unequal frequency: weights, sampling, thresholds."""

from bisect import bisect_left
from math import erf, sqrt

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.int64]
Indices = NDArray[np.intp]


# --8<-- [start:fit_standardizer]
def fit_standardizer(X: Array) -> tuple[Array, Array]:
    """Mean and standard deviation per feature, shapes (d,), of the training set (N, d).

    A constant feature gets scale 1 instead of 0: no division by zero later.
    """
    scale = X.std(axis=0)
    return X.mean(axis=0), np.where(scale > 0, scale, 1.0)


# --8<-- [end:fit_standardizer]


# --8<-- [start:standardize]
def standardize(X: Array, mean: Array, scale: Array) -> Array:
    """(x_j − μ_j)/σ_j per feature, any (N, d); μ, σ are those of the training set."""
    return (X - mean) / scale


# --8<-- [end:standardize]


# --8<-- [start:curvatures]
def curvatures(X: Array) -> Array:
    """Eigenvalues, ascending, of the least-squares Hessian; its inputs are A = (X, 1).

    Their ratio, largest over smallest, is the condition number κ.
    """
    A = np.column_stack([X, np.ones(len(X))])
    return np.linalg.svd(A, compute_uv=False)[::-1] ** 2 / len(X)


# --8<-- [end:curvatures]


# --8<-- [start:descent_steps]
def descent_steps(curvature: Array, reduction: float) -> int:
    """Steps of gradient descent from the loss L* + 1 down to L* + reduction.

    Rate η = 2/(λ_min + λ_max), the best fixed one. Each eigenvector starts with the
    same share of the excess loss, and after t steps keeps (1 − ηλ)^2t of it.
    """
    factor = 1 - 2 * curvature / (curvature.min() + curvature.max())

    def enough(steps: int) -> bool:
        return bool(np.mean(factor ** (2.0 * steps)) <= reduction)

    # bisection: the excess falls with every step
    return bisect_left(range(np.iinfo(np.intp).max), True, key=enough)


# --8<-- [end:descent_steps]


def example_features(rng: np.random.Generator, N: int = 1000) -> Array:
    """Age in years, income in dollars, and a share between 0 and 1; shape (N, 3)."""
    age, share = rng.uniform(20, 70, N), rng.beta(2, 5, N)
    return np.column_stack([age, rng.lognormal(np.log(40_000), 0.5, N), share])


def min_max(X: Array, low: float, high: float) -> Array:
    """Each feature of X (N, d) mapped linearly from its range to [low, high]."""
    span = X.max(axis=0) - X.min(axis=0)
    return np.asarray(low + (high - low) * (X - X.min(axis=0)) / span)


def nearest_neighbor_accuracy(
    X: Array, y: Labels, X_new: Array, y_new: Labels
) -> float:
    """Accuracy of copying the label of the nearest row of X (N, d) to rows of X_new."""
    distance = (X_new**2).sum(axis=1)[:, None] + (X**2).sum(axis=1) - 2 * X_new @ X.T
    return float(np.mean(y[distance.argmin(axis=1)] == y_new))


# --8<-- [start:class_weights]
def class_weights(labels: Labels, classes: int) -> Array:
    """Inverse frequencies N / (K n_k), shape (K,): every class weighs N/K in total."""
    return len(labels) / (classes * np.bincount(labels, minlength=classes))


# --8<-- [end:class_weights]


# --8<-- [start:weighted_cross_entropy]
def weighted_cross_entropy(logits: Array, labels: Labels, weights: Array) -> float:
    """(Σ_i w_{y_i} (−log p_{i,y_i}))/(Σ_i w_{y_i}) in nats.

    Logits (N, K), labels y (N,), weights w (K,).
    """
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    weight = weights[labels]
    return float(-weight @ log_p[np.arange(len(labels)), labels] / weight.sum())


# --8<-- [end:weighted_cross_entropy]


# --8<-- [start:oversample]
def oversample(labels: Labels, rng: np.random.Generator) -> Indices:
    """Indices with repetitions after which all classes are equally frequent.

    For the training split only: copies must not reach validation or test data.
    """
    largest = np.bincount(labels).max()
    extra = [
        rng.choice(np.flatnonzero(labels == k), largest - np.sum(labels == k))
        for k in np.unique(labels)
    ]
    return np.concatenate([np.arange(len(labels)), *extra])


# --8<-- [end:oversample]


# --8<-- [start:smote]
def smote(X: Array, count: int, neighbors: int, rng: np.random.Generator) -> Array:
    """Synthetic rows (count, d) between minority examples X (n, d) and neighbors."""
    distance = np.linalg.norm(X[:, None] - X, axis=2)
    nearest = distance.argsort()[:, 1 : neighbors + 1]  # 0 is the example itself
    start = rng.integers(len(X), size=count)
    end = nearest[start, rng.integers(nearest.shape[1], size=count)]
    return np.asarray(X[start] + rng.random((count, 1)) * (X[end] - X[start]))


# --8<-- [end:smote]


# --8<-- [start:correct_prior]
def correct_prior(logits: Array, trained: Array, actual: Array) -> Array:
    """Logits (N, K) of a model trained at class shares `trained`, moved to `actual`.

    z_k + log(π_k / π'_k); the shares (K,) are those after weighting or sampling.
    """
    return logits + np.log(actual / trained)


# --8<-- [end:correct_prior]


# --8<-- [start:cost_threshold]
def cost_threshold(false_positive: float, false_negative: float) -> float:
    """Probability from which predicting "positive" has the lower expected cost."""
    return false_positive / (false_positive + false_negative)


# --8<-- [end:cost_threshold]


# --8<-- [start:rates_at_threshold]
def rates_at_threshold(
    threshold: float, prevalence: float, separation: float
) -> tuple[float, float, float]:
    """Precision, recall and false-positive rate of the ideal classifier, exactly.

    Scores are N(0, 1) for negatives and N(separation, 1) for positives, so that
    log-odds = separation·x − separation²/2 + log(π/(1 − π)) with prevalence π.
    """
    prior = np.log(prevalence / (1 - prevalence))
    log_odds = np.log(threshold / (1 - threshold))
    x = (log_odds - prior) / separation + separation / 2
    recall = 0.5 * (1 - erf((x - separation) / sqrt(2)))
    alarms = 0.5 * (1 - erf(x / sqrt(2)))
    hits = prevalence * recall
    return hits / (hits + (1 - prevalence) * alarms), recall, alarms


# --8<-- [end:rates_at_threshold]


def fit_logistic(X: Array, y: Labels, weights: Array, steps: int = 12) -> Array:
    """Slopes and intercept (d + 1,) that minimize Σ w·cross-entropy, by Newton."""
    A = np.column_stack([X, np.ones(len(X))])
    theta = np.zeros(A.shape[1])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-A @ theta))
        curvature = (A * (weights * p * (1 - p))[:, None]).T @ A
        theta -= np.linalg.solve(curvature, A.T @ (weights * (p - y)))
    return theta
