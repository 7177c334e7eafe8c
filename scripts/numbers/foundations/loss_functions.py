"""Numbers of `docs/foundations/loss-functions.md`."""

from collections.abc import Callable

import numpy as np

from snippets.foundations import loss_functions as losses
from snippets.foundations.loss_functions import Array, best_constant

TARGETS = np.array([1.0, 2.0, 3.0, 5.0, 100.0])


def _huber(prediction: Array, target: Array) -> Array:
    return losses.huber_loss(prediction, target, delta=2.0)


LOSSES: dict[str, Callable[[Array, Array], Array]] = {
    "squared": losses.squared_error,
    "huber": _huber,
    "absolute": losses.absolute_error,
}


def perfect_fit() -> float:
    """Gaussian negative log-likelihood of a perfect prediction for σ = 0.1."""
    return float(losses.gaussian_nll(np.zeros(1), np.zeros(1), sigma=0.1)[0])


def confident() -> dict[str, float]:
    """Probability of the logit 2, and its cross-entropy if the example is positive or negative."""
    right, wrong = losses.soft_margin_loss(np.full(2, 2.0), np.array([1.0, -1.0]))
    return {"p": float(losses.sigmoid(np.array(2.0))), "right": float(right), "wrong": float(wrong)}


def trips() -> dict[str, float]:
    """Best constants for trips of 8, 9, 10, 11 and 62 minutes by squared, absolute and 90-percent quantile loss."""
    minutes = np.array([8.0, 9.0, 10.0, 11.0, 62.0])

    def late(prediction: Array, target: Array) -> Array:
        return losses.quantile_loss(prediction, target, 0.9)

    named = {"squared": LOSSES["squared"], "absolute": LOSSES["absolute"], "quantile": late}
    return {name: best_constant(loss, minutes) for name, loss in named.items()}


def root() -> float:
    """RMSE at an MSE of 2500."""
    return float(np.sqrt(2500.0))


def normal_ratio() -> float:
    """RMSE by MAE of errors that are normal."""
    return float(np.sqrt(np.pi / 2))


def signed() -> dict[str, float]:
    """Mean residual for predictions that err to both sides, their mean squared error, and for predictions far above."""
    targets, around, far = np.array([1.0, 2, 3]), np.array([0.0, 2, 4]), np.array([101.0, 102, 103])
    return {
        "around": (targets - around).mean(),
        "squared": losses.squared_error(around, targets).mean(),
        "far": (targets - far).mean(),
    }


def focal_divisor() -> float:
    """By how much focal loss (γ = 2) divides the loss at a probability of 0.9."""
    score, label = np.log([9.0]), np.ones(1)
    return float(losses.soft_margin_loss(score, label)[0] / losses.focal_loss(score, label)[0])


def weighted() -> float:
    """Best constant probability where 10 % are positive and positives weigh 9."""
    positive, negative = 0.1 * 9, 0.9 * 1
    return positive / (positive + negative)


def best() -> dict[tuple[str, str], float]:
    """The best constant prediction for the five targets by loss, and its MAE and RMSE."""
    found = {}
    for name, loss in LOSSES.items():
        constant = best_constant(loss, TARGETS)
        squared = losses.squared_error(np.array(constant), TARGETS).mean()
        found[name, "constant"] = constant
        found[name, "mae"] = losses.absolute_error(np.array(constant), TARGETS).mean()
        found[name, "rmse"] = float(np.sqrt(squared))
    return found


def milder() -> dict[str, float]:
    """The best constants where the outlier is 10 instead of 100."""
    targets = np.array([1.0, 2.0, 3.0, 5.0, 10.0])
    return {name: best_constant(LOSSES[name], targets) for name in ("squared", "absolute")}


def after_ten_steps() -> dict[str, float]:
    """Distance from the target 1 after ten steps from 0 with learning rate 0.3."""
    guess = np.zeros(2)
    for _ in range(10):
        squared, absolute, _ = losses.regression_gradients(guess, np.ones(2))
        guess -= 0.3 * np.array([squared[0], absolute[1]])
    return {"squared": abs(guess[0] - 1), "absolute": abs(guess[1] - 1)}


def broadcast() -> float:
    """MSE of perfect predictions (4, 1) against targets (4,)."""
    numbers = np.arange(4.0)
    return float(losses.squared_error(numbers[:, None], numbers).mean())


def at_minus_6() -> dict[str, float]:
    """At logit −6 and target 1: the probability, and the sizes of both gradients."""
    logit = np.array(-6.0)
    cross_entropy, squared = losses.logit_gradients(logit, np.array(1.0))
    return {"p": float(losses.sigmoid(logit)), "cross_entropy": float(-cross_entropy), "squared": float(-squared)}


def steps() -> dict[str, int]:
    """Steps of gradient descent from logit −6 until the probability is above one half."""
    return {name: losses.steps_until_right(-6.0, name == "squared") for name in ("squared", "cross_entropy")}
