"""Training of the labs: one step is that of the backpropagation page in every run, and the optimizers do train."""

from functools import partial
from typing import Any

import numpy as np
import pytest

from snippets.foundations import backpropagation
from snippets.labs.networks import Activation, Array, Dense, Layer, Normalization, Sequential
from snippets.labs.training import Step, cross_entropy, evaluate, minibatches, training_step
from snippets.optimization.adaptive_optimizers import adam_step
from snippets.optimization.optimizers import momentum_step, plain_step

RUNS = 3


def weights(rng: np.random.Generator, out: int, inputs: int) -> Array:
    return np.asarray(rng.standard_normal((RUNS, out, inputs)) / np.sqrt(inputs))


def test_each_run_is_the_network_of_the_backpropagation_page() -> None:
    rng = np.random.default_rng(2)
    X, labels = rng.standard_normal((RUNS, 8, 4)), rng.integers(0, 3, (RUNS, 8))
    first, second = weights(rng, 5, 4), weights(rng, 3, 5)
    model = Sequential(Dense(first.copy()), Activation("tanh"), Dense(second.copy()))
    losses = training_step(model, X, labels, plain_step, 0.1, None)
    for run in range(RUNS):
        layers = [(first[run], np.zeros(5)), (second[run], np.zeros(3))]
        layers, loss = backpropagation.training_step(layers, X[run], labels[run], 0.1)
        assert losses[run] == pytest.approx(loss)
        for layer, (W, b) in zip((model.inner[0], model.inner[2]), layers, strict=True):
            np.testing.assert_allclose(layer.parameters["weights"][run], W)
            np.testing.assert_allclose(layer.parameters["bias"][run, 0], b)


@pytest.mark.parametrize(("step", "start"), [(partial(momentum_step, momentum=0.9), 0.0), (adam_step, (0.0, 0.0, 0))])
def test_optimizers_of_the_snippets_train_a_network(step: Step, start: Any) -> None:
    rng = np.random.default_rng(6)
    X = rng.standard_normal((RUNS, 64, 4))
    labels = (X[..., 0] * X[..., 1] > 0).astype(np.intp)
    model: Layer = Sequential(Dense(weights(rng, 16, 4)), Activation("tanh"), Dense(weights(rng, 2, 16)))
    losses = [training_step(model, X, labels, step, 0.02, start) for _ in range(300)]
    assert np.all(losses[-1] < 0.6 * losses[0])


def test_an_epoch_shows_each_run_every_example_once_in_its_own_order() -> None:
    epoch = np.concatenate(list(minibatches(RUNS, 32, 8, np.random.default_rng(7))), axis=1)
    assert epoch.shape == (RUNS, 32)
    np.testing.assert_array_equal(np.sort(epoch, axis=1), np.tile(np.arange(32), (RUNS, 1)))
    assert not np.array_equal(epoch[0], epoch[1])


def test_evaluation_counts_errors_and_uses_the_running_statistics() -> None:
    rng = np.random.default_rng(8)
    X, labels = rng.standard_normal((RUNS, 8, 4)), rng.integers(0, 2, (RUNS, 8))
    model = Sequential(Normalization(RUNS, 4), Dense(weights(rng, 2, 4)))
    losses, errors = evaluate(model, X, labels)
    logits = model.forward(X, training=False)
    np.testing.assert_array_equal(losses, cross_entropy(logits, labels)[0])
    np.testing.assert_array_equal(
        errors, [np.mean((z[:, 1] > z[:, 0]) != y) for z, y in zip(logits, labels, strict=True)]
    )
    assert not np.allclose(logits, model.forward(X))
