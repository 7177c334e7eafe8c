"""Numbers of `docs/practice/data-preparation.md`."""

from collections.abc import Iterator, Mapping
from math import erf

import numpy as np
from numpy.typing import NDArray

from snippets.foundations.loss_functions import focal_loss
from snippets.practice import data_preparation as dp
from snippets.practice.evaluation import roc_auc
from snippets.training.number_of_epochs import ridge_shrinkage

Runs = NDArray[np.float64]
SEPARATION = 2
"""Standard deviations between the normal scores of negatives and positives."""


def scaling(first: int = 0) -> dict[str, dict[str, Runs]]:
    """Condition number and steps of gradient descent, by scaling, for 40 draws of the simulated people."""
    found: dict[str, dict[str, list[float]]] = {}
    for X in _people(first):
        scaled = {
            "raw": X,
            "0 to 1": dp.min_max(X, 0, 1),
            "−1 to 1": dp.min_max(X, -1, 1),
            "standardized": dp.standardize(X, *dp.fit_standardizer(X)),
        }
        for name, features in scaled.items():
            c, values = dp.curvatures(features), found.setdefault(name, {"condition": [], "steps": []})
            values["condition"].append(float(c[-1] / c[0]))
            values["steps"].append(float(f"{dp.descent_steps(c, 1e-6):.3g}"))  # 1 − 1e-11 is rounded
    return {name: {key: np.array(runs) for key, runs in values.items()} for name, values in found.items()}


def _people(first: int) -> Iterator[Runs]:
    """Features of 1000 simulated people, drawn 40 times."""
    return (dp.example_features(np.random.default_rng(seed)) for seed in range(first, first + 40))


def pixels(first: int = 0) -> dict[str, Runs]:
    """2000 images of 100 random pixels in [0, 1]: largest curvature, and condition numbers."""
    found = []
    for seed in range(first, first + 4):
        images = np.random.default_rng(seed).random((2000, 100))
        unit, standard = (dp.curvatures(X) for X in (images, dp.standardize(images, *dp.fit_standardizer(images))))
        without = np.linalg.svd(images, compute_uv=False) ** 2
        found.append([unit[-1], unit[-1] / unit[0], without[0] / without[-1], standard[-1] / standard[0]])
    return dict(zip(("largest", "condition", "without bias", "standardized"), np.transpose(found), strict=True))


def tail(first: int = 0) -> dict[str, Runs]:
    """The largest standardized income, and the largest standardized logarithm of an income, in 40 draws."""
    found = []
    for people in _people(first):
        X = np.column_stack([people[:, 1], np.log(people[:, 1])])
        found.append(dp.standardize(X, *dp.fit_standardizer(X)).max(axis=0))
    return dict(zip(("income", "logarithm"), np.transpose(found), strict=True))


def leak(first: int = 0) -> dict[tuple[str, str], Runs]:
    """Nearest-neighbor accuracy without and with drift, by the data that the statistics come from."""
    found: dict[tuple[str, str], list[float]] = {}
    for drift in (1, 10):
        for rng in map(np.random.default_rng, range(first, first + 50)):
            y = rng.integers(0, 2, 400)
            X = np.column_stack([2 * y - 1 + rng.standard_normal(400), rng.standard_normal(400)])
            X[200:, 1] *= drift  # the second sensor, noise anyway, is read on another scale later
            for source, rows in (("training", X[:200]), ("all", X)):
                Z = dp.standardize(X, *dp.fit_standardizer(rows))
                accuracy = dp.nearest_neighbor_accuracy(Z[:200], y[:200], Z[200:], y[200:])
                found.setdefault(("drift" if drift > 1 else "steady", source), []).append(accuracy)
    return {key: np.array(runs) for key, runs in found.items()}


def batch_of_positives() -> dict[str, float]:
    """Recall of “positive if x > 0” for positives from N(1, 1), and after they were centered on themselves."""
    return {"training statistics": 0.5 * (1 + erf(1 / 2**0.5)), "its own": 0.5 * (1 + erf(0))}


def penalty() -> dict[str, float]:
    """Share of a weight that a ridge penalty of 1 leaves, for a feature of mean square 1 and of 1000²."""
    one, thousand = ridge_shrinkage(np.array([1.0, 1000.0**2]), 1.0)
    return {"1": float(one), "1000": float(thousand)}


def ideal() -> dict[str, float]:
    """The ideal classifier at 1 % positives: thresholds 0.5 and 0.01, best F1, areas."""
    precision, recall, alarms = dp.rates_at_threshold(0.5, 0.01, SEPARATION)
    thresholds = 1 / (1 + np.exp(-np.linspace(-16, 10, 20001)))
    rates = np.array([dp.rates_at_threshold(t, 0.01, SEPARATION) for t in thresholds])
    f1 = 2 * rates[:, 0] * rates[:, 1] / (rates[:, 0] + rates[:, 1])
    prior = dp.rates_at_threshold(0.01, 0.01, SEPARATION)
    (lowest, all_found, _), (strict, few_found, _) = (dp.rates_at_threshold(t, 0.01, SEPARATION) for t in (0.001, 0.93))
    balanced = np.array([dp.rates_at_threshold(t, 0.5, SEPARATION) for t in thresholds])
    return {
        "precision": precision,
        "recall": recall,
        "accuracy": 0.99 * (1 - alarms) + 0.01 * recall,
        "best f1": float(f1.max()),
        "best threshold": round(float(thresholds[f1.argmax()]), 3),
        "crossing": round(float(thresholds[np.abs(rates[:, 0] - rates[:, 1]).argmin()]), 3),
        "recall at prior": prior[1],
        "false alarms at prior": 1 - prior[0],
        "lowest precision": lowest,
        "highest recall": all_found,
        "highest precision": strict,
        "lowest recall": few_found,
        "roc": 0.5 * (1 + erf(SEPARATION / 2)),
        "pr": -float(np.trapezoid(rates[:, 0], rates[:, 1])),
        "pr balanced": -float(np.trapezoid(balanced[:, 0], balanced[:, 1])),
    }


