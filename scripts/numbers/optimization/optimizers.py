"""Numbers of `docs/optimization/optimizers.md`."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from snippets.optimization import adaptive_optimizers as adaptive
from snippets.optimization import optimizers as page

Runs = NDArray[np.float64]
ZERO = np.zeros(2)
START = (-1.7, 0.4)
"""Along the flat and along the steep direction."""
RATES = 10.0 ** np.arange(-3, 0.01, 0.25)
"""Four per decade; AdaDelta gets a hundred times these."""
RACE: dict[str, tuple[page.Step, Any]] = {
    "gradient descent": (page.plain_step, None),
    "momentum": (page.momentum_step, ZERO),
    "Nesterov": (page.nesterov_step, ZERO),
    "AdaGrad": (adaptive.adagrad_step, ZERO),
    "RMSprop": (adaptive.rmsprop_step, ZERO),
    "AdaDelta": (adaptive.adadelta_step, (ZERO, ZERO)),
    "Adam": (adaptive.adam_step, (ZERO, ZERO, 0)),
}
ANGLES = {"axis": 0.0, "turned": np.pi / 4}


def first_step() -> dict[str, dict[str, float]]:
    """How far SGD and Adam move two weights with gradients of 10 and 0.1 at the rate 0.01."""
    gradient, rate = np.array([10.0, 0.1]), 0.01
    ends = {
        "sgd": page.plain_step(ZERO, gradient, None, rate)[0],
        "adam": adaptive.adam_step(ZERO, gradient, (ZERO, ZERO, 0), rate)[0],
    }
    return {name: {"steep": -float(end[0]), "flat": -float(end[1])} for name, end in ends.items()}


def three() -> dict[str, dict[int, float]]:
    """Velocity after each of three gradients at μ = 0.9: all 1, and the second −1."""
    return {"same": _velocities([1, 1, 1]), "flips": _velocities([1, -1, 1])}


def _velocities(gradients: list[float]) -> dict[int, float]:
    velocity, found = np.zeros(1), {}
    for step, gradient in enumerate(gradients, 1):
        velocity = page.momentum_step(np.zeros(1), np.array([gradient]), velocity, 1.0)[1]
        found[step] = float(velocity[0])
    return found


def start_loss() -> float:
    """Loss at the start of the race."""
    return 0.5 * (START[0] ** 2 + 100 * START[1] ** 2)


def race(start: tuple[float, float] = START) -> dict[str, float | Runs]:
    """Best rate and loss after 100 steps with it, by optimizer, along an axis and turned by 45°.

    In the turned ravine AdaDelta's steps blow up the last rounding: twelve starts within a percent of the one.
    """
    found: dict[str, float | Runs] = {}
    for name in RACE:
        for place in ANGLES:
            rate, loss = _tuned(name, place, start)
            found |= {f"{name}.{place}.rate": rate, f"{name}.{place}.loss": max(loss, 1e-60)}
    shifts = np.linspace(-0.01, 0.01, 12)
    near = [_tuned("AdaDelta", "turned", (start[0] * (1 + shift), start[1])) for shift in shifts]
    found["AdaDelta.turned.loss"] = np.array([loss for _, loss in near])
    return found


def _tuned(name: str, place: str, start: tuple[float, float]) -> tuple[float, float]:
    """Best rate of 13, and the loss after 100 steps with it."""
    angle, scale = ANGLES[place], 100 if name == "AdaDelta" else 1
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    hessian = page.ravine(angle)
    rate, points = page.tuned_path(*RACE[name], hessian, turn @ start, RATES * scale)
    return rate, float(0.5 * points[-1] @ hessian @ points[-1])


def states() -> dict[str, float]:
    """Gigabytes of state for 7 billion parameters: one and two numbers in fp32, two of 8 bits."""
    return {"momentum": 7e9 * 4 / 1e9, "Adam": 7e9 * 8 / 1e9, "eight_bits": 7e9 * 2 / 1e9}


def gain() -> dict[str, float]:
    """Velocity over gradient at momentum 0.9: after 10 and 22 equal gradients, and of one that flips."""
    steps = {f"{steps}": page.velocity_gain(steps, 0.9) for steps in (10, 22, 1000)}
    return steps | {"flips": 1 / 1.9}


def rates() -> dict[int, dict[str, float]]:
    """Best factor per step without and with momentum, and the momentum, by condition number."""
    found = {}
    for kappa in (100, 10_000):
        descent, momentum = page.best_rates(kappa)
        found[kappa] = {"descent": descent, "momentum": momentum, "mu": momentum**2}
    return found


def best_condition() -> float:
    """Condition number for which a momentum of 0.9 is the best one."""
    root = 0.9**0.5
    return float(((1 + root) / (1 - root)) ** 2)


def million() -> dict[str, int]:
    """Steps to a millionth of the error at condition number 100."""
    _, factor = page.best_rates(100)

    def heavy_ball(theta: page.Array, gradient: page.Array, velocity: page.Array, rate: float) -> Any:
        return page.momentum_step(theta, gradient, velocity, rate, factor**2)

    return {"descent": _steps(page.plain_step, None, 2 / 101), "momentum": _steps(heavy_ball, ZERO, (2 / 11) ** 2)}


def _steps(step: page.Step, state: Any, rate: float) -> int:
    points = page.path(step, lambda theta: np.array([1.0, 100.0]) * theta, np.ones(2), state, rate, 800)
    return int(np.argmax(np.linalg.norm(points, axis=1) <= 1e-6 * 2**0.5))


def after_a_drop() -> dict[str, float]:
    """Step right after a tenfold drop of the rate in a steady run, over the step before: rate outside and inside."""
    gain, drop = page.velocity_gain(1000, 0.9), 0.1
    inside = (0.9 * gain + drop) / gain  # v ← μv + ηg holds the old rate in v
    return {"outside": drop, "inside": inside}
