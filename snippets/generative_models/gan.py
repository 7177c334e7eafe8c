"""A generative adversarial network, gradients by hand, and what it optimizes."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from snippets.foundations.maximum_likelihood import jensen_shannon
from snippets.generative_models.vae import ring, turned
from snippets.optimization.adaptive_optimizers import Moments, adam_step

Array = NDArray[np.float64]
Layers = list[Array]
"""Weights (…, in, out) and biases (…, 1, out) in turn."""
SLOPE = 0.2
"""Of the leaky ReLU for negative inputs."""


# --8<-- [start:optimal_discriminator]
def value(D: Array, p: Array, q: Array) -> float:
    """E[log D(x)] + E[log(1 − D(G(z)))], x from p and G(z) from q; all three (n,)."""
    return float(p @ np.log(D) + q @ np.log(1 - D))


def optimal_discriminator(p: Array, q: Array) -> Array:
    """The D (n,) with the largest value, for data p and a generator q (n,)."""
    return p / (p + q)


# --8<-- [end:optimal_discriminator]


def best_value(p: Array, q: Array) -> float:
    """Value of the optimal discriminator, from the Jensen–Shannon divergence."""
    return 2 * jensen_shannon(p, q) - float(np.log(4))


def sigmoid(logits: Array) -> Array:
    """Probability that an example is real, without overflow."""
    return np.asarray(np.exp(-np.logaddexp(0, -logits)))


# --8<-- [start:generator_slopes]
def generator_slopes(logits: Array) -> tuple[Array, Array]:
    """Slopes in the logit a: −σ(a) of the saturating loss, σ(a) − 1 of the other."""
    D = sigmoid(logits)
    return -D, D - 1


# --8<-- [end:generator_slopes]


def initialize(sizes: list[int], rng: np.random.Generator, runs: int) -> Layers:
    """Weights with variance 2/in and biases of zero for `runs` networks."""
    layers: Layers = []
    for inputs, outputs in pairwise(sizes):
        layers += [
            rng.standard_normal((runs, inputs, outputs)) * np.sqrt(2 / inputs),
            np.zeros((runs, 1, outputs)),
        ]
    return layers


def forward(layers: Layers, X: Array) -> list[Array]:
    """The input (…, B, d) and each layer's output; leaky ReLU but for the last."""
    outputs = [X]
    for weights, biases in zip(layers[::2], layers[1::2], strict=True):
        z = outputs[-1] @ weights + biases
        last = len(outputs) == len(layers) // 2
        outputs.append(z if last else np.maximum(z, SLOPE * z))
    return outputs


def backward(
    layers: Layers, outputs: list[Array], at_output: Array
) -> tuple[Layers, Array]:
    """Gradients of the layers, and at the input, from that at the output."""
    gradients: Layers = []
    for index in reversed(range(len(layers) // 2)):
        if index + 1 < len(layers) // 2:
            at_output = at_output * np.where(outputs[index + 1] > 0, 1, SLOPE)
        gradients = [
            turned(outputs[index]) @ at_output,
            at_output.sum(axis=-2, keepdims=True),
            *gradients,
        ]
        at_output = at_output @ turned(layers[2 * index])
    return gradients, at_output


# --8<-- [start:gan_gradients]
def discriminator_gradients(
    discriminator: Layers, real: Array, fake: Array
) -> tuple[Array, Layers]:
    """Loss −log D(real) − log(1 − D(fake)) (…), averaged over B, and its gradients.

    real and fake (…, B, d); the generator gets no gradient from here.
    """
    B = real.shape[-2]
    outputs = forward(discriminator, np.concatenate([real, fake], axis=-2))
    signs = np.repeat([-1.0, 1.0], B)[:, None]  # real examples first
    losses = np.logaddexp(0, signs * outputs[-1])
    at_logits = signs * sigmoid(signs * outputs[-1]) / B
    gradients, _ = backward(discriminator, outputs, at_logits)
    return losses.sum(axis=(-2, -1)) / B, gradients


def generator_gradients(
    generator: Layers, discriminator: Layers, noise: Array
) -> tuple[Array, Layers]:
    """Loss −log D(G(z)) (…), averaged over noise (…, B, k), and its gradients.

    They pass the discriminator, whose own gradients are thrown away.
    """
    fakes = forward(generator, noise)
    outputs = forward(discriminator, fakes[-1])
    losses = np.logaddexp(0, -outputs[-1])
    at_logits = generator_slopes(outputs[-1])[1] / noise.shape[-2]
    _, at_fakes = backward(discriminator, outputs, at_logits)
    gradients, _ = backward(generator, fakes, at_fakes)
    return losses.mean(axis=(-2, -1)), gradients


# --8<-- [end:gan_gradients]


class Player:
    """Networks of one of the two sides, with what Adam remembers of them."""

    def __init__(self, sizes: list[int], rng: np.random.Generator, runs: int) -> None:
        self.layers = initialize(sizes, rng, runs)
        self.moments: list[Moments] = [
            (np.zeros(1), np.zeros(1), 0) for _ in self.layers
        ]

    def step(self, gradients: Layers, learning_rate: float) -> None:
        """One step of Adam with β = (0.5, 0.99)."""
        for index, gradient in enumerate(gradients):
            self.layers[index], self.moments[index] = adam_step(
                self.layers[index],
                gradient,
                self.moments[index],
                learning_rate,
                betas=(0.5, 0.99),
            )


class Game:
    """GANs on the ring: two noise dimensions, two hidden layers of 24 units each."""

    def __init__(self, rng: np.random.Generator, runs: int, steps: int = 1200) -> None:
        self.rng, self.runs, self.steps, self.step = rng, runs, steps, 0
        self.generator = Player([2, 24, 24, 2], rng, runs)
        self.discriminator = Player([2, 24, 24, 1], rng, runs)

    def noise(self, N: int) -> Array:
        """Inputs (runs, N, 2) of the generators."""
        return self.rng.standard_normal((self.runs, N, 2))

    def generate(self, N: int) -> Array:
        """New points (runs, N, 2)."""
        return forward(self.generator.layers, self.noise(N))[-1]

    def losses(self, N: int = 2000) -> tuple[Array, Array]:
        """Losses (runs,) of discriminators and generators on new points."""
        real, fake = ring(N, self.rng, self.runs), self.generate(N)
        loss, _ = discriminator_gradients(self.discriminator.layers, real, fake)
        other, _ = generator_gradients(
            self.generator.layers, self.discriminator.layers, self.noise(N)
        )
        return loss, other

    def play(self, steps: int, *, frozen: bool = False, B: int = 64) -> None:
        """Steps of both in turn; of the generator alone if the other is frozen."""
        for _ in range(steps):
            rate = 6e-3 * (1 - self.step / self.steps)
            self.step += 1
            if not frozen:
                real, fake = ring(B, self.rng, self.runs), self.generate(B)
                _, gradients = discriminator_gradients(
                    self.discriminator.layers, real, fake
                )
                self.discriminator.step(gradients, rate)
            _, gradients = generator_gradients(
                self.generator.layers, self.discriminator.layers, self.noise(B)
            )
            self.generator.step(gradients, rate)
