"""Training of the labs' networks: loss, one update of all runs, mini-batches."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from snippets.labs.networks import Array, Layer

Labels = NDArray[np.intp]
Step = Callable[[Array, Array, Any, float], tuple[Array, Any]]


def cross_entropy(logits: Array, labels: Labels) -> tuple[Array, Array]:
    """Mean loss of each run in nats, (R,), and (p − y)/B; labels are (R, B)."""
    shifted = logits - logits.max(axis=2, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=2, keepdims=True))
    true = labels[:, :, None]
    delta = np.exp(log_p)
    np.put_along_axis(delta, true, np.take_along_axis(delta, true, axis=2) - 1, axis=2)
    losses = -np.take_along_axis(log_p, true, axis=2).mean(axis=(1, 2))
    return losses, delta / labels.shape[1]


def evaluate(network: Layer, X: Array, labels: Labels) -> tuple[Array, Array]:
    """Loss in nats and share of errors of each run, both (R,), in evaluation mode."""
    logits = network.forward(X, training=False)
    return cross_entropy(logits, labels)[0], np.mean(logits.argmax(2) != labels, axis=1)


def training_step(
    network: Layer,
    X: Array,
    labels: Labels,
    step: Step,
    learning_rate: float,
    start: Any,
) -> Array:
    """One update of all runs with a `step` of the optimizers; the losses before it.

    `start` is the optimizer's state before its first step, such as 0.0 or (0, 0, 0).
    """
    losses, delta = cross_entropy(network.forward(X), labels)
    network.backward(delta)
    for layer in network.layers():
        for name, gradient in layer.gradients.items():
            layer.parameters[name], layer.states[name] = step(
                layer.parameters[name],
                gradient,
                layer.states.get(name, start),
                learning_rate,
            )
    return losses


def minibatches(
    runs: int, examples: int, batch_size: int, rng: np.random.Generator
) -> Iterator[Labels]:
    """One epoch as indices (R, B), shuffled for each run; no incomplete mini-batch."""
    order = rng.permuted(np.tile(np.arange(examples), (runs, 1)), axis=1)
    for begin in range(0, examples - batch_size + 1, batch_size):
        yield order[:, begin : begin + batch_size]
