"""Generative and discriminative: Bayes' rule, two ways to a line, sums of sequences."""

from collections.abc import Sequence
from itertools import pairwise, product
from math import erf, sqrt

import numpy as np
from numpy.typing import NDArray

from snippets.foundations.deep_learning_vs_machine_learning import fit_logistic

Array = NDArray[np.float64]
Labels = NDArray[np.intp]


# --8<-- [start:posterior]
def gaussian_log_density(x: Array, mean: Array, covariance: Array) -> float:
    """Log of the normal density at x, for x and mean (d,) and a covariance (d, d)."""
    away = x - mean
    _, log_volume = np.linalg.slogdet(2 * np.pi * covariance)
    return float(-(log_volume + away @ np.linalg.solve(covariance, away)) / 2)


def posterior(x: Array, means: Array, covariance: Array, priors: Array) -> Array:
    """Bayes' rule: posterior (K,) from normals with means (K, d) and priors (K,)."""
    joint = np.array([gaussian_log_density(x, mean, covariance) for mean in means])
    joint += np.log(priors)
    likely = np.exp(joint - joint.max())
    return np.asarray(likely / likely.sum())


# --8<-- [end:posterior]


def line(means: Array, covariance: Array, priors: Array) -> tuple[Array, float]:
    """Slopes (d,) and intercept whose sigmoid is the posterior of class 1 of two."""
    w = np.linalg.solve(covariance, means[1] - means[0])
    return w, float(np.log(priors[1] / priors[0]) - w @ (means[0] + means[1]) / 2)


# --8<-- [start:naive_bayes]
def naive_bayes(X: Array, y: Labels) -> tuple[Array, float]:
    """Slopes (d,) and intercept from the means and variances of X (N, d), y 0 or 1.

    Given the class, features count as independent normals, with the same variances.
    """
    means = np.array([X[y == each].mean(axis=0) for each in (0, 1)])
    variances = np.mean((X - means[y]) ** 2, axis=0)
    w = (means[1] - means[0]) / variances
    odds = np.mean(y) / (1 - np.mean(y))
    return w, float(np.log(odds) - w @ (means[0] + means[1]) / 2)


# --8<-- [end:naive_bayes]


def logistic_regression(X: Array, y: Labels) -> tuple[Array, float]:
    """Slopes and intercept that make the labels likely, given X; hardly penalized."""
    theta = fit_logistic(X, y, ridge=0.01)
    return theta[:-1], float(theta[-1])


PAIRS, CORRELATION, AWAY = 10, 0.4, 1.5
CENTER = np.tile([AWAY / sqrt(PAIRS), 0.0], PAIRS)
"""Mean of class 1, and the negative of that of class 0: every second feature is 0."""
COVARIANCE = np.kron(np.eye(PAIRS), [[1.0, CORRELATION], [CORRELATION, 1.0]])
"""In both classes; those second features carry a part of their neighbors' noise."""


def draw(N: int, rng: np.random.Generator) -> tuple[Array, Labels]:
    """Examples (N, 20) and labels (N,), as many of one class as of the other."""
    y = np.arange(N) % 2
    noise = rng.standard_normal((N, 2 * PAIRS)) @ np.linalg.cholesky(COVARIANCE).T
    return (2 * y - 1)[:, None] * CENTER + noise, y


def error_rate(w: Array, b: float) -> float:
    """Share of all possible examples on the wrong side of the line, in closed form."""
    spread = sqrt(2 * w @ COVARIANCE @ w)
    wrong = [(1 - erf((w @ CENTER + sign * b) / spread)) / 2 for sign in (-1, 1)]
    return float(np.mean(wrong))


# --8<-- [start:sequence_probability]
def sequence_probability(
    tokens: Sequence[int], first: Array, following: Array
) -> float:
    """Product of the probability of each token given what stands before it.

    first (V,) has the probabilities at the start, following (V, V) those after a token.
    """
    probability = first[tokens[0]]
    for before, token in pairwise(tokens):
        probability *= following[before, token]
    return float(probability)


def total_probability(length: int, first: Array, following: Array) -> float:
    """Sum over all sequences of one length: 1, as of every distribution."""
    every = product(range(len(first)), repeat=length)
    return sum(sequence_probability(each, first, following) for each in every)


# --8<-- [end:sequence_probability]


def mixture_loss(share: float) -> float:
    """Most that log-likelihood falls if all but a share of the samples become noise."""
    return float(-np.log(share))


def blank_advantage(d: int, deviation: float = 1.0) -> float:
    """By how many nats the mean is likelier than a sample of d normals, on average."""
    covariance = deviation**2 * np.eye(1)
    peak = gaussian_log_density(np.zeros(1), np.zeros(1), covariance)
    entropy = (np.log(2 * np.pi * deviation**2) + 1) / 2
    return float(d * (peak + entropy))
