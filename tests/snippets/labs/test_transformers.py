"""The Transformer encoders of the labs: gradients, PyTorch's layer, and where the norms stand."""

import numpy as np
import pytest

from snippets.foundations.backpropagation import numerical_gradient
from snippets.labs.networks import Array, Layer, Normalization, Sequential
from snippets.labs.training import cross_entropy
from snippets.labs.transformers import encoder, xavier

RUNS, LENGTH, WIDTH, HEADS = 2, 3, 4, 2


def in_double_precision(network: Layer) -> Layer:
    for layer in network.layers():
        layer.parameters = {name: each.astype(float) for name, each in layer.parameters.items()}
    return network


@pytest.mark.parametrize("norm_first", [False, True])
def test_backward_agrees_with_finite_differences(norm_first: bool) -> None:
    rng = np.random.default_rng(0)
    network = in_double_precision(encoder(RUNS, (5, WIDTH, HEADS, 1, 3), norm_first, LENGTH, rng))
    X, labels = rng.standard_normal((RUNS, 2 * LENGTH, 5)), rng.integers(0, 3, (RUNS, 2 * LENGTH))
    network.backward(cross_entropy(network.forward(X), labels)[1])

    def loss() -> float:
        return float(cross_entropy(network.forward(X), labels)[0].sum())

    for layer in network.layers():
        for name, gradient in layer.gradients.items():
            # a constant that is added to all keys changes no softmax, so some gradients are zero but for rounding
            np.testing.assert_allclose(gradient, numerical_gradient(loss, layer.parameters[name]), atol=1e-6)


def variances(network: Sequential, X: Array) -> list[float]:
    """Of what each of the parts puts out."""
    found = []
    for layer in network.inner:
        X = layer.forward(X)
        found.append(float(X.var()))
    return found


def test_post_norm_keeps_the_stream_at_variance_one_and_pre_norm_lets_it_grow() -> None:
    X = np.random.default_rng(2).standard_normal((4, 40, 16)).astype(np.float32)
    pre, post = (encoder(4, (16, 16, 2, 6, 3), first, 8, np.random.default_rng(3)) for first in (True, False))
    assert isinstance(pre.inner[-2], Normalization)
    np.testing.assert_allclose(variances(post, X)[1:-1], 1, atol=1e-3)
    stream = variances(pre, X)
    assert stream[-3] > 2 * stream[0]
    assert stream[-2] == pytest.approx(1, abs=1e-3)
    assert all(each.dtype == np.float32 for layer in pre.layers() for each in layer.parameters.values())


def test_weights_have_the_variance_of_xavier() -> None:
    weights = xavier(3, 100, 300, np.random.default_rng(4))
    assert weights.shape == (3, 100, 300)
    assert weights.var() == pytest.approx(2 / 400, rel=0.02)
