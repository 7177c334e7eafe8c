"""Claims of docs/practice/transfer-learning.md."""

import numpy as np
import pytest

from scripts.evidence.records import recorded
from snippets.practice.transfer_learning import Array, features, fit, linear_probe

METHODS = ("probe", "fine-tuned", "from scratch", "random features")
RECORD = recorded("practice/transfer-learning")  # measured again, on this machine, by tests/evidence


def errors(angle: int, n: int) -> Array:
    """Mean test error over the recorded runs, in the order of METHODS."""
    return np.array([RECORD[f"errors.{angle}.{n}.{name}"].mean for name in METHODS])


def runs(angle: int, n: int, method: str) -> Array:
    return np.array(RECORD[f"errors.{angle}.{n}.{method}"].runs)


@pytest.mark.parametrize("n", [30, 100, 300])
def test_a_related_source_helps_as_long_as_examples_are_few(n: int) -> None:
    probe, tuned, scratch, random = errors(25, n)
    assert max(probe, tuned) < 0.95 * scratch
    assert random > 1.05 * scratch


def test_fine_tuning_wins_with_many_examples_where_the_probe_loses_even_to_training_from_scratch() -> None:
    probe, tuned, scratch, _ = errors(25, 1000)
    assert tuned < 0.8 * scratch < 0.8 * 0.9 * probe
    for n in (300, 1000):
        assert np.mean(runs(25, n, "fine-tuned") < runs(25, n, "probe")) > 0.8


def test_probe_and_fine_tuning_are_about_equal_with_30_examples() -> None:
    ratio = np.log(runs(25, 30, "probe") / runs(25, 30, "fine-tuned"))
    assert abs(ratio.mean()) < min(0.3, ratio.std(ddof=1))


@pytest.mark.parametrize("n", [30, 100, 300, 1000])
def test_transfer_from_an_unrelated_source_is_negative(n: int) -> None:
    probe, tuned, scratch, random = errors(90, n)
    assert scratch < 0.9 * min(probe, tuned)
    assert 0.75 < probe / random < 1.5  # features of the source serve no better than random ones
    assert np.mean(runs(90, n, "from scratch") < runs(90, n, "probe")) > 0.8


def test_inputs_on_another_scale_break_a_frozen_model() -> None:
    assert RECORD["halved_inputs.halved"].mean > 2.5 * RECORD["halved_inputs.same"].mean


def test_linear_probe_is_where_the_gradient_of_the_ridge_loss_is_zero() -> None:
    rng = np.random.default_rng(0)
    phi, y = rng.standard_normal((30, 8)), rng.standard_normal((30, 1))
    head = linear_probe(phi, y, ridge=0.7)
    np.testing.assert_allclose(phi.T @ (phi @ head - y) + 0.7 * head, 0, atol=1e-12)
    rows, zeros = np.vstack([phi, np.eye(8)]), np.vstack([y, np.zeros((8, 1))])  # a penalty of 1 as eight more examples
    np.testing.assert_allclose(linear_probe(phi, y), np.linalg.lstsq(rows, zeros)[0], rtol=1e-9)


def test_frozen_body_stays_and_the_rate_zero_freezes() -> None:
    rng = np.random.default_rng(0)
    X, y, W = rng.standard_normal((20, 5)), rng.standard_normal((20, 1)), rng.standard_normal((5, 6))
    body, head = fit(X, y, W, np.zeros((6, 1)), (0.0, 1e-2), 20)
    np.testing.assert_array_equal(body, W)
    assert np.linalg.norm(features(X, W) @ head - y) < np.linalg.norm(y)
