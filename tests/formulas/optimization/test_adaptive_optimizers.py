"""The formulas of the page on adaptive optimizers, element by element as they are meant."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import from_zero
from snippets.optimization.adaptive_optimizers import (
    adadelta_step,
    adagrad_distance,
    adagrad_step,
    adam_step,
    adamw_step,
    rmsprop_step,
    uncorrected_factor,
)

Array = NDArray[np.float64]
STEPS = 3


def gradients_of(rng: Generator) -> Array:
    """Gradients (STEPS, 3); the third element is 0 at first, so that ε counts."""
    gradients = rng.standard_normal((STEPS, 3))
    gradients[0, 2] = 0
    return gradients


def run(
    step: Callable[[Array, Array, Any], tuple[Array, Any]], gradients: Array, theta: Array, state: Any
) -> tuple[list[Array], list[Any]]:
    """Parameters and states before and after each step."""
    thetas, states = [theta], [state]
    for gradient in gradients:
        theta, state = step(theta, gradient, state)
        thetas.append(theta)
        states.append(state)
    return thetas, states


@executed("optimization.adaptive_optimizers.adagrad_step")
def test_adagrad_step(rng: Generator) -> Cases:
    """The t-th gradient leads from the t-th parameters to the next; sums are counted from 0."""
    gradients, eta, epsilon = gradients_of(rng), rng.uniform(0.1, 1.0), 0.01
    thetas, sums = run(
        lambda theta, g, s: adagrad_step(theta, g, s, eta, epsilon), gradients, rng.standard_normal(3), np.zeros(3)
    )
    for t in range(1, STEPS + 1):
        for element in range(3):
            yield {
                "s": from_zero([each[element] for each in sums]),
                r"\theta": [each[element] for each in thetas],
                "g": gradients[:, element],
                r"\eta": eta,
                r"\epsilon": epsilon,
                "t": t,
            }


@executed("optimization.adaptive_optimizers.adagrad_distance", approx=0.025, seeds=1)
def test_adagrad_distance(rng: Generator) -> Cases:
    """The sum is less than 2√t by about 1.46, which is 2.3 % at 1000 steps."""
    for t in (1000, int(rng.integers(1000, 2000))):
        eta = rng.uniform(0.1, 1.0)
        yield {r"\eta": eta, "t": t, "result": adagrad_distance(t, eta)}


@executed("optimization.adaptive_optimizers.rmsprop_step")
def test_rmsprop_step(rng: Generator) -> Cases:
    gradients, (eta, rho), epsilon = gradients_of(rng), rng.uniform(0.1, 0.9, 2), 0.01
    thetas, averages = run(
        lambda theta, g, s: rmsprop_step(theta, g, s, eta, rho, epsilon), gradients, rng.standard_normal(3), np.ones(3)
    )
    for t in range(1, STEPS + 1):
        for element in range(3):
            yield {
                "s": from_zero([each[element] for each in averages]),
                r"\Delta\theta": np.diff(thetas, axis=0)[:, element],
                "g": gradients[:, element],
                r"\rho": rho,
                r"\eta": eta,
                r"\epsilon": epsilon,
                "t": t,
            }


@executed("optimization.adaptive_optimizers.adadelta_step")
def test_adadelta_step(rng: Generator) -> Cases:
    """The second statement is that of gradients in some cases, that of steps in others."""
    gradients, rho, epsilon = gradients_of(rng), rng.uniform(0.1, 0.9), 0.01
    thetas, states = run(
        lambda theta, g, s: adadelta_step(theta, g, s, 1.0, rho, epsilon),
        gradients,
        rng.standard_normal(3),
        (np.zeros(3), np.zeros(3)),
    )
    steps = np.diff(thetas, axis=0)
    for t in range(1, STEPS + 1):
        mean_gradient = sum(rho ** (t - s) * (1 - rho) * gradients[s - 1] ** 2 for s in range(1, t + 1))
        mean_step = sum((rho ** (t - 1 - s) * (1 - rho) * steps[s - 1] ** 2 for s in range(1, t)), np.zeros(3))
        np.testing.assert_allclose(states[t][0], mean_gradient)
        for element in range(3):
            root_gradient, root_step = (np.sqrt(each[element] + epsilon) for each in (mean_gradient, mean_step))
            for root, mean in ((root_gradient, mean_gradient), (root_step, mean_step)):
                yield {
                    r"\Delta\theta_t": steps[t - 1, element],
                    r"\mathrm{RMS}[\Delta\theta]_{t-1}": root_step,
                    r"\mathrm{RMS}[g]_t": root_gradient,
                    "g_t": gradients[t - 1, element],
                    r"\mathrm{RMS}[x]_t": root,
                    r"\mathrm E[x^2]_t": mean[element],
                    r"\epsilon": epsilon,
                }


@executed("optimization.adaptive_optimizers.adam_step")
def test_adam_step(rng: Generator) -> Cases:
    gradients, eta, (first, second), epsilon = gradients_of(rng), 0.5, rng.uniform(0.2, 0.9, 2), 0.01
    thetas, moments = run(
        lambda theta, g, s: adam_step(theta, g, s, eta, (first, second), epsilon),
        gradients,
        rng.standard_normal(3),
        (np.zeros(3), np.zeros(3), 0),
    )
    for t in range(1, STEPS + 1):
        weights = [np.array([beta ** (t - s) for s in range(1, t + 1)]) for beta in (first, second)]
        for element in range(3):
            past = gradients[:t, element]  # corrected averages have weights that add up to 1
            yield {
                "m": from_zero([each[0][element] for each in moments]),
                "v": from_zero([each[1][element] for each in moments]),
                r"\hat m_t": np.average(past, weights=weights[0]),
                r"\hat v_t": np.average(past**2, weights=weights[1]),
                r"\Delta\theta_t": (thetas[t] - thetas[t - 1])[element],
                "g_t": gradients[t - 1, element],
                r"\beta": [first, second],
                r"\eta": eta,
                r"\epsilon": epsilon,
                "t": t,
            }


@executed("optimization.adaptive_optimizers.uncorrected_factor")
def test_uncorrected_factor(rng: Generator) -> Cases:
    """Equal gradients, so that the corrected averages are g and g²: the factor is that of the averages themselves."""
    for t, first, second in ((1, 0.9, 0.999), (30, 0.9, 0.999), (5, *rng.uniform(0.1, 0.99, 2))):
        _, (mean, square, _) = adam_step(np.ones(1), np.ones(1), (np.zeros(1), np.zeros(1), 0), 0.1, (first, second))
        for _ in range(t - 1):
            mean, square = first * mean + 1 - first, second * square + 1 - second
        factor = uncorrected_factor(t, first, second)
        assert np.isclose(factor, mean[0] / np.sqrt(square[0]))
        yield {r"\beta": [first, second], "t": t, "result": factor}


@executed("optimization.adaptive_optimizers.adamw_step")
def test_adamw_step(rng: Generator) -> Cases:
    """The snippet has Adam's defaults; a gradient of 10⁻⁸ lets ε count."""
    gradients, eta, decay = rng.standard_normal((STEPS, 3)), 0.5, 0.3
    gradients[:, 2] = 1e-8
    thetas, moments = run(
        lambda theta, g, s: adamw_step(theta, g, s, eta, decay),
        gradients,
        rng.standard_normal(3),
        (np.zeros(3), np.zeros(3), 0),
    )
    for t in range(1, STEPS + 1):
        first, second, _ = moments[t]
        for element in range(3):
            yield {
                r"\theta": [each[element] for each in thetas],
                r"\hat m_t": first[element] / (1 - 0.9**t),
                r"\hat v_t": second[element] / (1 - 0.999**t),
                r"\eta": eta,
                r"\lambda": decay,
                r"\epsilon": 1e-8,
                "t": t,
            }
