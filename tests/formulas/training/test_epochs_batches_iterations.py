"""The formulas of the page on epochs, batches and iterations."""

from itertools import product

import numpy as np
from numpy.random import Generator, default_rng

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import Outcomes, each, from_zero
from snippets.training.epochs_batches_iterations import (
    adam_step,
    epoch_batches,
    expected_loss_change,
    mean_loss_of_epoch,
    sgd,
    sgd_step,
    squared_loss,
    squared_loss_gradient,
    step_decay,
    total_updates,
)


@executed("training.epochs_batches_iterations.total_updates")
def test_total_updates(rng: Generator) -> Cases:
    random = (int(rng.integers(100, 1000)), *map(int, rng.integers(2, 9, 4)))
    for N, B, D, k, E in [random, (1000, 32, 1, 1, 3), (64, 8, 4, 2, 5), (65, 8, 4, 2, 5), (1, 32, 1, 1, 2)]:
        yield {"T": total_updates(N, B, E, D, k), "N": N, "B": B, "D": D, "k": k, "E": E}


@executed("training.epochs_batches_iterations.mean_loss_of_epoch")
def test_mean_loss_of_epoch(rng: Generator) -> Cases:
    losses, sizes = rng.random(4), np.array([32, 32, 32, 8])
    yield {
        r"\bar\ell": mean_loss_of_epoch(list(losses), list(sizes)),
        "b": sizes,
        r"\ell": losses,
        "j": each(range(1, 5)),
    }


@executed("training.epochs_batches_iterations.sgd")
def test_sgd(rng: Generator) -> Cases:
    X, y, seed = rng.standard_normal((6, 2)), rng.standard_normal(6), int(rng.integers(1000))
    first, second = epoch_batches(6, 3, default_rng(seed))
    after_one, _ = sgd(X[first], y[first], 3, 0.2, 1, default_rng(0))
    after_two, _ = sgd(X, y, 3, 0.2, 1, default_rng(seed))
    yield {
        "t": each([0, 1]),
        r"\theta": from_zero([np.zeros(2), after_one, after_two]),
        r"\eta": from_zero([0.2, 0.2]),
        "B": 3,
        r"\mathcal B": from_zero([list(first), list(second)]),
        r"\ell": from_zero([lambda theta, x=x, t=t: 0.5 * (x @ theta - t) ** 2 for x, t in zip(X, y, strict=True)]),
    }


@executed("training.epochs_batches_iterations.expected_loss_change")
def test_expected_loss_change(rng: Generator) -> Cases:
    X, y, theta = rng.standard_normal((3, 2)), rng.standard_normal(3), rng.standard_normal(2)
    gradients = X * (X @ theta - y)[:, None]
    for B, eta in ((1, 0.3), (2, 0.7), (3, 0.1)):
        batches = map(list, product(range(3), repeat=B))
        steps = [theta - eta * squared_loss_gradient(theta, X[batch], y[batch]) for batch in batches]
        yield {
            r"\Delta\mathcal L": Outcomes([squared_loss(step, X, y) - squared_loss(theta, X, y) for step in steps]),
            "g": gradients.mean(axis=0),
            "H": X.T @ X / 3,
            r"\Sigma": np.cov(gradients.T, bias=True),
            r"\eta": eta,
            "B": B,
            "result": expected_loss_change(theta, X, y, B, eta),
        }


@executed("training.epochs_batches_iterations.sgd_step")
def test_sgd_step(rng: Generator) -> Cases:
    for g in (rng.standard_normal(3), np.zeros(3), np.array([30.0, 40.0])):
        yield {r"\Delta\theta": sgd_step(g, 0.1), "g": g, r"\eta": 0.1}


@executed("training.epochs_batches_iterations.adam_step")
def test_adam_step(rng: Generator) -> Cases:
    gradients, m, v = rng.standard_normal((5, 3)), np.zeros(3), np.zeros(3)
    for t, g in enumerate(gradients, 1):
        m, v = 0.8 * m + 0.2 * g, 0.9 * v + 0.1 * g**2
        yield {
            r"\Delta\theta": adam_step(gradients[:t], 0.5, 0.8, 0.9, 0.25),
            r"\hat m": m / (1 - 0.8**t),
            r"\hat v": v / (1 - 0.9**t),
            r"\eta": 0.5,
            r"\epsilon": 0.25,
            "i": each([1, 2, 3]),
        }


@executed("training.epochs_batches_iterations.step_decay")
def test_step_decay(rng: Generator) -> Cases:
    rate, factor = rng.uniform(0.1, 1.0, 2)
    for c in (0, 29, 30, 31, 90, int(rng.integers(100, 200))):
        yield {
            r"\eta": lambda c: step_decay(rate, int(c), 30, factor),
            r"\eta_0": rate,
            r"\gamma": factor,
            "c": c,
            "s": 30,
        }
