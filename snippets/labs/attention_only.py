"""Attention-only Transformers of one head, several runs at once, with gradients."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Tokens = NDArray[np.intp]
Saved = tuple[Array, ...]


def normalize(h: Array) -> tuple[Array, Array]:
    """Each vector with mean 0 and variance 1, and the inverse of its deviation."""
    centered = h - h.mean(axis=-1, keepdims=True)
    inverse = 1 / np.sqrt(np.mean(centered**2, axis=-1, keepdims=True) + 1e-5)
    return centered * inverse, inverse


def normalize_backward(slope: Array, z: Array, inverse: Array) -> Array:
    """Gradient by h from that by z = normalize(h)."""
    along = np.mean(slope * z, axis=-1, keepdims=True)
    return np.asarray(
        inverse * (slope - slope.mean(axis=-1, keepdims=True) - z * along)
    )


def swap(x: Array) -> Array:
    """The last two axes exchanged."""
    return np.swapaxes(x, -1, -2)


class Transformer:
    """Embeddings, layers h + attention(norm(h)), and a readout of norm(h).

    Parameters have the axis of runs first: `embedding` (R, V, d), `positions`
    (R, n, d), `readout` (R, d, V), and `query`, `key`, `value` and `output` with the
    number of the layer behind the name, each (R, d, d).
    """

    def __init__(
        self,
        runs: int,
        vocabulary: int,
        mask: NDArray[np.bool_],
        width: int,
        layers: int,
        rng: np.random.Generator,
    ) -> None:
        """`mask` is True where position i (row) may look at j, shape (n, n)."""

        def drawn(rows: int, columns: int, scale: float) -> Array:
            values = scale * rng.standard_normal((runs, rows, columns))
            return values.astype(np.float32)

        self.layers, self.scale = layers, np.float32(width**-0.5)
        self.hidden = np.where(mask, 0, -1e9).astype(np.float32)
        self.parameters = {
            "embedding": drawn(vocabulary, width, 1.0),
            "positions": drawn(len(mask), width, 1.0),
            "readout": drawn(width, vocabulary, 0.1 * width**-0.5),
        }
        for layer in range(layers):
            for name in ("query", "key", "value", "output"):
                self.parameters[f"{name}{layer}"] = drawn(width, width, width**-0.5)
        self.gradients: dict[str, Array] = {}
        self.saved: list[Saved] = []

    def weights(self, name: str) -> Array:
        """A parameter, ready to be multiplied by a mini-batch: (R, 1, …)."""
        return self.parameters[name][:, None]

    def forward(self, tokens: Tokens) -> Array:
        """Logits (R, B, n, V) of the token that follows each of tokens (R, B, n)."""
        runs = np.arange(len(tokens))[:, None, None]
        h = self.parameters["embedding"][runs, tokens] + self.weights("positions")
        self.saved = []
        for layer in range(self.layers):
            z, inverse = normalize(h)
            q, k, v = (
                z @ self.weights(f"{name}{layer}") for name in ("query", "key", "value")
            )
            scores = self.scale * (q @ swap(k)) + self.hidden
            odds = np.exp(scores - scores.max(axis=-1, keepdims=True))
            a = odds / odds.sum(axis=-1, keepdims=True)
            mixed = a @ v
            h = h + mixed @ self.weights(f"output{layer}")
            self.saved.append((z, inverse, q, k, v, a, mixed))
        z, inverse = normalize(h)
        self.saved.append((z, inverse))
        return np.asarray(z @ self.weights("readout"))

    def attention(self) -> list[Array]:
        """Weights (R, B, n, n) of each layer in the last forward pass."""
        return [saved[5] for saved in self.saved[:-1]]

    def backward(self, tokens: Tokens, slope: Array) -> None:
        """Gradients of all parameters from that of the logits, (R, B, n, V)."""
        z, inverse = self.saved[-1]
        self._collect("readout", z, slope)
        back = slope @ swap(self.weights("readout"))
        back = normalize_backward(back, z, inverse)
        for layer in reversed(range(self.layers)):
            back = back + self._layer_backward(layer, back)
        vocabulary = self.parameters["embedding"].shape[1]
        self._collect("embedding", np.eye(vocabulary, dtype=back.dtype)[tokens], back)
        self.gradients["positions"] = back.sum(axis=1)

    def _layer_backward(self, layer: int, back: Array) -> Array:
        z, inverse, q, k, v, a, mixed = self.saved[layer]
        self._collect(f"output{layer}", mixed, back)
        d_mixed = back @ swap(self.weights(f"output{layer}"))
        d_a = d_mixed @ swap(v)
        d_scores = self.scale * a * (d_a - np.sum(d_a * a, axis=-1, keepdims=True))
        slopes = {
            "query": d_scores @ k,
            "key": swap(d_scores) @ q,
            "value": swap(a) @ d_mixed,
        }
        d_z = np.zeros_like(z)
        for name, slope in slopes.items():
            self._collect(f"{name}{layer}", z, slope)
            d_z += slope @ swap(self.weights(f"{name}{layer}"))
        return normalize_backward(d_z, z, inverse)

    def _collect(self, name: str, inputs: Array, slope: Array) -> None:
        rows, slopes = (x.reshape(len(x), -1, x.shape[-1]) for x in (inputs, slope))
        self.gradients[name] = swap(rows) @ slopes


def next_token_loss(
    logits: Array, tokens: Tokens, counted: NDArray[np.bool_]
) -> tuple[Array, Array]:
    """Mean loss of each run in nats, (R,), and its gradient by the logits.

    Args:
        logits: of the token behind each position, shape (R, B, n, V).
        tokens: what stands there, shape (R, B, n).
        counted: positions whose next token is asked for, shape (R, B, n − 1).
    """
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    share = np.zeros(tokens.shape, logits.dtype)
    share[:, :, :-1] = counted / counted.sum(axis=(1, 2), keepdims=True)
    target = np.roll(tokens, -1, axis=2)[..., None]
    losses = -(np.take_along_axis(log_p, target, axis=3)[..., 0] * share).sum((1, 2))
    slope = np.exp(log_p)
    true = np.take_along_axis(slope, target, axis=3)
    np.put_along_axis(slope, target, true - 1, axis=3)
    return losses, slope * share[..., None]
