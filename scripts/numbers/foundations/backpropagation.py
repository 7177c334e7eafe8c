"""Numbers of `docs/foundations/backpropagation.md`."""

import numpy as np

from snippets.foundations.backpropagation import (
    Array,
    backward,
    cross_entropy,
    forward,
    numerical_gradient,
    random_layers,
)

SEEDS = 10


def gradient_check() -> dict[int, Array]:
    """Relative difference of central differences from backpropagation, by the exponent of the step 10⁻ᵏ."""
    each = [_differences(np.random.default_rng(seed)) for seed in range(SEEDS)]
    return {k: np.array([differences[k] for differences in each]) for k in each[0]}


def _differences(rng: np.random.Generator) -> dict[int, float]:
    """One network 4–5–3 with 8 examples, all drawn anew."""
    layers, X, labels = random_layers([4, 5, 3], rng), rng.standard_normal((8, 4)), rng.integers(0, 3, 8)
    activations = forward(layers, X)
    exact = backward(layers, activations, cross_entropy(activations[-1], labels)[1])
    flat = np.concatenate([part.ravel() for layer in exact for part in layer])

    def difference(step: float) -> float:
        numerical = [
            numerical_gradient(lambda: cross_entropy(forward(layers, X)[-1], labels)[0], part, step).ravel()
            for layer in layers
            for part in layer
        ]
        return float(np.linalg.norm(np.concatenate(numerical) - flat) / np.linalg.norm(flat))

    return {k: difference(10.0**-k) for k in range(1, 14)}
