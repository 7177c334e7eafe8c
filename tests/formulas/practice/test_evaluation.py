"""The formulas of the page on evaluation."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import each
from snippets.practice.evaluation import (
    expected_calibration_error,
    precision_at,
    precision_recall_f1,
    r_squared,
    roc_auc,
)


@executed("practice.evaluation.precision_recall_f1")
def test_precision_recall_f1(rng: Generator) -> Cases:
    for hits, alarms, misses, silent in ((8, 2, 4, 86), (1, 0, 0, 3), tuple(map(int, rng.integers(1, 20, 4)))):
        counts = [hits, alarms, misses, silent]
        precision, recall, f1 = precision_recall_f1(np.repeat([1, 0, 1, 0], counts), np.repeat([1, 1, 0, 0], counts))
        yield {
            "P": precision,
            "R": recall,
            "F_1": f1,
            r"\mathrm{TP}": hits,
            r"\mathrm{FP}": alarms,
            r"\mathrm{FN}": misses,
        }


@executed("practice.evaluation.roc_auc")
def test_roc_auc(rng: Generator) -> Cases:
    for scores in (rng.standard_normal(9), rng.integers(0, 4, 9), np.zeros(9)):  # without ties, with, nothing else
        labels = rng.permutation([0, 0, 0, 0, 0, 1, 1, 1, 1])
        yield {
            r"\mathrm{AUC}": roc_auc(labels, np.asarray(scores, float)),
            "M": 4,
            "Q": 5,
            "i": each(range(1, 10)),
            "j": each(range(1, 10)),
            "y": labels,
            "s": scores,
        }


@executed("practice.evaluation.precision_at")
def test_precision_at(rng: Generator) -> Cases:
    for prevalence in (0.01, 0.5, rng.random()):
        recall, alarms = rng.random(2)
        yield {
            "P": precision_at(np.array(recall), np.array(alarms), prevalence),
            r"\pi": prevalence,
            "R": recall,
            r"\mathrm{FPR}": alarms,
        }


def per_bin(values: NDArray[np.float64], inside: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The mean of the values in each bin, 0 in an empty one; `inside` is (bins, N)."""
    return np.array([values[rows].mean() if rows.any() else 0.0 for rows in inside])


@executed("practice.evaluation.expected_calibration_error")
def test_expected_calibration_error(rng: Generator) -> Cases:
    """The bins are found by their bounds; a probability of 1 belongs to the last."""
    for bins, probabilities in ((10, rng.random(60)), (4, rng.random(20)), (5, np.array([0.0, 0.1, 0.9, 1.0]))):
        labels = rng.integers(0, 2, len(probabilities))
        upper = np.append(np.arange(1, bins) / bins, 2.0)
        inside = (probabilities < upper[:, None]) & (probabilities >= np.arange(bins)[:, None] / bins)
        yield {
            r"\mathrm{ECE}": expected_calibration_error(labels, probabilities, bins),
            "b": each(range(1, bins + 1)),
            "n": inside.sum(axis=1),
            "N": len(labels),
            r"\bar p": per_bin(probabilities, inside),
            r"\bar y": per_bin(labels.astype(float), inside),
        }


@executed("practice.evaluation.r_squared")
def test_r_squared(rng: Generator) -> Cases:
    targets = rng.standard_normal(5) + 2
    for predictions in (targets + 0.1 * rng.standard_normal(5), targets, targets.mean() + 0 * targets, -targets):
        yield {
            "R^2": r_squared(targets, predictions),
            "y": targets,
            r"\hat y": predictions,
            r"\bar y": targets.mean(),
            "n": each(range(1, 6)),
        }
