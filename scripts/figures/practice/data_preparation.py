"""Figures of docs/practice/data-preparation.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, RED, label, new_figure
from snippets.practice.data_preparation import (
    curvatures,
    descent_steps,
    example_features,
    fit_standardizer,
    min_max,
    rates_at_threshold,
    standardize,
)


def steps_and_condition() -> Figure:
    """Gradient-descent steps to one millionth of the excess loss against the condition number."""
    X = example_features(np.random.default_rng(0))
    scaled = [
        (standardize(X, *fit_standardizer(X)), GREEN, "o", "standardized"),
        (min_max(X, -1, 1), BLUE, "s", "−1 to 1"),
        (min_max(X, 0, 1), ORANGE, "^", "0 to 1"),
        (X / X.std(axis=0), PURPLE, "v", "variance 1, mean kept"),
        (X - X.mean(axis=0), INK, "x", "mean 0, scale kept"),
        (X, RED, "D", "raw"),
    ]
    found = [curvatures(features) for features, *_ in scaled]
    conditions = np.array([curvature[-1] / curvature[0] for curvature in found])
    counted = np.array([descent_steps(curvature, 1e-6) for curvature in found])
    assert (np.diff(conditions) > 0).all(), "condition numbers rise in the order of the alt"
    assert (np.diff(counted) > 0).all(), "and so do the steps"
    assert (np.abs(np.log(counted / (3.4 * conditions))) < np.log(2)).all(), "all near one line: steps in proportion"
    assert conditions[4] > 1e7 * conditions[3], "a gap of about eight decades before the features that keep their scale"
    assert conditions[0] < 1.2 < 10 < conditions[1:].min(), "only scaling and centering together come near 1"
    figure, axes = new_figure()
    axes.loglog([1.06, 2e11], [1.06 * 3.4, 2e11 * 3.4], ":", color=INK, linewidth=1)
    for (_, color, marker, text), condition, steps in zip(scaled, conditions, counted, strict=True):
        axes.loglog(condition, steps, marker, color=color)
        left = condition > 1e6 or text == "0 to 1"
        shift = (-9, 2) if left else (9, 3 if text == "standardized" else -5)
        side, level = ("right", "bottom") if left else ("left", "center")
        place = (condition, steps)
        axes.annotate(text, place, shift, textcoords="offset points", color=color, ha=side, va=level)
    axes.set(
        xlabel="condition number: largest / smallest curvature",
        ylabel="steps to one millionth of\nthe excess loss",
        xlim=(0.5, 2e12),
        ylim=(1, 4e12),
        xticks=[1, 1e2, 1e4, 1e6, 1e8, 1e10, 1e12],
        yticks=[1, 1e3, 1e6, 1e9, 1e12],
    )
    axes.minorticks_off()
    return figure


def precision_and_recall() -> Figure:
    """Precision, recall and F1 against the threshold at 1 % positives, ideal classifier, separation 2."""
    thresholds = 1 / (1 + np.exp(-np.linspace(np.log(0.001), np.log(0.93 / 0.07), 60)))
    rates = np.array([rates_at_threshold(t, 0.01, 2) for t in thresholds])
    precision, recall = rates[:, 0], rates[:, 1]
    f1 = 2 * precision * recall / (precision + recall)
    assert (np.diff(recall) < 0).all(), "recall falls"
    assert (np.diff(precision) > 0).all(), "precision rises"
    crossing = int(np.argmin(np.abs(precision - recall)))
    assert abs(int(f1.argmax()) - crossing) <= 1, "F1 peaks where they cross"
    assert 0.14 < thresholds[f1.argmax()] < 0.18, "at 0.16"
    assert 0.08 < np.interp(0.5, thresholds, recall) < 0.12, "the default threshold finds a tenth"
    figure, axes = new_figure()
    axes.semilogx(thresholds, recall, "-", color=BLUE)
    axes.semilogx(thresholds, precision, "--", color=ORANGE)
    axes.semilogx(thresholds, f1, "-.", color=GREEN)
    axes.axvline(0.5, color=INK, linewidth=1, linestyle=":")
    axes.axvline(0.01, color=INK, linewidth=1, linestyle=":")
    label(axes, "recall", 0.0125, 0.86, BLUE)
    label(axes, "precision", 0.25, 0.58, ORANGE, ha="right")
    label(axes, "F1", 0.042, 0.27, GREEN, ha="right")
    label(axes, "default 0.5", 0.47, 0.93, INK, ha="right")
    label(axes, "share of positives", 0.0095, 0.1, INK, ha="right")
    axes.set(xlabel="threshold on the predicted probability", ylabel="precision, recall, F1", ylim=(0, 1.02))
    axes.set_xticks([0.001, 0.01, 0.1, 0.5, 0.9], ["0.001", "0.01", "0.1", "0.5", "0.9"])
    axes.minorticks_off()
    return figure
