"""Figures of docs/optimization/optimizers.md."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, INK, ORANGE, PURPLE, label, new_figure, new_row
from scripts.numbers.optimization.optimizers import ANGLES, RACE, RATES, START, million
from snippets.optimization.optimizers import (
    Array,
    best_rates,
    momentum_step,
    path,
    plain_step,
    ravine,
    tuned_path,
)


def _turn(place: str) -> Array:
    """The rotation of a ravine that lies along an axis, or is turned."""
    angle = ANGLES[place]
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def _walk(name: str, place: str) -> Array:
    """The first 40 steps of an optimizer at its best rate, (41, 2)."""
    turn = _turn(place)
    return tuned_path(*RACE[name], ravine(ANGLES[place]), turn @ START, RATES)[1][:41]


def ravine_paths() -> Figure:
    """The tuned paths of gradient descent, momentum and AdaGrad in a ravine, and of AdaGrad in a turned one."""
    names = ("gradient descent", "momentum", "AdaGrad")
    walks = {(name, place): _walk(name, place) for name in names for place in ANGLES}
    left = {key: np.linalg.norm(walk, axis=1) / np.linalg.norm(START) for key, walk in walks.items()}
    flat = {key: np.abs((walk @ _turn(key[1]))[:, 0]) / abs(START[0]) for key, walk in walks.items()}
    for place in ANGLES:
        assert left["gradient descent", place][-1] > 0.4, "gradient descent creeps along the floor"
        assert flat["momentum", place][:13].min() < 0.1, "momentum is fast along the flat direction in both ravines"
        assert left["momentum", place][-1] < 0.2, "and ends near the minimum"
    along, across = walks["gradient descent", "axis"][10]
    assert abs(across) < 0.1 * START[1] < 0.5 * abs(along), "it has dropped to the floor after ten steps"
    assert (np.diff(np.sign(walks["momentum", "axis"][:11, 1])) != 0).sum() >= 4, "momentum swings across"
    assert walks["momentum", "axis"][:, 0].max() > 0.2 * abs(START[0]), "and overshoots"
    assert left["AdaGrad", "axis"][6] < 0.02, "along an axis AdaGrad is there after a few steps"
    assert left["AdaGrad", "turned"][-1] > 0.4, "turned by 45 degrees it creeps"
    figure, panels = new_row(4, height=2.6)
    around = np.linspace(0, 2 * np.pi, 28)
    for axes, (name, place, text, color, marker) in zip(
        panels,
        (
            ("gradient descent", "axis", "gradient\ndescent", BLUE, "o"),
            ("momentum", "axis", "momentum", ORANGE, "s"),
            ("AdaGrad", "axis", "AdaGrad", PURPLE, "^"),
            ("AdaGrad", "turned", "AdaGrad,\nturned 45°", PURPLE, "^"),
        ),
        strict=True,
    ):
        turn, shown = _turn(place), walks[name, place]
        for radius in (0.6, 2.0, 4.0):
            level = turn @ np.array([radius * np.cos(around), 0.1 * radius * np.sin(around)])
            axes.plot(*level, color=INK, linewidth=0.7, alpha=0.5)
        axes.plot(*shown.T, "-", color=color, linewidth=1.2)
        axes.plot(*shown[::4].T, marker, color=color, markersize=3)
        axes.plot(0, 0, "+", color=INK, markersize=9)
        axes.set_xlim(-2.2, 1.2)
        axes.set_ylim(-1.7, 1.7)
        axes.set_aspect("equal")
        axes.set_xticks([-2, 0])
        axes.set_yticks([-1, 1])
        axes.grid(visible=False)
        axes.set_xlabel(r"$\theta_1$")
        label(axes, text, -2.1, 1.6, color, va="top", fontsize=10)
    panels[0].set_ylabel(r"$\theta_2$")
    for axes in panels[1:]:
        axes.set_yticklabels([])
    return figure


def _errors(step: Any, state: Any, rate: float, count: int) -> Array:
    """Distance to the minimum before and after each step, 1 at the start, on curvatures 1 and 100."""
    curvatures = np.array([1.0, 100.0])
    points = path(step, lambda theta: curvatures * theta, np.ones(2), state, rate, count)
    return np.asarray(np.linalg.norm(points, axis=1) / 2**0.5)


def error_against_steps() -> Figure:
    """Distance to the minimum of a quadratic of condition number 100, best gradient descent and best heavy ball."""
    descent, heavy_ball = best_rates(100)

    def heavy_step(theta: Array, gradient: Array, velocity: Array, rate: float) -> tuple[Array, Array]:
        return momentum_step(theta, gradient, velocity, rate, heavy_ball**2)

    plain = _errors(plain_step, None, 2 / 101, 700)
    heavy = _errors(heavy_step, np.zeros(2), (2 / 11) ** 2, 95)
    assert np.allclose(plain, descent ** np.arange(701)), "gradient descent follows its line"
    assert heavy[: heavy.argmax() + 1].tolist() == sorted(heavy[:5]), "momentum first rises"
    assert heavy.max() > 2, "which is its overshoot"
    late = heavy[50:] / heavy[49:-1]
    assert np.allclose(late, heavy_ball, rtol=0.03), "then it falls almost in parallel to its line"
    assert (heavy[20:] > heavy_ball ** np.arange(20, 96)).all(), "above it, which the asymptotic rate does not show"
    steps = [int(np.argmax(error < 1e-6)) for error in (plain, heavy)]
    assert steps == list(million().values()), "the steps to a millionth are those of the caption"
    assert steps[0] > 5 * steps[1] > 0, "momentum needs far fewer"
    figure, axes = new_figure(height=3.4)
    for error, factor, color, marker in ((plain, descent, BLUE, "o"), (heavy, heavy_ball, ORANGE, "s")):
        count = len(error) - 1
        every = 50 if count > 100 else 10
        axes.semilogy(np.arange(0, count + 1, every), error[::every], marker, color=color, markerfacecolor="none")
        axes.semilogy([0, count], [1, factor**count], "--", color=color, linewidth=1.2)
    label(axes, "gradient descent\n" + r"dashed: $((\kappa-1)/(\kappa+1))^t = 0.980^t$", 330, 6e-3, BLUE)
    label(axes, "momentum\n" + r"dashed: $0.818^t$", 105, 1e-6, ORANGE)
    axes.set_xlabel("steps $t$")
    axes.set_ylabel("distance to the minimum\n(1 = at the start)")
    axes.set_ylim(1e-9, 9)
    return figure