def threshold() -> float:
    """Where predicting positive pays if a miss costs 19 times as much as a false alarm."""
    return dp.cost_threshold(1, 19)


def one_positive() -> dict[str, float]:
    """A mini-batch of 64 at weight 99: the share of a single positive, and how often there is none."""
    logits, batch = np.zeros((64, 2)), np.repeat([0, 1], [63, 1])
    logits[63] = [1000, 0]  # only the positive has a loss worth mentioning: 1000
    share = dp.weighted_cross_entropy(logits, batch, np.array([1.0, 99.0])) / 1000
    return {"share": share, "none": 0.99**64}


def prior_shift(first: int = 0) -> dict[tuple[str, str], Runs]:
    """Mean probability, log loss, ROC-AUC and recalls of logistic regression by way of training, at 1 % positives."""
    found: dict[tuple[str, str], list[float]] = {}
    for seed in range(first, first + 6):
        for method, scores in _logistic(seed).items():
            for name, score in scores.items():
                found.setdefault((method, name), []).append(score)
    return {key: np.array(runs) for key, runs in found.items()}


def _logistic(seed: int) -> dict[str, Mapping[str, float]]:
    rng = np.random.default_rng(seed)
    y = (rng.random(120_000) < 0.01).astype(np.int64)
    X, train = rng.standard_normal((120_000, 2)) + SEPARATION * np.outer(y, [1, 0]), np.arange(20_000)
    balanced, share = dp.class_weights(y[train], 2), y[train].mean()
    fits = {
        "plain": dp.fit_logistic(X[train], y[train], np.ones(20_000)),
        "weights": dp.fit_logistic(X[train], y[train], balanced[y[train]]),
    }
    rows = dp.oversample(y[train], rng)
    fits["oversampled"] = dp.fit_logistic(X[rows], y[rows], np.ones(len(rows)))
    logits = {method: X[20_000:] @ theta[:2] + theta[2] for method, theta in fits.items()}
    pair = np.column_stack([np.zeros(100_000), logits["weights"]])
    moved = dp.correct_prior(pair, np.array([0.5, 0.5]), np.array([1 - share, share]))
    logits["corrected"] = moved[:, 1] - moved[:, 0]
    return {method: _scores(z, y[20_000:]) for method, z in logits.items()}


def _scores(z: Runs, y: dp.Labels) -> dict[str, float]:
    p = 1 / (1 + np.exp(-z))
    return {
        "mean": float(p.mean()),
        "log loss": -float(np.mean(np.log(np.where(y == 1, p, 1 - p)))),
        "auc": roc_auc(y, z),
        "recall at half": float(np.mean(p[y == 1] > 0.5)),
        "recall at prior": float(np.mean(p[y == 1] > 0.01)),
    }


def focal() -> float:
    """Probability that the focal loss prefers where the true one is 0.01."""
    score = np.linspace(-8, 8, 16_001)
    risk = 0.01 * focal_loss(score, np.ones(16_001)) + 0.99 * focal_loss(score, -np.ones(16_001))
    return round(float(1 / (1 + np.exp(-score[risk.argmin()]))), 3)


def split(first: int = 0) -> dict[str, Runs]:
    """Balanced accuracy of the nearest neighbor on labels by chance, by what came before the split."""
    found: dict[str, list[float]] = {"copies before": [], "smote before": [], "copies after": []}
    for rng in map(np.random.default_rng, range(first, first + 10)):
        X, y = rng.standard_normal((1000, 10)), (rng.random(1000) < 0.1).astype(np.int64)  # labels are pure chance
        ones = np.ones(int(np.sum(y == 0) - np.sum(y == 1)), dtype=np.int64)
        rows, synthetic = dp.oversample(y, rng), dp.smote(X[y == 1], len(ones), 5, rng)
        sets = {"copies before": (X[rows], y[rows]), "smote before": (np.vstack([X, synthetic]), np.r_[y, ones])}
        for name, (Z, labels) in sets.items():
            train, test = np.array_split(rng.permutation(len(labels)), 2)
            found[name].append(dp.nearest_neighbor_accuracy(Z[train], labels[train], Z[test], labels[test]))
        rows = dp.oversample(y[:500], rng)
        classes = [np.flatnonzero(y[500:] == k) + 500 for k in (0, 1)]
        scores = [dp.nearest_neighbor_accuracy(X[rows], y[rows], X[c], y[c]) for c in classes]
        found["copies after"].append(sum(scores) / 2)
    return {name: np.array(runs) for name, runs in found.items()}
