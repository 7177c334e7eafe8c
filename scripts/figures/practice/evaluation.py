"""Figures of docs/practice/evaluation.md."""

from statistics import NormalDist

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, INK, ORANGE, PURPLE, label, new_row
from snippets.practice.evaluation import Array, Labels, precision_at, roc_auc


def _examples(positives: int, negatives: int) -> tuple[Labels, Array]:
    """Labels and scores: evenly spaced quantiles of both normal distributions."""
    scores = [
        mean + NormalDist().inv_cdf((place + 0.5) / count)
        for mean, count in ((1.8, positives), (0.0, negatives))
        for place in range(count)
    ]
    return np.repeat([1, 0], [positives, negatives]), np.array(scores)


def roc_and_precision_recall() -> Figure:
    """One classifier, scores N(0, 1) and N(1.8, 1): ROC, and precision against recall at two prevalences."""
    normal = NormalDist()
    thresholds = np.linspace(5.0, -3.2, 60)
    false_positive_rate = np.array([normal.cdf(-threshold) for threshold in thresholds])
    recall = np.array([normal.cdf(1.8 - threshold) for threshold in thresholds])
    chosen = 1.8 - normal.inv_cdf(0.8)
    alarm = normal.cdf(-chosen)
    assert abs(np.trapezoid(recall, false_positive_rate) - 0.9) < 0.01, "the area under the ROC curve is 0.90"
    areas = [roc_auc(*_examples(positives, 10_000)) for positives in (10_000, 100)]
    assert np.allclose(areas, 0.9, atol=0.005), "at any prevalence"
    figure, (left, right) = new_row(2, height=3.5)
    left.plot(false_positive_rate, recall, color=BLUE)
    left.plot([0, 1], [0, 1], ":", color=INK, linewidth=1)
    left.plot(alarm, 0.8, "o", color=PURPLE)
    label(left, "AUC 0.90 at\nany prevalence", 0.2, 0.64, BLUE)
    label(left, "chance", 0.66, 0.55, INK)
    left.set(xlabel="false-positive rate", ylabel="recall (true-positive rate)", xlim=(-0.02, 1.02), ylim=(-0.02, 1.05))
    for prevalence, color, style in ((0.5, BLUE, "-"), (0.01, ORANGE, "--")):
        precision = precision_at(recall, false_positive_rate, prevalence)
        right.plot(recall, precision, style, color=color)
        at = precision_at(np.array(0.8), np.array(alarm), prevalence)
        right.plot(0.8, at, "o", color=PURPLE)
        assert (np.diff(precision) < 0).all(), "precision falls where more is found"
        if prevalence == 0.5:
            assert precision[recall < 0.8].min() > 0.8, "it stays high at 50 % positives"
        else:
            assert np.interp(0.3, recall, precision) < 0.4 * precision[0], "and falls steeply at 1 %"
            assert abs(1 - at - 0.95) < 0.01, "where 95 % of the alarms at recall 0.8 are false"
    label(right, "50 % positives", 0.03, 0.87, BLUE)
    label(right, "1 % positives", 0.33, 0.27, ORANGE)
    label(right, "0.83", 0.8, 0.72, PURPLE, ha="center")
    label(right, "0.05", 0.8, 0.1, PURPLE, ha="center")
    right.set(xlabel="recall", ylabel="precision", xlim=(-0.02, 1.02), ylim=(-0.02, 1.05))
    return figure
