"""The formulas of the page on optimizers."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import from_zero
from snippets.optimization.optimizers import best_rates, look_ahead_step, momentum_step, velocity_gain


@executed("optimization.optimizers.momentum_step")
def test_momentum_step(rng: Generator) -> Cases:
    eta, mu = rng.uniform(0.1, 1.0, 2)
    gradients = list(rng.standard_normal((4, 3)))
    thetas, velocities = [rng.standard_normal(3)], [np.zeros(3)]
    for gradient in gradients:
        theta, velocity = momentum_step(thetas[-1], gradient, velocities[-1], eta, mu)
        thetas.append(theta)
        velocities.append(velocity)
    for t in range(4):
        yield {
            "v": from_zero(velocities),
            r"\theta": from_zero(thetas),
            "g": from_zero(gradients),
            r"\mu": mu,
            r"\eta": eta,
            "t": t,
        }


@executed("optimization.optimizers.velocity_gain", approx=1e-5)
def test_velocity_gain(rng: Generator) -> Cases:
    """The velocity is that of the snippet's steps with equal gradients, from 0."""
    g = rng.standard_normal(3)
    for mu, t in ((0.9, 1), (0.9, 10), (0.0, 3), (rng.uniform(0.1, 0.8), 7), (0.9, 150)):
        velocity = np.zeros(3)
        for _ in range(t):
            _, velocity = momentum_step(np.zeros(3), g, velocity, 0.1, mu)
        gain = velocity_gain(t, mu)
        yield {"v_t": velocity, r"\mu": mu, "t": t, "g": g, "limit": t == 150, "result": gain * g}


@executed("optimization.optimizers.best_rates", words=("(gradient descent)", "(momentum)"))
def test_best_rates(rng: Generator) -> Cases:
    for condition in (1.0, 100.0, rng.uniform(2.0, 10_000.0)):
        yield {r"\kappa": condition, "result": best_rates(condition)}


@executed("optimization.optimizers.look_ahead_step")
def test_look_ahead_step(rng: Generator) -> Cases:
    """The loss is not quadratic, so that where the gradient is taken matters."""
    A, (eta, mu) = rng.standard_normal((3, 3)), rng.uniform(0.2, 1.0, 2)
    thetas, velocities = [rng.standard_normal(3)], [rng.standard_normal(3)]
    for _ in range(2):
        theta, velocity = look_ahead_step(thetas[-1], lambda at: -A.T @ np.sin(A @ at), velocities[-1], eta, mu)
        thetas.append(theta)
        velocities.append(velocity)
    for t in (0, 1):
        yield {
            "v": from_zero(velocities),
            r"\theta": from_zero(thetas),
            r"\mathcal L": lambda theta: np.cos(A @ theta).sum(),
            r"\mu": mu,
            r"\eta": eta,
            "t": t,
        }
