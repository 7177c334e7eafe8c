"""Small trainable networks for the labs: several runs (seeds) at once, one per row.

Every array has the runs on its first axis: inputs (R, B, d), weights (R, out, in). One
call then trains R networks, and a mean and a spread over seeds cost little more than
one run.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from snippets.training.vanishing_exploding_gradients import activation

Array = NDArray[Any]


def total(axis: int, *factors: Array) -> Array:
    """Sum of a product over axis 1 or 2 of (R, B, d), which is kept with length 1."""
    each = ",".join(["rbd"] * len(factors))
    sums = np.einsum(f"{each}->{'rd' if axis == 1 else 'rb'}", *factors)
    return np.expand_dims(sums, axis)


class Layer:
    """A function of (R, B, d) with parameters; keeps what its backward pass needs."""

    def __init__(self, **parameters: Array) -> None:
        self.parameters = parameters
        self.gradients: dict[str, Array] = {}
        self.states: dict[str, Any] = {}  # of the optimizer, by parameter

    def forward(self, x: Array, training: bool = True) -> Array:
        """Output for the inputs x, (R, B, d)."""
        raise NotImplementedError

    def backward(self, upstream: Array) -> Array:
        """∂L/∂x from ∂L/∂output; leaves ∂L/∂parameter in `gradients`."""
        raise NotImplementedError

    def layers(self) -> Iterator["Layer"]:
        """This layer and those that it is made of."""
        yield self


class Dense(Layer):
    """z = x Wᵀ + b, weights (R, out, in), biases (R, 1, out), zero at first."""

    def __init__(self, weights: Array, bias: bool = True) -> None:
        runs, out, _ = weights.shape
        zeros = {"bias": np.zeros((runs, 1, out), weights.dtype)} if bias else {}
        super().__init__(weights=weights, **zeros)

    def forward(self, x: Array, training: bool = True) -> Array:
        """One matrix product per run."""
        self.x = x
        z: Array = x @ self.parameters["weights"].swapaxes(1, 2)
        if "bias" in self.parameters:
            z += self.parameters["bias"]
        return z

    def backward(self, upstream: Array) -> Array:
        """∂L/∂W = δᵀ x, summed over the mini-batch."""
        self.gradients["weights"] = upstream.swapaxes(1, 2) @ self.x
        if "bias" in self.parameters:
            self.gradients["bias"] = total(1, upstream)
        return upstream @ self.parameters["weights"]


class Activation(Layer):
    """An elementwise "sigmoid", "tanh" or "relu"."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def forward(self, x: Array, training: bool = True) -> Array:
        """φ(x)."""
        value, self.slope = activation(self.name, x)
        return value

    def backward(self, upstream: Array) -> Array:
        """δ ⊙ φ'(x)."""
        return upstream * self.slope


class Normalization(Layer):
    """Batch norm (axis 1, running statistics for evaluation) or layer norm (axis 2)."""

    def __init__(
        self, runs: int, width: int, kind: str = "batch", momentum: float = 0.1
    ) -> None:
        shape = (runs, 1, width)
        super().__init__(gamma=np.ones(shape), beta=np.zeros(shape))
        self.axis = {"batch": 1, "layer": 2}[kind]
        self.momentum = momentum
        self.mean, self.variance = np.zeros(shape), np.ones(shape)

    def forward(self, x: Array, training: bool = True) -> Array:
        """γ (x − μ)/√(σ² + 10⁻⁵) + β."""
        mean, variance, size = self.mean, self.variance, x.shape[self.axis]
        own = training or self.axis == 2  # statistics of these inputs
        if own:
            mean = total(self.axis, x) / size
        centered = x - mean
        if own:
            variance = total(self.axis, centered, centered) / size
        if training and self.axis == 1:
            unbiased = variance * size / max(size - 1, 1)
            self.mean = self.mean + self.momentum * (mean - self.mean)
            self.variance = self.variance + self.momentum * (unbiased - self.variance)
        self.deviation = np.sqrt(variance + 1e-5)
        self.normalized = centered / self.deviation
        scaled = self.parameters["gamma"] * self.normalized
        return np.asarray(scaled + self.parameters["beta"])

    def backward(self, upstream: Array) -> Array:
        """γ/σ (g − mean(g) − x̂ mean(g x̂)), in training mode."""
        self.gradients["beta"] = total(1, upstream)
        self.gradients["gamma"] = total(1, upstream, self.normalized)
        scaled, size = upstream * self.parameters["gamma"], upstream.shape[self.axis]
        projection = total(self.axis, scaled, self.normalized) / size
        centered = scaled - total(self.axis, scaled) / size
        return np.asarray((centered - self.normalized * projection) / self.deviation)


class Dropout(Layer):
    """Inverted dropout with keep probability q, in training only."""

    def __init__(self, keep_probability: float, rng: np.random.Generator) -> None:
        super().__init__()
        self.keep_probability = keep_probability
        self.rng = rng

    def forward(self, x: Array, training: bool = True) -> Array:
        """x ⊙ m/q, with a new mask m at every call."""
        kept = (
            self.rng.random(x.shape) < self.keep_probability
            if training
            else self.keep_probability
        )
        self.factor = kept / self.keep_probability
        return x * self.factor

    def backward(self, upstream: Array) -> Array:
        """The same mask and scale."""
        return upstream * self.factor


class Sequential(Layer):
    """Layers one after the other; with `skip` their output is added to their input."""

    def __init__(self, *inner: Layer, skip: bool = False) -> None:
        super().__init__()
        self.inner, self.skip = inner, skip

    def forward(self, x: Array, training: bool = True) -> Array:
        """The inner layers, first to last."""
        value = x
        for layer in self.inner:
            value = layer.forward(value, training)
        return value + x if self.skip else value

    def backward(self, upstream: Array) -> Array:
        """The inner layers, last to first."""
        gradient = upstream
        for layer in reversed(self.inner):
            gradient = layer.backward(gradient)
        return gradient + upstream if self.skip else gradient

    def layers(self) -> Iterator[Layer]:
        """All layers inside, in order."""
        for layer in self.inner:
            yield from layer.layers()
