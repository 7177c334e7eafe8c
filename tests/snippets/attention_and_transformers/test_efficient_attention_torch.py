"""Fused attention in PyTorch agrees with the NumPy code of the page."""

import numpy as np
import pytest
import torch
from torch.nn.functional import scaled_dot_product_attention

from snippets.attention_and_transformers.efficient_attention import (
    Array,
    flash_attention,
    flash_backward,
    grouped_attention,
    linear_attention,
)
from snippets.attention_and_transformers.efficient_attention_torch import grouped_attention as grouped_in_pytorch
from snippets.language_models.kv_cache import causal_attention
from tests.snippets.attention_and_transformers.test_efficient_attention import drawn


@pytest.mark.parametrize("groups", [1, 2, 6])
def test_grouped_attention_is_causal_and_shares_heads_in_order(groups: int) -> None:
    generator = torch.Generator().manual_seed(0)
    shapes = ((2, 6, 5, 4), (2, groups, 5, 4), (2, groups, 5, 4))
    Q, K, V = (torch.randn(shape, generator=generator, dtype=torch.float64) for shape in shapes)
    found = grouped_in_pytorch(Q, K, V)
    for row in range(2):
        copies = (np.repeat(each[row].numpy(), 6 // groups, axis=0) for each in (K, V))
        np.testing.assert_allclose(found[row].numpy(), causal_attention(Q[row].numpy(), *copies), atol=1e-12)


def exact(Q: Array, K: Array, V: Array) -> Array:
    """Attention as PyTorch computes it, in double precision."""
    q, k, v = (torch.tensor(each) for each in (Q, K, V))
    return np.asarray(scaled_dot_product_attention(q, k, v).numpy())


def test_linear_attention_is_another_function_than_softmax_attention() -> None:
    """A query that matches one key: softmax attention finds its value, linear attention mixes many."""
    K = 8 * np.eye(16)
    V = np.arange(16.0)[:, None]
    softmax, linear = exact(K[[3]], K, V)[0, 0], linear_attention(np.tile(K[3], (16, 1)), K, V)[-1, 0]
    assert softmax == pytest.approx(3, abs=1e-4)
    assert abs(linear - 3) > 1


@pytest.mark.parametrize("block", [1, 3, 5, 12, 100])
@pytest.mark.parametrize("scale", [1.0, 40.0])
def test_attention_by_blocks_is_exact_for_each_size_and_for_huge_scores(block: int, scale: float) -> None:
    Q, K, V = drawn((12, 4), (12, 4), (12, 3))
    K = scale * scale * K
    outputs, logs = flash_attention(Q, K, V, block)
    np.testing.assert_allclose(outputs, exact(Q, K, V), rtol=1e-9, atol=1e-12)
    expected = torch.logsumexp(torch.tensor(Q @ K.T / 2), dim=1, keepdim=True)
    np.testing.assert_allclose(logs, expected.numpy(), rtol=1e-12)
    if scale > 1:
        assert np.abs(Q @ K.T / 2).max() > 1000


@pytest.mark.parametrize("block", [2, 5, 7])
def test_gradients_from_outputs_and_logs_are_those_of_autograd(block: int) -> None:
    Q, K, V, slope = drawn((7, 4), (7, 4), (7, 3), (7, 3), seed=1)
    q, k, v = tensors = [torch.tensor(each, requires_grad=True) for each in (Q, K, V)]
    scaled_dot_product_attention(q, k, v).backward(torch.tensor(slope))
    outputs, logs = flash_attention(Q, K, V, 3)
    for found, tensor in zip(flash_backward((Q, K, V), outputs, logs, slope, block), tensors, strict=True):
        assert tensor.grad is not None
        np.testing.assert_allclose(found, tensor.grad.numpy(), atol=1e-12)


@pytest.mark.parametrize("groups", [1, 2, 6])
def test_grouped_heads_equal_heads_that_hold_copies(groups: int) -> None:
    Q, K, V = drawn((6, 3, 4), (groups, 5, 4), (groups, 5, 4))
    copies = [np.repeat(each, 6 // groups, axis=0) for each in (K, V)]
    np.testing.assert_allclose(grouped_attention(Q, K, V), exact(Q, *copies))
    np.testing.assert_allclose(grouped_attention(Q, 1000 * K, V), exact(Q, 1000 * copies[0], copies[1]))
