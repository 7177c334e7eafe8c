"""docs/optimization/optimizers.md: momentum, its rates on a quadratic, and the race in the ravine."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from snippets.optimization import adaptive_optimizers as adaptive
from snippets.optimization.optimizers import (
    Array,
    Step,
    best_rates,
    momentum_step,
    nesterov_step,
    path,
    plain_step,
    ravine,
    spectral_radius,
    tuned_path,
    velocity_gain,
)

ZERO = np.zeros(2)
RATES = 10.0 ** np.arange(-3, 0.01, 0.25)


RACE: dict[str, tuple[Step, Any]] = {
    "gradient descent": (plain_step, None),
    "momentum": (momentum_step, ZERO),
    "Nesterov": (nesterov_step, ZERO),
    "AdaGrad": (adaptive.adagrad_step, ZERO),
    "RMSprop": (adaptive.rmsprop_step, ZERO),
    "AdaDelta": (adaptive.adadelta_step, (ZERO, ZERO)),
    "Adam": (adaptive.adam_step, (ZERO, ZERO, 0)),
}


@cache
def race(name: str, angle: float) -> tuple[float, float]:
    """Best rate of 13, and the loss after 100 steps with it."""
    hessian = ravine(angle)
    start = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) @ [-1.7, 0.4]
    rate, points = tuned_path(*RACE[name], hessian, start, RATES * (100 if name == "AdaDelta" else 1))
    return rate, float(0.5 * points[-1] @ hessian @ points[-1])


@pytest.mark.parametrize(
    ("name", "aligned_rate", "aligned", "turned_rate", "turned"),
    [
        ("gradient descent", 0.018, 4.0e-2, 0.018, 4.0e-2),
        ("momentum", 0.032, 1.1e-5, 0.032, 1.1e-5),
        ("Nesterov", 0.0056, 2.7e-7, 0.0056, 2.7e-7),
        ("AdaGrad", 1, 0, 0.56, 0.10),
        ("RMSprop", 1, 0, 0.056, 4.6e-2),
        ("AdaDelta", 10, 3.8e-4, 18, 0.2),
        ("Adam", 0.32, 1.75e-5, 0.56, 1.7e-5),
    ],
)
def test_coordinate_wise_scaling_wins_only_in_a_ravine_along_the_axes(
    name: str, aligned_rate: float, aligned: float, turned_rate: float, turned: float
) -> None:
    (rate, loss), (other_rate, other_loss) = race(name, 0), race(name, np.pi / 4)
    assert (rate, other_rate) == pytest.approx((aligned_rate, turned_rate), rel=0.02)
    assert loss == pytest.approx(aligned, rel=0.03, abs=1e-60)
    bouncing = name == "AdaDelta"  # at its best rate it still jumps about the turned ravine, and rounding decides where
    assert other_loss == pytest.approx(turned, rel=0.5 if bouncing else 0.03)


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
