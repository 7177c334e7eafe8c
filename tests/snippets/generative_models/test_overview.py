"""The claims of docs/generative-models/overview.md: Bayes' rule is a line, few examples and many, sums to one."""

from itertools import product

import numpy as np
import pytest

from snippets.generative_models import overview


def test_normals_of_one_covariance_give_exactly_a_logistic_posterior() -> None:
    """The density against a normalized one on a line; the posterior of two classes is a sigmoid of w·x + b."""
    rng = np.random.default_rng(0)
    means, M, priors = rng.standard_normal((2, 3)), rng.standard_normal((3, 3)), np.array([0.3, 0.7])
    covariance = M @ M.T + np.eye(3)
    w, b = overview.line(means, covariance, priors)
    for x in 3 * rng.standard_normal((20, 3)):
        p = overview.posterior(x, means, covariance, priors)
        assert p.sum() == pytest.approx(1)
        assert p[1] == pytest.approx(1 / (1 + np.exp(-(w @ x + b))))
    grid = np.linspace(-30, 30, 6001)
    heights = [overview.gaussian_log_density(np.array([u]), np.array([1.0]), np.array([[4.0]])) for u in grid]
    assert np.trapezoid(np.exp(heights), grid) == pytest.approx(1)
    assert np.trapezoid(np.exp(heights) * (grid - 1) ** 2, grid) == pytest.approx(4)


def test_far_away_the_posterior_does_not_overflow() -> None:
    p = overview.posterior(np.array([1e3]), np.array([[0.0], [1.0]]), np.eye(1), np.array([0.5, 0.5]))
    np.testing.assert_allclose(p, [0, 1])


def test_naive_bayes_is_the_line_of_its_own_estimates() -> None:
    """By hand on four examples, and as Bayes' rule with diagonal covariance and unequal classes."""
    X, y = np.array([[0.0], [2.0], [5.0], [7.0]]), np.array([0, 0, 1, 1])
    w, b = overview.naive_bayes(X, y)  # means 1 and 6, variance 1
    assert (w[0], b) == (5.0, -5 * 7 / 2)
    rng = np.random.default_rng(1)
    X, y = rng.standard_normal((9, 2)), np.array([0, 1, 1, 0, 1, 1, 1, 0, 1])
    w, b = overview.naive_bayes(X, y)
    means = np.array([X[y == 0].mean(axis=0), X[y == 1].mean(axis=0)])
    covariance = np.diag(np.mean((X - means[y]) ** 2, axis=0))
    p = overview.posterior(X[0], means, covariance, np.array([1 / 3, 2 / 3]))
    assert p[1] == pytest.approx(1 / (1 + np.exp(-(w @ X[0] + b))))


def test_the_error_rate_is_that_of_very_many_examples() -> None:
    rng = np.random.default_rng(2)
    X, y = overview.draw(40_000, rng)
    w, b = rng.standard_normal(20), 0.5
    wrong = np.mean((X @ w + b > 0) != y)
    assert overview.error_rate(w, b) == pytest.approx(wrong, abs=0.01)
    assert y.mean() == 0.5
    np.testing.assert_allclose(np.cov(X[y == 1].T), overview.COVARIANCE, atol=0.05)
    np.testing.assert_allclose(X[y == 1].mean(axis=0), overview.CENTER, atol=0.03)


def test_naive_bayes_wins_with_few_examples_and_loses_with_many() -> None:
    rng = np.random.default_rng(3)
    errors = {}
    for N, draws in ((64, 200), (2000, 5)):  # the difference has deviations of 0.025 and 0.0013
        data = [overview.draw(N, rng) for _ in range(draws)]
        errors[N] = [
            np.mean([overview.error_rate(*fit(*each)) for each in data])
            for fit in (overview.naive_bayes, overview.logistic_regression)
        ]
    assert errors[64][0] < errors[64][1] - 0.01
    assert errors[2000][1] < errors[2000][0] - 0.005


def test_logistic_regression_ends_at_the_best_line_and_naive_bayes_at_a_worse_one() -> None:
    X, y = overview.draw(20_000, np.random.default_rng(4))
    best = overview.error_rate(np.linalg.solve(overview.COVARIANCE, overview.CENTER), 0.0)
    assert overview.error_rate(*overview.logistic_regression(X, y)) == pytest.approx(best, abs=2e-3)
    assert overview.error_rate(*overview.naive_bayes(X, y)) > best + 0.01


def test_a_product_of_conditionals_is_a_distribution_over_sequences() -> None:
    """Two steps by hand; all sequences of a length sum to one; of other conditionals, too."""
    first, following = np.array([0.5, 0.25, 0.25]), np.array([[0.1, 0.6, 0.3], [0.2, 0.2, 0.6], [1.0, 0.0, 0.0]])
    assert overview.sequence_probability([0, 1, 2], first, following) == pytest.approx(0.5 * 0.6 * 0.6)
    for length in (1, 2, 5):
        assert overview.total_probability(length, first, following) == pytest.approx(1)
    halved = sum(overview.sequence_probability(each, first / 2, following) for each in product(range(3), repeat=2))
    assert overview.total_probability(2, first / 2, following) == pytest.approx(halved) == pytest.approx(0.5)


def test_a_hundred_to_one_mixture_with_noise_costs_at_most_log_100_nats() -> None:
    """Whatever the densities: log(0.01 p + 0.99 q) is at least log p − log 100."""
    rng = np.random.default_rng(5)
    p, q = rng.exponential(size=(2, 1000))
    lost = np.log(p) - np.log(0.01 * p + 0.99 * q)
    assert lost.max() <= overview.mixture_loss(0.01) == pytest.approx(np.log(100))


def test_the_blank_example_is_likelier_than_any_sample() -> None:
    rng = np.random.default_rng(6)
    samples = 0.3 * rng.standard_normal((2000, 50))
    away = (samples**2).sum(axis=1) / (2 * 0.3**2)  # log density at the mean minus that at the sample
    assert away.min() > 5
    assert overview.blank_advantage(50, 0.3) == pytest.approx(away.mean(), rel=0.02)
    assert overview.blank_advantage(50) == pytest.approx(25)
