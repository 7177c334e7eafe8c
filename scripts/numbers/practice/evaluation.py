"""Numbers of `docs/practice/evaluation.md`."""

from statistics import NormalDist

import numpy as np

from snippets.practice import evaluation as page

NORMAL = NormalDist()
SHIFT = 1.8
"""Standard deviations between the normal scores of negatives and positives."""


def decisions() -> dict[str, float]:
    """Precision, recall, F1 and accuracy of TP = 8, FP = 2, FN = 4, TN = 86."""
    labels, predicted = np.repeat([1, 0, 1, 0], [8, 2, 4, 86]), np.repeat([1, 1, 0, 0], [8, 2, 4, 86])
    precision, recall, f1 = page.precision_recall_f1(labels, predicted)
    return {"precision": precision, "recall": recall, "f1": f1, "accuracy": float(np.mean(labels == predicted))}


def averages() -> dict[str, float]:
    """F1 of three classes with 990, 10 and 10 examples."""
    macro, micro = page.f1_averages(np.array([[950, 20, 20], [3, 6, 1], [4, 2, 4]]))
    return {"macro": macro, "micro": micro}


def batches() -> dict[str, float]:
    """F1 of TP = 8 and FP = 2, its mean with that of another mini-batch with FP = 2 alone, and of both together."""
    first, second = (np.repeat([1, 0], [8, 2]), np.ones(10, int)), (np.zeros(2, int), np.ones(2, int))
    parts = [page.precision_recall_f1(*part)[2] for part in (first, second)]
    pooled = page.precision_recall_f1(np.append(first[0], second[0]), np.append(first[1], second[1]))[2]
    return {"first": parts[0], "mean": float(np.mean(parts)), "pooled": pooled}


def at_recall() -> dict[str, float]:
    """At recall 0.8: false-positive rate, precision at 50 and 1 % positives, share of false alarms at 1 %."""
    alarm = np.array(NORMAL.cdf(NORMAL.inv_cdf(0.8) - SHIFT))
    balanced, rare = (float(page.precision_at(np.array(0.8), alarm, share)) for share in (0.5, 0.01))
    return {"alarm": float(alarm), "balanced": balanced, "rare": rare, "false alarms": 1 - rare}


def areas() -> dict[str, float]:
    """ROC-AUC, and average precision at 50 and 1 % positives, from the exact curves."""
    recall = (np.arange(4000) + 0.5) / 4000
    alarms = np.array([NORMAL.cdf(NORMAL.inv_cdf(r) - SHIFT) for r in recall])
    balanced, rare = (float(page.precision_at(recall, alarms, share).mean()) for share in (0.5, 0.01))
    return {"roc": NORMAL.cdf(SHIFT / 2**0.5), "balanced": balanced, "rare": rare}


def f1() -> dict[float, float]:
    """F1 at 1 % positives by threshold."""
    found = {}
    for threshold in (0.9, 2.4, 3.5):
        recall, alarm = np.array(NORMAL.cdf(SHIFT - threshold)), np.array(NORMAL.cdf(-threshold))
        precision = page.precision_at(recall, alarm, 0.01)
        found[threshold] = float(2 * precision * recall / (precision + recall))
    return found


def r_squared() -> float:
    """Of the predictions 3, 2, 1 for 1, 2, 3."""
    return page.r_squared(np.array([1.0, 2.0, 3.0]), np.array([3.0, 2.0, 1.0]))


def half_width() -> dict[int, float]:
    """Of the 95 % interval of an accuracy of 90 %, in points, by test examples."""
    return {examples: 100 * 1.96 * (0.9 * 0.1 / examples) ** 0.5 for examples in (100, 1000, 10_000)}
