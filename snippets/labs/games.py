"""GANs on a ring of eight normals: several runs at once, with rules that differ."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from snippets.generative_models.gan import (
    Layers,
    backward,
    discriminator_gradients,
    forward,
    generator_slopes,
    initialize,
)
from snippets.generative_models.gan_training import critic_gradients, slope_penalty
from snippets.optimization.adaptive_optimizers import Moments, adam_step

Array = NDArray[np.float64]
MODES, RADIUS, DEVIATION, WIDTH = 8, 2.0, 0.1, 32
ANGLES = 2 * np.pi * np.arange(MODES) / MODES
CENTERS = RADIUS * np.stack([np.cos(ANGLES), np.sin(ANGLES)], axis=1)


def ring_of_normals(runs: int, N: int, rng: np.random.Generator) -> Array:
    """Points (R, N, 2) from eight equally frequent normals around a circle."""
    centers = CENTERS[rng.integers(MODES, size=(runs, N))]
    return np.asarray(centers + DEVIATION * rng.standard_normal((runs, N, 2)))


def found(points: Array) -> NDArray[np.bool_]:
    """Whether each point (R, N, 2) is within 3 deviations of each center, (R, N, 8)."""
    away = np.linalg.norm(points[:, :, None] - CENTERS, axis=-1)
    return np.asarray(away < 3 * DEVIATION)


@dataclass(frozen=True)
class Rules:
    """What may differ from game to game; two Adams, one step each, unless said."""

    generator_rate: float = 5e-3
    discriminator_rate: float = 5e-4
    momentum: float = 0.9
    """Adam's β₁, of both players."""
    discriminator_steps: int = 1
    packed: int = 1
    """How many points the discriminator judges together."""
    noise: float = 0.0
    """Deviation of normal noise on all that the discriminator sees, falling to 0."""
    r1: float = 0.0
    """Weight of the mean squared slope at real points."""
    wasserstein: float = 0.0
    """Weight of the gradient penalty of a Wasserstein critic; 0: the original game."""


def together(points: Array, count: int) -> Array:
    """Points (R, N, 2) as groups, (R, N/count, 2·count)."""
    return points.reshape(len(points), -1, 2 * count)


def opponents_gradients(
    layers: Layers, real: Array, fake: Array, rules: Rules, rng: np.random.Generator
) -> Layers:
    """Gradients of the discriminator's loss on groups real and fake (R, B, d)."""
    if rules.wasserstein:
        mix = rng.random((*real.shape[:2], 1))
        mixed = mix * real + (1 - mix) * fake
        return critic_gradients(layers, real, fake, mixed, rules.wasserstein)[1]
    _, gradients = discriminator_gradients(layers, real, fake)
    if rules.r1:
        _, others = slope_penalty(layers, real, target=0.0)
        pairs = zip(gradients, others, strict=True)
        gradients = [own + rules.r1 * other for own, other in pairs]
    return gradients


def generators_gradients(
    generator: Layers, discriminator: Layers, noise: Array, shift: Array, rules: Rules
) -> Layers:
    """Gradients of −log D, or of minus the critic's score, averaged over groups.

    noise (R, N, 2) goes into the generator, shift (R, N, 2) is added to what comes out.
    """
    fakes = forward(generator, noise)
    outputs = forward(discriminator, together(fakes[-1] + shift, rules.packed))
    logits = outputs[-1]
    slopes = -np.ones_like(logits) if rules.wasserstein else generator_slopes(logits)[1]
    _, at_groups = backward(discriminator, outputs, slopes / logits.shape[1])
    gradients, _ = backward(generator, fakes, at_groups.reshape(fakes[-1].shape))
    return gradients


class Game:
    """R generators against R discriminators, two hidden layers of 32 units each."""

    def __init__(
        self, rules: Rules, runs: int, steps: int, rng: np.random.Generator
    ) -> None:
        self.rules, self.runs, self.steps, self.rng, self.step = (
            rules,
            runs,
            steps,
            rng,
            0,
        )
        self.generator = initialize([2, WIDTH, WIDTH, 2], rng, runs)
        self.discriminator = initialize([2 * rules.packed, WIDTH, WIDTH, 1], rng, runs)
        self.moments: list[list[Moments]] = [
            [(np.zeros(1), np.zeros(1), 0)] * 6 for _ in range(2)
        ]

    def normal(self, N: int) -> Array:
        """Standard normal points (R, N, 2)."""
        return self.rng.standard_normal((self.runs, N, 2))

    def generate(self, N: int) -> Array:
        """New points (R, N, 2)."""
        return forward(self.generator, self.normal(N))[-1]

    def play(self, steps: int, B: int = 64) -> None:
        """Steps of both in turn on B groups of points each."""
        rules, N = self.rules, B * self.rules.packed
        for _ in range(steps):
            noise = rules.noise * max(0.0, 1 - self.step / (0.75 * self.steps))
            self.step += 1
            for _ in range(rules.discriminator_steps):
                real = self._seen(ring_of_normals(self.runs, N, self.rng), noise)
                fake = self._seen(self.generate(N), noise)
                gradients = opponents_gradients(
                    self.discriminator, real, fake, rules, self.rng
                )
                self._move(1, self.discriminator, gradients, rules.discriminator_rate)
            shift = noise * self.normal(N) if noise else np.zeros(2)
            gradients = generators_gradients(
                self.generator, self.discriminator, self.normal(N), shift, rules
            )
            self._move(0, self.generator, gradients, rules.generator_rate)

    def _seen(self, points: Array, noise: float) -> Array:
        """What the discriminator is shown of points (R, N, 2), in groups."""
        shown = points + noise * self.normal(points.shape[1]) if noise else points
        return together(shown, self.rules.packed)

    def _move(
        self, player: int, layers: Layers, gradients: Layers, rate: float
    ) -> None:
        betas = (self.rules.momentum, 0.999)
        for index, gradient in enumerate(gradients):
            layers[index], self.moments[player][index] = adam_step(
                layers[index], gradient, self.moments[player][index], rate, betas
            )
