"""The Transformer encoders of the labs: gradients, PyTorch's layer, and where the norms stand."""

import numpy as np
import pytest
import torch
from torch import nn

from snippets.foundations.backpropagation import numerical_gradient
from snippets.labs.networks import Array, Layer, Normalization, Sequential
from snippets.labs.training import cross_entropy
from snippets.labs.transformers import SelfAttention, encoder, xavier

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


def test_attention_is_that_of_pytorch_and_sequences_do_not_meet() -> None:
    rng = np.random.default_rng(1)
    ours = in_double_precision(SelfAttention(RUNS, WIDTH, HEADS, LENGTH, rng))
    X = rng.standard_normal((RUNS, 2 * LENGTH, WIDTH))
    for run in range(RUNS):
        theirs = nn.MultiheadAttention(WIDTH, HEADS, bias=False, batch_first=True).double()
        names = ("query", "key", "value")
        with torch.no_grad():
            theirs.in_proj_weight.copy_(torch.tensor(np.vstack([ours.parameters[name][run] for name in names])))
            theirs.out_proj.weight.copy_(torch.tensor(ours.parameters["output"][run]))
        sequences = torch.tensor(X[run].reshape(2, LENGTH, WIDTH))
        expected = theirs(sequences, sequences, sequences)[0].detach().numpy()
        np.testing.assert_allclose(ours.forward(X)[run].reshape(expected.shape), expected, atol=1e-9)
    changed = X.copy()
    changed[:, 0] += 1
    moved = np.abs(ours.forward(changed) - ours.forward(X)).max(axis=(0, 2)) > 1e-9
    assert moved.tolist() == [True] * LENGTH + [False] * LENGTH


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
