"""The formulas of the page on augmentation and label smoothing."""

import numpy as np
from numpy.random import Generator, default_rng

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import each
from snippets.foundations.cross_entropy import log_softmax
from snippets.regularization.augmentation_and_label_smoothing import (
    box,
    mixup,
    optimal_gap,
    smoothed_loss,
    smoothing_floor,
)


@executed("regularization.augmentation_and_label_smoothing.mixup")
def test_mixup(rng: Generator) -> Cases:
    X, Y = rng.standard_normal((4, 3)), rng.dirichlet(np.ones(2), 4)
    mixed, targets = mixup(X, Y, 0.4, default_rng(1))
    draws = default_rng(1)
    share, partner = draws.beta(0.4, 0.4), draws.permutation(4)
    for i in range(4):
        yield {
            r"\tilde x": mixed[i],
            r"\tilde y": targets[i],
            "x_i": X[i],
            "x_j": X[partner[i]],
            "y_i": Y[i],
            "y_j": Y[partner[i]],
            r"\lambda": share,
        }


@executed("regularization.augmentation_and_label_smoothing.box")
def test_box(rng: Generator) -> Cases:
    """Images that are one in the box and zero elsewhere: the share of zeros."""
    for row, column in ((10, 10), (0, 19), (int(rng.integers(20)), int(rng.integers(30)))):
        top, bottom, left, right = box(20, 30, 0.6, row, column)
        image = np.zeros((20, 30))
        image[top:bottom, left:right] = 1
        yield {
            r"\lambda": float(np.mean(image == 0)),
            "h": float(bottom - top),
            "w": float(right - left),
            "H": 20,
            "W": 30,
        }


@executed("regularization.augmentation_and_label_smoothing.smoothed_loss")
def test_smoothed_loss(rng: Generator) -> Cases:
    logits = rng.standard_normal(5)
    log_p = log_softmax(logits[None])[0]
    for epsilon in (0.0, 0.1, 1.0):
        y = np.eye(5)[1]
        yield {
            r"\mathcal L": smoothed_loss(logits, 1, epsilon),
            "y'": (1 - epsilon) * y + epsilon / 5,
            "y": y,
            "p": np.exp(log_p),
            r"\epsilon": epsilon,
            "K": 5,
            "k": each(range(1, 6)),
        }


@executed("regularization.augmentation_and_label_smoothing.smoothing_floor")
def test_smoothing_floor(rng: Generator) -> Cases:
    for K, epsilon in ((10, 0.1), (3, float(rng.uniform(0.05, 0.9)))):
        smoothed = np.full(K, epsilon / K)
        smoothed[0] += 1 - epsilon
        yield {
            r"\mathcal L_{\min}": smoothing_floor(K, epsilon),
            "y'": smoothed,
            "k": each(range(1, K + 1)),
            r"z_{\text{true}}": optimal_gap(K, epsilon) + 0.3,
            r"z_{\text{other}}": 0.3,
            r"\epsilon": epsilon,
            "K": K,
        }
