"""The networks of the labs: gradients against finite differences, each part against the snippets of its page."""

from collections.abc import Callable

import numpy as np
import pytest

from snippets.foundations import backpropagation
from snippets.labs.networks import (
    Activation,
    Array,
    Dense,
    Dropout,
    Normalization,
    Sequential,
)
from snippets.labs.training import Labels, cross_entropy
from snippets.regularization.batch_normalization import batch_norm, batch_norm_inference, update_running_statistics

RUNS, BATCH = 3, 8


@pytest.fixture
def data() -> tuple[Array, Labels]:
    rng = np.random.default_rng(0)
    return rng.standard_normal((RUNS, BATCH, 4)), rng.integers(0, 3, (RUNS, BATCH))


def weights(rng: np.random.Generator, out: int, inputs: int) -> Array:
    return np.asarray(rng.standard_normal((RUNS, out, inputs)) / np.sqrt(inputs))


def network(kind: str, name: str = "tanh", skip: bool = False) -> Sequential:
    rng = np.random.default_rng(1)
    block = Sequential(Dense(weights(rng, 5, 5), bias=False), Normalization(RUNS, 5, kind), Activation(name), skip=skip)
    return Sequential(Dense(weights(rng, 5, 4)), Activation("sigmoid"), block, Dense(weights(rng, 3, 5)))


def numerical_gradient(loss: Callable[[], float], parameter: Array) -> Array:
    """Differences over two distances, from which the error in the square of the distance cancels.

    It is large for some draws: a feature that hardly varies in its mini-batch is magnified by the normalization.
    """
    near, far = (backpropagation.numerical_gradient(loss, parameter, step) for step in (1e-5, 2e-5))
    return np.asarray((4 * near - far) / 3)


@pytest.mark.parametrize("kind", ["batch", "layer"])
@pytest.mark.parametrize("name", ["tanh", "relu"])
@pytest.mark.parametrize("skip", [False, True])
def test_backward_agrees_with_finite_differences(kind: str, name: str, skip: bool, data: tuple[Array, Labels]) -> None:
    X, labels = data
    model = network(kind, name, skip)
    model.backward(cross_entropy(model.forward(X), labels)[1])

    def loss() -> float:
        return float(cross_entropy(model.forward(X), labels)[0].sum())

    checked = 0
    for layer in model.layers():
        for key, gradient in layer.gradients.items():
            numerical = numerical_gradient(loss, layer.parameters[key])
            np.testing.assert_allclose(gradient, numerical, atol=2e-9)
            checked += gradient.size
    assert checked == RUNS * (4 * 5 + 5 + 25 + 5 + 5 + 15 + 3)


def test_gradient_of_the_inputs_agrees_with_finite_differences(data: tuple[Array, Labels]) -> None:
    X, labels = data
    model = network("batch", skip=True)
    gradient = model.backward(cross_entropy(model.forward(X), labels)[1])
    numerical = numerical_gradient(lambda: float(cross_entropy(model.forward(X), labels)[0].sum()), X)
    np.testing.assert_allclose(gradient, numerical, atol=2e-9)


def test_batch_norm_is_that_of_its_page_in_training_and_evaluation() -> None:
    x = np.random.default_rng(3).standard_normal((RUNS, BATCH, 5)) * 3 + 1
    layer = Normalization(RUNS, 5)
    trained = layer.forward(x)
    evaluated = layer.forward(x, training=False)
    for run in range(RUNS):
        np.testing.assert_allclose(trained[run], batch_norm(x[run], np.ones(5), np.zeros(5)))
        mean, variance = update_running_statistics(np.zeros(5), np.ones(5), x[run])
        expected = batch_norm_inference(x[run], mean, variance, np.ones(5), np.zeros(5))
        np.testing.assert_allclose(evaluated[run], expected)


def test_layer_norm_does_not_depend_on_the_rest_of_the_mini_batch() -> None:
    x = np.random.default_rng(4).standard_normal((RUNS, BATCH, 5))
    layer = Normalization(RUNS, 5, "layer")
    np.testing.assert_allclose(layer.forward(x)[:, :1], layer.forward(x[:, :1], training=False))


def test_dropout_scales_in_training_and_is_the_identity_in_evaluation() -> None:
    x = np.ones((1, 1, 100_000))
    layer = Dropout(0.8, np.random.default_rng(5))
    trained = layer.forward(x)
    assert set(np.unique(trained)) == {0.0, 1.25}
    assert trained.mean() == pytest.approx(1, abs=0.01)
    np.testing.assert_array_equal(layer.backward(x), trained)
    np.testing.assert_array_equal(layer.forward(x, training=False), x)
