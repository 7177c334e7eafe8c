"""PyTorch side of docs/foundations/weights-and-biases.md."""

import numpy as np
import torch
from torch import nn

from snippets.foundations import weights_and_biases
from snippets.foundations.weights_and_biases_torch import dense_layer, normalized_layer, optimizer_without_bias_decay


def test_layer_equals_the_numpy_one() -> None:
    torch.manual_seed(0)
    layer, X = dense_layer(3, 4), torch.randn(5, 3)
    W, b = (p.detach().double().numpy() for p in layer.parameters())
    ours = weights_and_biases.dense_layer(X.double().numpy(), W, b, lambda z: np.maximum(z, 0))
    np.testing.assert_allclose(layer(X).detach().numpy(), ours, atol=1e-6)
    assert not b.any()


def test_linear_registers_weights_and_biases_as_parameters() -> None:
    linear = nn.Linear(784, 512)
    assert [name for name, _ in linear.named_parameters()] == ["weight", "bias"]
    assert sum(p.numel() for p in linear.parameters()) == 784 * 512 + 512 == 401_920
    assert list(nn.ReLU().parameters()) == []
    assert [p.item() for p in nn.PReLU().parameters()] == [0.25]


def test_default_bias_is_uniform_within_one_over_root_fan_in() -> None:
    torch.manual_seed(0)
    bias = nn.Linear(100, 20_000).bias.detach()
    assert 0.099 < bias.abs().max() <= 0.1
    assert abs(bias.mean()) < 0.002


def test_bias_learns_where_the_input_is_zero_and_weights_do_not() -> None:
    linear = nn.Linear(3, 1)
    linear(torch.zeros(4, 3)).sum().backward()
    assert linear.weight.grad is not None
    assert linear.bias.grad is not None
    assert torch.count_nonzero(linear.weight.grad) == 0
    assert linear.bias.grad.item() == 4


def test_batch_norm_cancels_a_bias_before_it() -> None:
    torch.manual_seed(0)
    z, norm = torch.randn(64, 5, dtype=torch.float64), nn.BatchNorm1d(5, dtype=torch.float64)
    bias = torch.tensor([3.0, -1.0, 0.5, 10.0, -7.0], dtype=torch.float64, requires_grad=True)
    torch.testing.assert_close(norm(z + bias), norm(z))
    (norm(z + bias) ** 3).sum().backward()
    assert bias.grad is not None
    assert bias.grad.abs().max() < 1e-11
    assert [name for name, _ in normalized_layer(3, 5).named_parameters()] == ["0.weight", "1.weight", "1.bias"]


def test_weight_decay_shrinks_matrices_only() -> None:
    model = nn.Sequential(*dense_layer(3, 4), *normalized_layer(4, 2))
    for p in model.parameters():
        nn.init.ones_(p)
        p.grad = torch.zeros_like(p)
    optimizer_without_bias_decay(model, learning_rate=0.1, weight_decay=0.5).step()
    for p in model.parameters():
        assert torch.allclose(p, torch.full_like(p, 0.95 if p.ndim == 2 else 1.0))


def test_every_parameter_learns_whether_it_decays_or_not() -> None:
    model = nn.Sequential(nn.Linear(3, 2), nn.LayerNorm(2))
    groups = optimizer_without_bias_decay(model, 0.1, 0.5).param_groups
    assert {id(p) for group in groups for p in group["params"]} == {id(p) for p in model.parameters()}
