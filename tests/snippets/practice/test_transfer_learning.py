"""Claims of docs/practice/transfer-learning.md."""

from functools import cache

import numpy as np
import pytest

from snippets.practice.transfer_learning import (
    Array,
    Task,
    features,
    fit,
    linear_probe,
    pretrained_body,
    target_errors,
    tasks,
)

METHODS = ("probe", "fine-tuned", "from scratch", "random features")
TABLE = {  # (angle, examples): errors in the order of METHODS
    (25, 30): (0.30, 0.35, 0.70, 0.95),
    (25, 1000): (0.111, 0.040, 0.082, 0.38),
    (90, 30): (1.30, 1.01, 0.48, 0.61),
    (90, 1000): (0.49, 0.20, 0.099, 0.31),
}


@cache
def world() -> tuple[dict[int, Task], Array]:
    """Targets by angle, and the body pretrained on the source."""
    rng = np.random.default_rng(0)
    source, targets = tasks((0, 25, 90), rng)
    return dict(zip((0, 25, 90), targets, strict=True)), pretrained_body(source, rng)


@cache
def errors(angle: int, n: int) -> list[float]:
    """Mean over three seeds, in the order of METHODS."""
    targets, body = world()
    runs = [target_errors(targets[angle], body, n, np.random.default_rng(s)) for s in range(3)]
    return [float(np.mean([run[name] for run in runs])) for name in METHODS]


@pytest.mark.parametrize(("angle", "n"), TABLE)
def test_errors_in_the_table(angle: int, n: int) -> None:
    assert errors(angle, n) == pytest.approx(TABLE[angle, n], rel=0.03)


def test_pretraining_is_worth_a_multiple_of_the_target_examples() -> None:
    assert errors(25, 30)[0] < errors(25, 100)[2]


def test_transfer_from_an_unrelated_source_is_negative() -> None:
    probe, tuned, scratch, random = errors(90, 100)
    assert probe > random > scratch
    assert tuned > 1.9 * scratch


def test_linear_probe_is_where_the_gradient_of_the_ridge_loss_is_zero() -> None:
    rng = np.random.default_rng(0)
    phi, y = rng.standard_normal((30, 8)), rng.standard_normal((30, 1))
    head = linear_probe(phi, y, ridge=0.7)
    np.testing.assert_allclose(phi.T @ (phi @ head - y) + 0.7 * head, 0, atol=1e-12)


def test_frozen_body_stays_and_the_rate_zero_freezes() -> None:
    rng = np.random.default_rng(0)
    X, y, W = rng.standard_normal((20, 5)), rng.standard_normal((20, 1)), rng.standard_normal((5, 6))
    body, head = fit(X, y, W, np.zeros((6, 1)), (0.0, 1e-2), 20)
    np.testing.assert_array_equal(body, W)
    assert np.linalg.norm(features(X, W) @ head - y) < np.linalg.norm(y)


def test_inputs_on_another_scale_break_a_frozen_model() -> None:
    targets, body = world()
    rng = np.random.default_rng(0)
    X, X_test = rng.standard_normal((1000, 20)), rng.standard_normal((2000, 20))
    task = targets[0]
    head = linear_probe(features(X, body), task.targets(X))
    scaled = np.mean((features(X_test / 2, body) @ head - task.targets(X_test)) ** 2)
    same = np.mean((features(X_test, body) @ head - task.targets(X_test)) ** 2)
    assert (same, scaled) == pytest.approx((0.057, 0.286), rel=0.01)
