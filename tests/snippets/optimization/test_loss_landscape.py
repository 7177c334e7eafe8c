"""Claims of docs/optimization/loss-landscape.md."""

from collections.abc import Callable

import numpy as np
import pytest

from scripts.numbers.optimization import loss_landscape as numbers
from snippets.optimization import loss_landscape as page

SADDLE = np.diag([2.0, -2.0])
"""The Hessian of x² − y²; its gradient at θ is SADDLE @ θ."""


@pytest.mark.parametrize("first", [0, 1000])
def test_minima_become_rare_with_the_dimension(first: int) -> None:
    """For two dimensions the chance is (2 − √2)/4."""
    chance = {size: runs.mean() for size, runs in numbers.positive(first).items()}
    assert chance["1"] == pytest.approx(0.5, abs=0.01)
    assert chance["2"] == pytest.approx((2 - np.sqrt(2)) / 4, abs=0.01)
    ratios = [chance[str(size + 1)] / chance[str(size)] for size in range(1, 4)]
    assert np.all(np.diff(ratios) < 0)  # faster than exponentially


def test_random_curvature_has_the_spectrum_of_a_symmetric_matrix() -> None:
    """The sum of squares of the eigenvalues is that of the entries: n on the diagonal, n(n − 1)/2 beside it, twice."""
    values = page.random_curvature(4, 20_000, np.random.default_rng(0))
    assert values.shape == (20_000, 4)
    assert np.sum(values**2, axis=1).mean() == pytest.approx(4 + 2 * 6 / 2, rel=0.02)
    assert values.mean() == pytest.approx(0, abs=0.02)


def test_newton_goes_to_the_saddle_and_the_others_leave_it() -> None:
    theta = np.array([1.0, 0.1])
    np.testing.assert_allclose(page.newton_step(theta, SADDLE @ theta, SADDLE), 0)
    np.testing.assert_allclose(page.saddle_free_step(theta, SADDLE @ theta, SADDLE), [0, 0.2])
    descended = theta - 0.1 * SADDLE @ theta
    assert abs(descended[0]) < 1
    assert abs(descended[1]) > 0.1


def test_in_a_bowl_both_steps_find_the_minimum() -> None:
    rng = np.random.default_rng(0)
    A = rng.standard_normal((4, 4))
    hessian, minimum = A @ A.T + np.eye(4), rng.standard_normal(4)
    theta = rng.standard_normal(4)
    for step in (page.newton_step, page.saddle_free_step):
        np.testing.assert_allclose(step(theta, hessian @ (theta - minimum), hessian), minimum)


@pytest.mark.parametrize("start", [1e-2, 1e-6])
def test_gradient_descent_lingers_for_the_logarithm_of_its_distance(start: float) -> None:
    y, steps = start, 0
    while abs(y) < 1:
        y, steps = y + 0.1 * 3 * y, steps + 1
    assert steps == np.ceil(page.steps_to_leave(start, 1.0, 0.1, 3.0))


@pytest.mark.parametrize("first", [0, 1000])
def test_the_middle_between_two_equal_minima_is_far_worse(first: int) -> None:
    line = numbers.line(first)
    np.testing.assert_allclose(line["0"], line["1"], rtol=1e-6)
    assert np.all(line["0"] < 0.1)
    assert np.all(line["0.5"] > 5 * line["0"])


def test_permuted_units_compute_the_same_and_their_gradient_is_permuted() -> None:
    network, x = page.trained(np.random.default_rng(0), steps=5)
    order = np.array([3, 0, 1, 2, 9, 8, 7, 6, 5, 4])
    other = page.permuted(network, order)
    np.testing.assert_allclose(page.outputs(other, x), page.outputs(network, x))
    assert not np.allclose(other[0], network[0])
    found, expected = page.gradient(other, x), page.permuted(page.gradient(network, x), order)
    for a, b in zip(found, expected, strict=True):
        np.testing.assert_allclose(a, b, atol=1e-14)
    middle = page.interpolated(network, other, 0.25)
    np.testing.assert_allclose(middle[2], 0.75 * network[2] + 0.25 * other[2])


def test_the_gradient_agrees_with_finite_differences() -> None:
    network, x = page.trained(np.random.default_rng(1), units=3, steps=2)

    def bumped(part: int, index: tuple[int, ...], by: float) -> float:
        parts = [each.copy() for each in network]
        parts[part][index] += by
        return page.loss((parts[0], parts[1], parts[2], parts[3]), x)

    for part, slopes in enumerate(page.gradient(network, x)):
        for index in np.ndindex(slopes.shape):
            estimate = (bumped(part, index, 1e-6) - bumped(part, index, -1e-6)) / 2e-6
            assert slopes[index] == pytest.approx(estimate, abs=1e-7)


def test_the_paths_of_the_figure() -> None:
    """Descent ends far from the saddle, Newton on it."""
    steps: dict[str, Callable[[page.Array], page.Array]] = {
        "descent": lambda theta: theta - 0.1 * SADDLE @ theta,
        "newton": lambda theta: page.newton_step(theta, SADDLE @ theta, SADDLE),
    }
    ends = {}
    for name, step in steps.items():
        theta = np.array([1.0, 0.1])
        for _ in range(12):
            theta = step(theta)
        ends[name] = theta
    assert abs(ends["descent"][1]) > 0.8
    assert abs(ends["descent"][0]) < 0.1
    np.testing.assert_allclose(ends["newton"], 0)
