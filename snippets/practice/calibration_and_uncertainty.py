"""Temperature scaling, uncertainty of an ensemble, and conformal prediction sets."""

import math

import numpy as np
from numpy.typing import NDArray

from snippets.foundations.activation_functions import softmax
from snippets.practice.evaluation import expected_calibration_error

Array = NDArray[np.float64]
Labels = NDArray[np.int_]


# --8<-- [start:confidence_ece]
def confidence_ece(p: Array, y: Labels, bins: int = 15) -> float:
    """Expected calibration error of the predicted class: accuracy against confidence.

    Args:
        p: predicted probabilities, shape (N, K).
        y: classes, shape (N,).
        bins: number of bins of equal width on [0, 1].
    """
    correct = (p.argmax(axis=1) == y).astype(int)
    return expected_calibration_error(correct, p.max(axis=1), bins)


# --8<-- [end:confidence_ece]


# --8<-- [start:fit_temperature]
def fit_temperature(z: Array, y: Labels) -> float:
    """The T with the least log loss of p_nk = e^(z_nk/T)/(Σ_j e^(z_nj/T)), by halving.

    The loss is convex in the inverse of T. The minimum is inside the interval
    if true classes have higher logits than the average, and some prediction is wrong.

    Args:
        z: logits on held-out examples, shape (N, K).
        y: their classes, shape (N,).
    """
    low, high = 1e-3, 1e3  # of 1/T
    true = z[np.arange(len(y)), y].mean()
    while low < (middle := math.sqrt(low * high)) < high:  # a number is between them
        too_sharp = (softmax(middle * z) * z).sum(axis=1).mean() > true
        low, high = (low, middle) if too_sharp else (middle, high)
    return 1 / low


# --8<-- [end:fit_temperature]


# --8<-- [start:ensemble_uncertainty]
def entropy(p: Array) -> Array:
    """Entropy in nats over the last axis; 0·log 0 is 0."""
    logarithm = np.log(np.maximum(p, np.finfo(np.float64).tiny))
    return np.asarray(-np.sum(p * logarithm, axis=-1))


def ensemble_uncertainty(p: Array) -> tuple[Array, Array, Array]:
    """Total, aleatoric and epistemic uncertainty in nats, each of shape (N,).

    Args:
        p: probabilities of M members for N examples, shape (M, N, K).
    """
    total, aleatoric = entropy(p.mean(axis=0)), entropy(p).mean(axis=0)
    return total, aleatoric, total - aleatoric


# --8<-- [end:ensemble_uncertainty]


# --8<-- [start:conformal]
def conformal_threshold(scores: Array, alpha: float) -> float:
    """The r-th smallest of n scores, r = ⌈(n + 1)(1 − α)⌉; infinite if there are fewer.

    Args:
        scores: one minus p of the true class, on calibration examples, shape (n,).
        alpha: share of sets that may miss the truth.
    """
    rank = math.ceil((len(scores) + 1) * (1 - alpha))
    return float(np.sort(scores)[rank - 1]) if rank <= len(scores) else math.inf


def prediction_sets(p: Array, threshold: float) -> NDArray[np.bool_]:
    """Which classes belong to the set of each example, shape (N, K) like p."""
    return 1 - p <= threshold


# --8<-- [end:conformal]


def simulated(
    examples: int, sharpness: float, rng: np.random.Generator
) -> tuple[Array, Labels]:
    """Logits of five classes times `sharpness`, labels drawn from their softmax before.

    With sharpness 1 the predictor is calibrated exactly; above, it is overconfident.
    """
    z = 1.5 * rng.standard_normal((examples, 5))
    y = (softmax(z).cumsum(axis=1) < rng.random((examples, 1))).sum(axis=1)
    return sharpness * z, np.minimum(y, 4)
