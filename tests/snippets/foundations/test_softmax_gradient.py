"""Claims of docs/foundations/softmax-gradient.md."""

import numpy as np
import pytest

from snippets.foundations import softmax_gradient as page
from snippets.foundations.activation_functions import softmax, softmax_jacobian
from snippets.foundations.cross_entropy import categorical_cross_entropy


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def test_the_gradient_agrees_with_finite_differences_of_the_loss(rng: np.random.Generator) -> None:
    logits, targets = rng.standard_normal((4, 5)), rng.dirichlet(np.ones(5), 4)
    loss, gradient = page.softmax_cross_entropy(logits, targets)
    assert loss == pytest.approx(categorical_cross_entropy(logits, targets))
    for index in np.ndindex(4, 5):
        bump = np.zeros((4, 5))
        bump[index] = 1e-6
        up, down = (page.softmax_cross_entropy(logits + sign * bump, targets)[0] for sign in (1, -1))
        assert gradient[index] == pytest.approx((up - down) / 2e-6, abs=1e-8)
    np.testing.assert_allclose(gradient.sum(axis=1), 0, atol=1e-15)
    assert np.abs(4 * gradient).max() < 1


def test_the_backward_pass_is_the_product_with_the_jacobian(rng: np.random.Generator) -> None:
    p, g = rng.dirichlet(np.ones(5), 3), rng.standard_normal((3, 5))
    for row in range(3):
        expected = softmax_jacobian(p[row]) @ g[row]
        np.testing.assert_allclose(page.softmax_backward(g, p)[row], expected, atol=1e-14)
    targets = np.eye(5)[:3]
    np.testing.assert_allclose(page.softmax_backward(-targets / p, p), p - targets)


def test_the_diagonal_alone_leaves_the_wrong_classes_without_a_gradient(rng: np.random.Generator) -> None:
    p, y = rng.dirichlet(np.ones(4)), np.eye(4)[1]
    wrong, right = page.diagonal_gradient(p, y), p - y
    assert wrong[1] == pytest.approx(right[1])
    assert np.all(wrong[[0, 2, 3]] == 0)
    assert np.all(right[[0, 2, 3]] > 0)


@pytest.mark.parametrize("shift", [0.0, 1000.0, -1000.0])
def test_a_shift_of_all_logits_moves_the_log_sum_and_not_the_loss(shift: float, rng: np.random.Generator) -> None:
    z, targets = rng.standard_normal((3, 4)), np.eye(4)[[0, 1, 3]]
    np.testing.assert_allclose(page.log_sum_exp(z + shift), np.log(np.exp(z).sum(axis=1)) + shift)
    loss, gradient = page.softmax_cross_entropy(z + shift, targets)
    expected, expected_gradient = page.softmax_cross_entropy(z, targets)
    assert loss == pytest.approx(expected)
    np.testing.assert_allclose(gradient, expected_gradient, atol=1e-12)


@pytest.mark.parametrize(
    ("kind", "above", "below"),
    [(np.float16, 11.09, -17.33), (np.float32, 88.72, -103.97), (np.float64, 709.78, -745.13)],
)
def test_where_the_exponential_leaves_each_type(kind: type[np.floating], above: float, below: float) -> None:
    assert (page.overflow(kind), page.underflow(kind)) == pytest.approx((above, below), abs=0.01)
    with np.errstate(over="ignore", under="ignore"):
        assert np.isinf(np.exp(kind(page.overflow(kind) + 0.1)))
        assert np.isfinite(np.exp(kind(page.overflow(kind) - 0.1)))
        assert np.exp(kind(page.underflow(kind) - 0.1)) == 0 < np.exp(kind(page.underflow(kind) + 0.1))


def test_two_steps_agree_until_the_probability_is_rounded_to_zero() -> None:
    with np.errstate(divide="ignore", under="ignore"):
        for gap in (1.0, 50.0, 100.0):
            z = np.array([0.0, -gap], dtype=np.float32)
            one_step = z - page.log_sum_exp(z.astype(np.float64))
            np.testing.assert_allclose(page.log_softmax_in_two_steps(z), one_step, rtol=1e-2, atol=1e-6)
        beyond = page.log_softmax_in_two_steps(np.array([0.0, -105.0], dtype=np.float32))
    assert beyond[1] == -np.inf


def test_each_row_has_its_own_largest_logit() -> None:
    found = page.log_sum_exp(np.array([[0.0, 1000.0], [-1000.0, -2000.0], [3.0, 3.0]]))
    np.testing.assert_allclose(found, [1000, -1000, 3 + np.log(2)])
    large = page.log_softmax_in_two_steps(np.array([1000.0, 999.0]))
    np.testing.assert_allclose(large, [-0.3133, -1.3133], atol=1e-4)


def test_temperature_keeps_the_order_and_divides_the_gradient(rng: np.random.Generator) -> None:
    z, y = rng.permutation(5) + rng.uniform(0, 0.5, 5), np.eye(5)[2]  # no two are nearly equal
    for temperature in (0.1, 1.0, 10.0):
        p = softmax(z / temperature)
        assert np.array_equal(np.argsort(p), np.argsort(z))
    assert softmax(z / 0.001).max() == pytest.approx(1)
    np.testing.assert_allclose(softmax(z / 1000), y.mean(), atol=1e-3)
