"""docs/optimization/optimizers.md: momentum, its rates on a quadratic, and the race in the ravine."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from scripts.numbers.optimization import optimizers as numbers
from snippets.optimization.optimizers import (
    Array,
    Step,
    best_rates,
    momentum_step,
    path,
    plain_step,
    spectral_radius,
    velocity_gain,
)

ZERO = np.zeros(2)
STARTS = [
    (-float(flat), float(steep)) for flat, steep in np.random.default_rng(0).uniform([1, 0.2], [2.4, 0.6], (4, 2))
]


@cache
def race(start: tuple[float, float]) -> dict[str, float]:
    """Best rates and losses after 100 steps with them, by name and place."""
    return {name: float(np.mean(value)) for name, value in numbers.race(start).items()}


@pytest.mark.parametrize("start", [numbers.START, *STARTS])
def test_coordinate_wise_scaling_wins_only_in_a_ravine_along_the_axes(start: tuple[float, float]) -> None:
    found = race(start)
    descent = found["gradient descent.axis.loss"]
    for name in ("gradient descent", "momentum", "Nesterov"):
        assert found[f"{name}.turned.loss"] == pytest.approx(found[f"{name}.axis.loss"], rel=1e-6)
    for name in ("momentum", "Nesterov", "Adam"):
        assert max(found[f"{name}.axis.loss"], found[f"{name}.turned.loss"]) < descent / 100
    for name in ("AdaGrad", "RMSprop"):
        assert found[f"{name}.axis.loss"] < 1e-30
        assert found[f"{name}.turned.loss"] > 0.8 * descent
    assert found["AdaDelta.axis.loss"] < 0.5 * descent < found["AdaDelta.turned.loss"]


@pytest.mark.parametrize("start", [numbers.START, *STARTS])
def test_the_best_rates_lie_orders_of_magnitude_apart(start: tuple[float, float]) -> None:
    rates = {name: race(start)[f"{name}.axis.rate"] for name in numbers.RACE}
    assert rates["Nesterov"] == min(rates.values()) < 0.01
    assert rates["AdaDelta"] == max(rates.values()) > 3
    assert rates["gradient descent"] < rates["momentum"] < 0.05


def test_velocity_approaches_the_gradient_over_one_minus_momentum() -> None:
    velocity = np.zeros(1)
    for step in range(1, 51):
        _, velocity = momentum_step(np.zeros(1), np.ones(1), velocity, 0.1)
        assert velocity[0] == pytest.approx(velocity_gain(step, 0.9))
    assert [round(velocity_gain(step, 0.9), 1) for step in (1, 10, 22, 1000)] == [1, 6.5, 9.0, 10]
    assert velocity_gain(10**5, 0.99) / velocity_gain(10**5, 0.9) == pytest.approx(10)


def test_an_oscillating_gradient_is_damped_to_about_half() -> None:
    velocity = np.zeros(1)
    for step in range(500):
        _, velocity = momentum_step(np.zeros(1), np.array([(-1.0) ** step]), velocity, 0.1)
    assert abs(velocity[0]) == pytest.approx(1 / 1.9)  # 0.53


@pytest.mark.parametrize(("kappa", "descent", "heavy_ball"), [(100, 0.980, 0.818), (10_000, 0.9998, 0.980)])
def test_momentum_replaces_the_condition_number_by_its_root(kappa: float, descent: float, heavy_ball: float) -> None:
    assert best_rates(kappa) == pytest.approx((descent, heavy_ball), abs=5e-4)
    momentum = best_rates(kappa)[1] ** 2
    ends = [1.0, kappa]
    slowest = [max(spectral_radius(c, 2 / (1 + kappa), 0) for c in ends)]
    slowest.append(max(spectral_radius(c, (2 / (1 + kappa**0.5)) ** 2, momentum) for c in ends))
    assert slowest == pytest.approx(best_rates(kappa), abs=1e-6)
    grid = [max(spectral_radius(c, r, 0) for c in ends) for r in np.linspace(0.1, 2, 60) / kappa]
    assert min(grid) >= best_rates(kappa)[0] - 1e-12
    rates = np.linspace(0.5, 3.9, 40) / kappa
    grid = [max(spectral_radius(c, r, m) for c in ends) for r in rates for m in np.linspace(0, 0.99, 40)]
    assert min(grid) >= best_rates(kappa)[1] - 1e-6


def test_steps_for_a_million_fold_smaller_error() -> None:
    def steps(step: Step, state: Any, rate: float, count: int) -> int:
        points = path(step, lambda theta: np.array([1.0, 100.0]) * theta, np.ones(2), state, rate, count)
        return int(np.argmax(np.linalg.norm(points, axis=1) <= 1e-6 * 2**0.5))

    def heavy_ball(theta: Array, gradient: Array, velocity: Array, rate: float) -> tuple[Array, Array]:
        return momentum_step(theta, gradient, velocity, rate, (9 / 11) ** 2)

    found = steps(plain_step, None, 2 / 101, 800), steps(heavy_ball, ZERO, (2 / 11) ** 2, 800)
    assert found == (691, 93)
    assert best_rates(100)[1] ** 2 == pytest.approx(0.669, abs=5e-4)


def test_typical_momentum_is_the_best_one_for_a_condition_number_near_1440() -> None:
    assert best_rates(1442)[1] ** 2 == pytest.approx(0.9, abs=1e-4)
    assert [spectral_radius(curvature, 0.01, 0.9) for curvature in (1, 10, 100, 300)] == pytest.approx([0.9**0.5] * 4)
    assert spectral_radius(379, 0.01, 0.9) < 1 < spectral_radius(381, 0.01, 0.9)  # ηλ < 2(1 + μ)
    assert spectral_radius(199, 0.01, 0) < 1 < spectral_radius(201, 0.01, 0)


def test_a_path_has_a_point_before_and_after_each_step() -> None:
    points = path(plain_step, lambda theta: theta, np.array([8.0]), None, 0.5, 3)
    np.testing.assert_allclose(points, [[8], [4], [2], [1]])
