"""Metrics of classifiers and regressors, and the uncertainty of a test score."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.int_]


# --8<-- [start:precision_recall_f1]
def precision_recall_f1(
    labels: Labels, predicted: Labels
) -> tuple[float, float, float]:
    """TP/(TP + FP), TP/(TP + FN) and their harmonic mean; 0 where nothing is counted.

    Args:
        labels: truth, 0 or 1, shape (N,).
        predicted: decisions, 0 or 1, shape (N,): scores that a threshold has cut.
    """
    true_positives = np.sum((predicted == 1) & (labels == 1))
    precision = true_positives / max(np.sum(predicted == 1), 1)
    recall = true_positives / max(np.sum(labels == 1), 1)
    f1 = 2 * precision * recall / (precision + recall) if true_positives else 0.0
    return float(precision), float(recall), float(f1)


# --8<-- [end:precision_recall_f1]


def f1_averages(confusion: Labels) -> tuple[float, float]:
    """Macro and micro F1 of a confusion matrix, rows true and columns predicted.

    Macro is the mean of the classes' F1; micro counts all decisions together, which
    is the accuracy when each example has exactly one class.
    """
    hits = np.diag(confusion)
    per_class = 2 * hits / (confusion.sum(axis=0) + confusion.sum(axis=1))
    return float(per_class.mean()), float(hits.sum() / confusion.sum())


# --8<-- [start:roc_auc]
def roc_auc(labels: Labels, scores: Array) -> float:
    """Chance that a random positive outscores a random negative; ties count one half.

    Mann–Whitney: from the sum of the positives' ranks, for M positives and Q negatives,
    where tied scores share their mean rank. The time is that of sorting.
    """
    _, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    positives = np.sum(labels == 1)
    surplus = ranks[labels == 1].sum() - positives * (positives + 1) / 2
    return float(surplus / (positives * (len(labels) - positives)))


# --8<-- [end:roc_auc]


def curves(labels: Labels, scores: Array) -> tuple[Array, Array, Array]:
    """False-positive rate, recall and precision at each distinct score as threshold.

    Thresholds fall, so that recall rises; an example counts if its score is at least
    the threshold.
    """
    order = np.argsort(-scores, kind="stable")
    last_of_ties = np.append(np.diff(scores[order]) != 0, True)
    true = np.cumsum(labels[order])[last_of_ties]
    false = np.cumsum(1 - labels[order])[last_of_ties]
    return false / false[-1], true / true[-1], true / (true + false)


# --8<-- [start:average_precision]
def average_precision(labels: Labels, scores: Array) -> float:
    """Area under the precision–recall curve as a sum: Σ (R_n − R_{n−1}) P_n.

    One term per distinct score, from the highest down. No straight lines between the
    points: those would be too optimistic (Davis & Goadrich 2006).
    """
    _, recall, precision = curves(labels, scores)
    return float(np.sum(np.diff(recall, prepend=0.0) * precision))


# --8<-- [end:average_precision]


def precision_at(recall: Array, false_positive_rate: Array, prevalence: float) -> Array:
    """Precision πR/(πR + (1 − π)·FPR) for a share π of positives."""
    hits = prevalence * recall
    return np.asarray(hits / (hits + (1 - prevalence) * false_positive_rate))


# --8<-- [start:expected_calibration_error]
def expected_calibration_error(
    labels: Labels, probabilities: Array, bins: int = 10
) -> float:
    """Mean gap between predicted and observed frequency, Σ_b n_b/N · |p̄_b − ȳ_b|.

    Args:
        labels: truth, 0 or 1, shape (N,).
        probabilities: predicted probability of label 1, shape (N,).
        bins: number of bins of equal width on [0, 1].
    """
    index = np.minimum((probabilities * bins).astype(int), bins - 1)
    gaps = np.bincount(index, probabilities - labels, bins)  # n_b (mean p − mean y)
    return float(np.abs(gaps).sum() / len(labels))


# --8<-- [end:expected_calibration_error]


def r_squared(targets: Array, predictions: Array) -> float:
    """1 − (Σ_n (y_n − ŷ_n)²)/(Σ_n (y_n − ȳ)²).

    1 is perfect, 0 the mean of the targets, below 0 worse.
    """
    residual = np.sum((targets - predictions) ** 2)
    return float(1 - residual / np.sum((targets - targets.mean()) ** 2))


# --8<-- [start:bootstrap_interval]
def bootstrap_interval(
    values: Array, resamples: int, rng: np.random.Generator
) -> tuple[float, float]:
    """95 % percentile interval of a mean, by resampling examples with replacement.

    Args:
        values: one per test example: 0/1 correct, a loss, or the difference of two
            models on that example (a paired comparison), shape (N,).
        resamples: number of bootstrap samples.
        rng: draws them.
    """
    draws = rng.integers(len(values), size=(resamples, len(values)))
    low, high = np.quantile(values[draws].mean(axis=1), [0.025, 0.975])
    return float(low), float(high)


# --8<-- [end:bootstrap_interval]
