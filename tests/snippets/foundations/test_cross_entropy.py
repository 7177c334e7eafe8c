"""The claims of docs/foundations/cross-entropy.md, against finite differences and hand-worked numbers."""

import numpy as np
import pytest

from snippets.foundations.cross_entropy import (
    binary_cross_entropy,
    categorical_cross_entropy,
    cross_entropy_gradient,
    entropy,
    kl_divergence,
    log_softmax,
    one_hot,
    smooth_labels,
    softmax_twice_loss,
    sparse_cross_entropy,
)

RNG = np.random.default_rng(0)
LOGITS, LABELS = 3 * RNG.standard_normal((8, 5)), RNG.integers(0, 5, 8)
SOFT = RNG.dirichlet(np.ones(5), 8)


def test_sparse_and_one_hot_are_equal_to_the_last_bit() -> None:
    assert sparse_cross_entropy(LOGITS, LABELS) == categorical_cross_entropy(LOGITS, one_hot(LABELS, 5))


def test_a_hand_worked_value() -> None:
    logits = np.log(np.array([[0.7, 0.2, 0.1]]))
    assert sparse_cross_entropy(logits, np.array([0])) == pytest.approx(-np.log(0.7)) == pytest.approx(0.357, abs=5e-4)
    assert sparse_cross_entropy(logits, np.array([2])) == pytest.approx(2.303, abs=5e-4)


@pytest.mark.parametrize("targets", [one_hot(LABELS, 5), SOFT], ids=["one-hot", "soft"])
def test_gradient_is_probability_minus_target(targets: np.ndarray) -> None:
    numeric = np.zeros_like(LOGITS)
    for index in np.ndindex(*LOGITS.shape):
        step = np.zeros_like(LOGITS)
        step[index] = 1e-5
        up, down = (categorical_cross_entropy(LOGITS + sign * step, targets) for sign in (1, -1))
        numeric[index] = (up - down) / 2e-5
    np.testing.assert_allclose(cross_entropy_gradient(LOGITS, targets), numeric, atol=1e-9)


def test_binary_equals_categorical_with_logits_zero_and_z() -> None:
    z, y = LOGITS[:, 0], (LABELS > 2).astype(int)
    pairs = np.column_stack([np.zeros(8), z])
    assert binary_cross_entropy(z, y.astype(float)) == pytest.approx(sparse_cross_entropy(pairs, y), rel=1e-14)
    p = 1 / (1 + np.exp(-z))
    by_hand = -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()
    assert by_hand == pytest.approx(binary_cross_entropy(z, y.astype(float)))


def test_two_logits_move_twice_as_far_per_step_as_one() -> None:
    two = cross_entropy_gradient(np.array([[0.0, 1.5]]), np.array([[1.0, 0]]))[0]
    one = 1 / (1 + np.exp(-1.5))
    assert two[1] - two[0] == pytest.approx(2 * one)


def test_cross_entropy_is_entropy_plus_divergence() -> None:
    for targets in (SOFT, one_hot(LABELS, 5)):
        total = entropy(targets) + kl_divergence(targets, LOGITS)
        assert categorical_cross_entropy(LOGITS, targets) == pytest.approx(total)
    assert kl_divergence(SOFT, np.log(SOFT)) == pytest.approx(0, abs=1e-15)


def test_equal_logits_give_the_logarithm_of_the_number_of_classes() -> None:
    for classes, expected in ((10, 2.30), (1000, 6.91)):
        loss = sparse_cross_entropy(np.zeros((4, classes)), np.arange(4))
        assert loss == pytest.approx(np.log(classes)) == pytest.approx(expected, abs=0.005)
    assert binary_cross_entropy(np.zeros(4), np.array([0.0, 1, 1, 0])) == pytest.approx(np.log(2))


def test_smoothed_labels_put_a_floor_under_the_loss() -> None:
    targets = smooth_labels(np.array([3]), 10, 0.1)
    assert targets[0, 3] == pytest.approx(0.91)
    assert targets[0, 0] == pytest.approx(0.01)
    assert entropy(targets) == pytest.approx(0.50, abs=0.005)


def test_logits_of_any_size_are_safe_where_probabilities_are_not() -> None:
    logits = np.array([[0.0, 1000.0]])
    assert sparse_cross_entropy(logits, np.array([0])) == 1000
    assert binary_cross_entropy(np.array([1000.0, -1000]), np.array([0.0, 1])) == 1000
    with np.errstate(over="ignore", invalid="ignore"):
        exponentials = np.exp(np.array([0, 100], dtype=np.float32))
        assert np.isnan((exponentials / exponentials.sum())[1])
    assert np.isfinite(np.exp(np.float32(88)))
    with np.errstate(over="ignore"):
        assert np.isinf(np.exp(np.float32(89)))


def test_softmax_of_one_logit_is_always_one() -> None:
    np.testing.assert_array_equal(np.exp(log_softmax(np.array([[-7.0], [3.0]]))), 1)
    assert (cross_entropy_gradient(np.array([[-7.0]]), np.array([[1.0]])) == 0).all()


def test_softmax_applied_twice_cannot_reach_zero() -> None:
    assert softmax_twice_loss(50, 10) == pytest.approx(np.log(1 + 9 / np.e)) == pytest.approx(1.46, abs=0.005)
    assert softmax_twice_loss(0, 10) == pytest.approx(np.log(10))
    assert softmax_twice_loss(-50, 10) == pytest.approx(2.40, abs=0.005)
    wrong_and_certain = one_hot(np.array([3]), 10)
    assert sparse_cross_entropy(wrong_and_certain, np.array([0])) == pytest.approx(2.46, abs=0.005)


def test_labels_outside_the_range_are_refused() -> None:
    for label in (-1, 5):
        with pytest.raises(ValueError, match=r"0 \.\.\. 4"):
            sparse_cross_entropy(LOGITS[:3], np.array([2, label, 2]))


def test_label_memory_is_a_matter_of_the_format_and_logits_are_the_same_size() -> None:
    labels = np.arange(4)
    vectors, logits = one_hot(labels, 50_000).astype(np.float32), np.zeros((4, 50_000), dtype=np.float32)
    assert vectors.nbytes * 1024 / 1e6 == pytest.approx(819, abs=0.5)  # 4096 labels
    assert logits.nbytes == vectors.nbytes
    assert labels.nbytes * 1024 / 1e3 == pytest.approx(33, abs=0.5)


def test_each_row_is_shifted_by_its_own_largest_logit() -> None:
    found = log_softmax(np.array([[1000.0, 1000.0], [-1000.0, -1000.0]]))
    np.testing.assert_allclose(found, np.full((2, 2), -np.log(2)))
