"""Transformer encoders for the labs: several runs at once, norms in either place.

Rows of an array (R, B · n, d) are the tokens of B sequences of length n, one sequence
after the other, so that the layers of `networks` work on tokens.
"""

import numpy as np

from snippets.labs.networks import (
    Activation,
    Array,
    Dense,
    Layer,
    Normalization,
    Sequential,
)


def xavier(runs: int, out: int, inputs: int, rng: np.random.Generator) -> Array:
    """Weights (R, out, in) of variance 2/(in + out), in single precision."""
    draws = rng.standard_normal((runs, out, inputs), dtype=np.float32)
    return draws * np.float32(np.sqrt(2 / (inputs + out)))


class SelfAttention(Layer):
    """Multi-head attention of each token to all tokens of its sequence, no biases."""

    def __init__(
        self, runs: int, width: int, heads: int, length: int, rng: np.random.Generator
    ) -> None:
        names = ("query", "key", "value", "output")
        super().__init__(**{name: xavier(runs, width, width, rng) for name in names})
        self.heads, self.length = heads, length

    def forward(self, x: Array, training: bool = True) -> Array:
        """softmax(Q Kᵀ/√k) V for each head, then the output matrix."""
        self.x = x
        self.query, self.key, self.value = (
            self._split(x @ self.parameters[name].swapaxes(1, 2))
            for name in ("query", "key", "value")
        )
        scores = self.query @ self.key.swapaxes(-1, -2) * self._scale()
        odds = np.exp(scores - scores.max(axis=-1, keepdims=True))
        self.weights = odds / odds.sum(axis=-1, keepdims=True)
        self.mixed = self._join(self.weights @ self.value)
        return np.asarray(self.mixed @ self.parameters["output"].swapaxes(1, 2))

    def backward(self, upstream: Array) -> Array:
        """Through the output matrix, the mixture, the softmax and the projections."""
        self.gradients["output"] = upstream.swapaxes(1, 2) @ self.mixed
        mixed = self._split(upstream @ self.parameters["output"])
        weights = mixed @ self.value.swapaxes(-1, -2)
        along = (weights * self.weights).sum(axis=-1, keepdims=True)
        scores = self.weights * (weights - along) * self._scale()
        parts = {
            "query": scores @ self.key,
            "key": scores.swapaxes(-1, -2) @ self.query,
            "value": self.weights.swapaxes(-1, -2) @ mixed,
        }
        total = np.zeros_like(self.x)
        for name, part in parts.items():
            joined = self._join(part)
            self.gradients[name] = joined.swapaxes(1, 2) @ self.x
            total += joined @ self.parameters[name]
        return total

    def _scale(self) -> np.float32:
        return np.float32(1 / np.sqrt(self.query.shape[-1]))

    def _split(self, rows: Array) -> Array:
        """(R, B · n, d) to (R, B, heads, n, d / heads)."""
        runs, tokens, _ = rows.shape
        shape = (runs, tokens // self.length, self.length, self.heads, -1)
        return rows.reshape(shape).swapaxes(2, 3)

    def _join(self, split: Array) -> Array:
        """Back again."""
        runs, sequences = split.shape[:2]
        return split.swapaxes(2, 3).reshape(runs, sequences * self.length, -1)


def encoder(
    runs: int,
    sizes: tuple[int, int, int, int, int],
    norm_first: bool,
    length: int,
    rng: np.random.Generator,
) -> Sequential:
    """Embedding, blocks with the norms in either place, a final norm if first, readout.

    Args:
        runs: how many networks.
        sizes: inputs per token, width, heads, blocks, classes.
        norm_first: pre-norm, else post-norm.
        length: tokens in a sequence.
        rng: draws the weights, Xavier's; the feed-forward layers have 4 · width units.
    """
    inputs, width, heads, blocks, classes = sizes

    def norm() -> Normalization:
        layer = Normalization(runs, width, "layer")
        layer.parameters = {
            name: each.astype(np.float32) for name, each in layer.parameters.items()
        }
        return layer

    def dense(out: int, inside: int) -> Dense:
        return Dense(xavier(runs, out, inside, rng))

    def wrapped(*function: Layer) -> Sequential:
        if norm_first:
            return Sequential(norm(), *function, skip=True)
        return Sequential(Sequential(*function, skip=True), norm())

    stack: list[Layer] = [dense(width, inputs)]
    for _ in range(blocks):
        stack.append(wrapped(SelfAttention(runs, width, heads, length, rng)))
        stack.append(
            wrapped(
                dense(4 * width, width), Activation("relu"), dense(width, 4 * width)
            )
        )
    return Sequential(*stack, *([norm()] if norm_first else []), dense(classes, width))
