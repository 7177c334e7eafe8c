"""The PyTorch twin of docs/attention-and-transformers/attention.md against NumPy and nn.MultiheadAttention."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from snippets.attention_and_transformers import attention as page
from snippets.attention_and_transformers import attention_torch as twin

RNG = np.random.default_rng(0)
B, N, D = 2, 5, 12


@pytest.fixture(autouse=True)
def _seeded() -> None:
    torch.manual_seed(0)
    torch.set_num_threads(1)  # tiny tensors: more threads only wait for each other


def copied(weights: page.Heads, layer: twin.MultiHeadAttention) -> None:
    """Give the layer the weights; nn.Linear keeps them transposed."""
    with torch.no_grad():
        layer.in_projection.weight.copy_(torch.tensor(np.hstack(weights[:3]).T))
        layer.out_projection.weight.copy_(torch.tensor(weights.output.T))


def score_gradient(scores: torch.Tensor, V: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Gradient of ½‖softmax(s) V − target‖² by the scores s (m,), by autograd."""
    scores = scores.detach().requires_grad_()
    loss = 0.5 * torch.sum((torch.softmax(scores, dim=-1) @ V - target) ** 2)
    (gradient,) = torch.autograd.grad(loss, scores)
    return gradient


def test_self_attention_equals_torch() -> None:
    X, W_Q, W_K, W_V = RNG.standard_normal((B, N, D)), *RNG.standard_normal((3, D, 4))
    output = twin.self_attention(*map(torch.tensor, (X, W_Q, W_K, W_V)))
    np.testing.assert_allclose(page.self_attention(X, W_Q, W_K, W_V), output.numpy(), rtol=1e-10)


@pytest.mark.parametrize("heads", [1, 3, 4])
def test_multi_head_attention_equals_torch_and_its_layer(heads: int) -> None:
    X, weights = RNG.standard_normal((B, N, D)), page.random_heads(D, RNG)
    ours = page.multi_head_attention(X, weights, heads)
    layer = twin.MultiHeadAttention(D, heads).double()
    copied(weights, layer)
    np.testing.assert_allclose(layer(torch.tensor(X)).detach().numpy(), ours, rtol=1e-9, atol=1e-12)
    built_in = nn.MultiheadAttention(D, heads, bias=False, batch_first=True, dtype=torch.float64)
    assert built_in.in_proj_weight is not None
    with torch.no_grad():
        built_in.in_proj_weight.copy_(layer.in_projection.weight)
        built_in.out_proj.weight.copy_(layer.out_projection.weight)
    inputs = torch.tensor(X)
    output, attention = built_in(inputs, inputs, inputs)
    np.testing.assert_allclose(output.detach().numpy(), ours, rtol=1e-9, atol=1e-12)
    assert attention.shape == (B, N, N)  # averaged over the heads, by default


def test_parameters_do_not_depend_on_the_number_of_heads() -> None:
    for heads in (1, 8):
        for layer in (nn.MultiheadAttention(512, heads, bias=False), twin.MultiHeadAttention(512, heads)):
            assert sum(part.numel() for part in layer.parameters()) == page.cost(9, 512, heads)["weights"]


def test_a_direct_view_gives_the_right_shape_and_wrong_numbers() -> None:
    X = torch.arange(24.0).view(1, 4, 6)
    right, wrong = X.view(1, 4, 3, 2).transpose(1, 2), X.view(1, 3, 4, 2)
    assert right.shape == wrong.shape == (1, 3, 4, 2)
    np.testing.assert_array_equal(right.numpy(), page.split_heads(X.numpy().astype(float), 3))
    assert not torch.equal(right, wrong)


def test_the_gradient_by_the_scores_goes_through_the_jacobian() -> None:
    scores, V, target = RNG.standard_normal(N), RNG.standard_normal((N, 3)), RNG.standard_normal(3)
    weights, output = page.attend(scores, V)
    by_hand = page.softmax_jacobian(weights) @ V @ (output - target)
    found = score_gradient(*map(torch.tensor, (scores, V, target)))
    np.testing.assert_allclose(found.numpy(), by_hand, rtol=1e-9)


def test_saturated_weights_pass_no_gradient_on() -> None:
    V, target = torch.eye(3, dtype=torch.float64), torch.tensor([0.0, 0.0, 1.0], dtype=torch.float64)
    scores = torch.tensor([1.0, 0.5, 0.0], dtype=torch.float64)
    norms = [float(score_gradient(scale * scores, V, target).norm()) for scale in (1.0, 10.0, 100.0)]
    assert norms[0] > 0.1
    assert norms[2] < 1e-15  # although the output is as wrong as it can be


def test_the_default_scale_is_one_over_the_root_of_the_last_axis() -> None:
    Q, K, V = (torch.tensor(each) for each in RNG.standard_normal((3, 8, N, 64)))
    default = functional.scaled_dot_product_attention(Q, K, V)
    torch.testing.assert_close(default, functional.scaled_dot_product_attention(Q, K, V, scale=1 / 8))
    assert not torch.allclose(default, functional.scaled_dot_product_attention(Q, K, V, scale=512**-0.5))


def test_half_precision_scores_overflow_unless_the_queries_are_divided_first() -> None:
    Q = torch.full((1, 1, 2, 1024), 10.0, dtype=torch.float16)
    assert (Q @ Q.mT).isinf().all()  # 1024 · 10 · 10, above 65,504
    assert ((Q / 1024**0.5) @ Q.mT == 3200).all()
    assert page.softmax(np.array([102_400.0, 0.0])).tolist() == [1, 0]  # in double precision: the largest is subtracted
