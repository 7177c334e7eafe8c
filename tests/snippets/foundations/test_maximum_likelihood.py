"""Claims of docs/foundations/maximum-likelihood.md."""

import numpy as np
import pytest

from snippets.foundations import cross_entropy as logits_page
from snippets.foundations import maximum_likelihood as page

COIN = np.array([0.3, 0.7])


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def test_cross_entropy_is_entropy_and_divergence(rng: np.random.Generator) -> None:
    p, q = rng.dirichlet(np.ones(5), 2)
    entropy = logits_page.entropy(p[None])
    assert page.cross_entropy(p, q) == pytest.approx(entropy + page.kl_divergence(p, q))
    assert page.kl_divergence(p, q) == pytest.approx(logits_page.kl_divergence(p[None], np.log(q)[None]))


def test_the_divergence_is_positive_asymmetric_and_zero_only_at_equality(rng: np.random.Generator) -> None:
    for _ in range(200):
        p, q = rng.dirichlet(np.ones(4), 2)
        assert page.kl_divergence(p, q) > 0
        assert page.kl_divergence(p, p) == 0
    assert page.kl_divergence(p, q) != pytest.approx(page.kl_divergence(q, p), rel=0.01)


def test_impossible_events_cost_infinity_in_one_direction_only() -> None:
    p, q = np.array([0.5, 0.5, 0.0]), np.array([1.0, 0.0, 0.0])
    assert page.kl_divergence(p, q) == page.cross_entropy(p, q) == np.inf
    assert page.kl_divergence(q, p) == pytest.approx(np.log(2)) == page.cross_entropy(q, p)
    assert page.cross_entropy(q, q) == page.kl_divergence(q, q) == 0


def test_the_triangle_inequality_fails() -> None:
    half, tenth, hundredth = (np.array([share, 1 - share]) for share in (0.5, 0.1, 0.01))
    detour = page.kl_divergence(half, tenth) + page.kl_divergence(tenth, hundredth)
    assert page.kl_divergence(half, hundredth) > 2 * detour


def test_the_likelihood_is_highest_at_the_frequencies() -> None:
    """Seven heads in ten throws, and a grid of models: the mean cost is entropy plus divergence everywhere."""
    throws = np.array([1] * 7 + [0] * 3)
    costs = {}
    for heads in np.linspace(0.05, 0.95, 91):
        model = np.array([1 - heads, heads])
        costs[round(float(heads), 2)] = page.mean_negative_log_likelihood(throws, model)
        expected = page.cross_entropy(COIN, COIN) + page.kl_divergence(COIN, model)
        assert costs[round(float(heads), 2)] == pytest.approx(expected)
    assert min(costs, key=lambda heads: costs[heads]) == 0.7


@pytest.mark.parametrize(("first", "second", "expected"), [((0, 1), (1, 2), 0.443), ((1, 2), (0, 1), 1.307)])
def test_the_closed_form_for_normals_agrees_with_an_integral(
    first: tuple[float, float], second: tuple[float, float], expected: float
) -> None:
    x = np.linspace(-30, 30, 600_001)
    p, q = page.normal(x, *first), page.normal(x, *second)
    inside = (p > 1e-300) & (q > 1e-300)
    integral = np.sum(p[inside] * np.log(p[inside] / q[inside])) * (x[1] - x[0])
    assert page.gaussian_kl(*first, *second) == pytest.approx(integral, abs=1e-6) == pytest.approx(expected, abs=1e-3)


def test_data_first_covers_both_modes_and_model_first_takes_one() -> None:
    """The first has the moments of the data, 0 and √4.25, up to the step of the grid; the second those of one bump."""
    assert page.fit(forward=True) == pytest.approx((0, np.sqrt(4.25)), abs=0.03)
    assert page.fit(forward=False) == pytest.approx((2, 0.5), abs=0.03)
    x = page.grid()
    assert np.sum(page.two_modes(x)) * (x[1] - x[0]) == pytest.approx(1)
    assert page.two_modes(np.array([0.0]))[0] < 0.01 * page.two_modes(np.array([2.0]))[0]


def test_jensen_shannon_is_symmetric_and_bounded(rng: np.random.Generator) -> None:
    p, q = rng.dirichlet(np.ones(4), 2)
    assert page.jensen_shannon(p, q) == pytest.approx(page.jensen_shannon(q, p))
    assert 0 < page.jensen_shannon(p, q) < np.log(2)
    assert page.jensen_shannon(np.array([1.0, 0]), np.array([0, 1.0])) == pytest.approx(np.log(2))
    entropies = [page.cross_entropy(each, each) for each in ((p + q) / 2, p, q)]
    assert page.jensen_shannon(p, q) == pytest.approx(entropies[0] - (entropies[1] + entropies[2]) / 2)
