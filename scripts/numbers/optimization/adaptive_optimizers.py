"""Numbers of `docs/optimization/adaptive-optimizers.md`."""

from typing import Any

import numpy as np

from snippets.optimization import adaptive_optimizers as page

ZERO = np.zeros(1)


def _sizes(step: Any, state: Any, gradients: page.Array) -> page.Array:
    """Length of each step on a sequence of scalar gradients, in rates."""
    moves = []
    for gradient in gradients:
        after, state = step(ZERO, np.array([gradient]), state, 1.0)
        moves.append(abs(float(after[0])))
    return np.array(moves)


def rare() -> dict[str, float]:
    """AdaGrad on a gradient in every hundredth step, over one in each: the 1000th step, and the way."""
    often = _sizes(page.adagrad_step, ZERO, np.ones(1000))
    seldom = _sizes(page.adagrad_step, ZERO, np.where(np.arange(1, 1001) % 100 == 0, 1.0, 0.0))
    return {"step": seldom[999] / often[999], "way": seldom.sum() / often.sum(), "gradients": 1 / 100}


def adagrad_way() -> float:
    """Of 10,000 equal gradients, in rates."""
    return page.adagrad_distance(10_000, 1.0)


def after_a_burst() -> dict[str, float]:
    """Sum of squares of ten gradients of 30, and AdaGrad's steps a hundred and a thousand steps later."""
    moves = _sizes(page.adagrad_step, ZERO, np.append(np.full(10, 30.0), np.ones(1000)))
    return {"sum": 10 * 30.0**2, "100": float(moves[109]), "1000": float(moves[1009])}


def recovery() -> dict[str, int]:
    """Step at which RMSprop and Adam are back at 95 % of the rate after that burst."""
    gradients = np.append(np.full(10, 30.0), np.ones(5990))
    runs = {"rmsprop": (page.rmsprop_step, ZERO), "adam": (page.adam_step, (ZERO, ZERO, 0))}
    return {name: 11 + int(np.argmax(_sizes(*run, gradients)[10:] > 0.95)) for name, run in runs.items()}


def first_step() -> dict[str, float]:
    """Of RMSprop at 0.99 and 0.9 in rates, of AdaDelta at PyTorch's defaults."""
    return {
        "rmsprop 0.99": float(_sizes(page.rmsprop_step, ZERO, np.full(1, 5.0))[0]),
        "rmsprop 0.9": 1 / (1 - 0.9) ** 0.5,
        "adadelta": (1e-6 / (1 - 0.9)) ** 0.5,
    }


def memory() -> dict[str, float]:
    """Steps that a moving average reaches back."""
    return {f"{share}": 1 / (1 - share) for share in (0.9, 0.95, 0.99, 0.999)}


def adam_step() -> dict[str, float]:
    """Steps in rates: lone after silence, least upper bounds for β₂ = 0.999 and 0.95, last of 5, −5, 5, …"""
    lone = _sizes(page.adam_step, (ZERO, ZERO, 100_000), np.ones(1))[0]
    alternating = _sizes(page.adam_step, (ZERO, ZERO, 0), np.tile([5.0, -5.0], 500))[-1]
    bounds = {"bound": page.largest_adam_step(), "bound_short": page.largest_adam_step(beta2=0.95)}
    return {"lone": float(lone), **bounds, "alternating": float(alternating)}


def uncorrected() -> dict[str, float]:
    """Adam without bias correction over with: first step, largest and where, step 1000."""
    factors = [page.uncorrected_factor(t) for t in range(1, 3001)]
    return {"1": factors[0], "largest": max(factors), "at": int(np.argmax(factors)) + 1, "1000": factors[999]}


def decay() -> dict[str, dict[float, float]]:
    """Weight left of 1 after 10,000 steps, by gradient size, with L2 in Adam and with AdamW."""
    kinds = {"l2": False, "adamw": True}
    return {name: {size: page.remaining_weight(size, kind) for size in (10, 1, 0.1)} for name, kind in kinds.items()}


def counterexample() -> dict[str, float]:
    """Where Adam ends on the problem of the page, with short averages and with the defaults, to one decimal."""
    betas = {"short": (0.0, 0.1), "default": (0.9, 0.999)}
    return {name: round(_end(pair), 1) for name, pair in betas.items()}


def _end(betas: tuple[float, float]) -> float:
    x, moments = ZERO, (ZERO, ZERO, 0)
    for t in range(1, 3001):
        gradient = np.array([3.0 if t % 3 == 1 else -1.0])  # mean +1/3: the minimum on [−1, 1] is −1
        x, moments = page.adam_step(x, gradient, moments, 0.5 / t**0.5, betas)
        x = np.clip(x, -1, 1)
    return float(x[0])
