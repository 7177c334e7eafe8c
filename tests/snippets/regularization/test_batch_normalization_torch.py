"""PyTorch side of docs/regularization/batch-normalization.md."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.functional import batch_norm as torch_batch_norm

from snippets.regularization import batch_normalization as ours
from snippets.regularization.batch_normalization_torch import (
    fold_batch_norm,
    freeze_batch_norm,
    training_and_evaluation,
)


@pytest.fixture(autouse=True)
def _seeded() -> None:
    torch.manual_seed(0)
    torch.set_num_threads(1)  # tiny tensors: more threads only wait for each other


@pytest.mark.parametrize("shape", [(16, 3), (4, 3, 5, 6)])
def test_forward_and_backward_equal_pytorch(shape: tuple[int, ...]) -> None:
    x = torch.randn(shape, dtype=torch.float64, requires_grad=True)
    gamma = torch.randn(3, dtype=torch.float64, requires_grad=True)
    beta = torch.randn(3, dtype=torch.float64, requires_grad=True)
    y = torch_batch_norm(x, None, None, gamma, beta, training=True)
    x_array, gamma_array, beta_array = (t.detach().numpy() for t in (x, gamma, beta))
    np.testing.assert_allclose(y.detach().numpy(), ours.batch_norm(x_array, gamma_array, beta_array), atol=1e-12)
    if x.ndim == 2:
        upstream = torch.randn_like(y)
        expected = torch.autograd.grad(y, (x, gamma, beta), upstream)
        found = ours.batch_norm_gradient(upstream.numpy(), x_array, gamma_array)
        for gradient, reference in zip(found, expected, strict=True):
            np.testing.assert_allclose(gradient, reference.numpy(), atol=1e-12)


def test_running_statistics_follow_pytorch_and_the_modes_differ() -> None:
    norm, x = nn.BatchNorm1d(3, dtype=torch.float64), 2 + 3 * torch.randn(5, 3, dtype=torch.float64)
    mean, variance = np.zeros(3), np.ones(3)
    for _ in range(4):
        norm(x)
        mean, variance = ours.update_running_statistics(mean, variance, x.numpy())
    assert norm.running_mean is not None
    assert norm.running_var is not None
    np.testing.assert_allclose(norm.running_mean, mean)
    np.testing.assert_allclose(norm.running_var, variance)
    evaluated = norm.eval()(x).detach().numpy()
    expected = ours.batch_norm_inference(x.numpy(), mean, variance, np.ones(3), np.zeros(3))
    np.testing.assert_allclose(evaluated, expected)


def test_training_and_evaluation_disagree_until_the_running_statistics_have_settled() -> None:
    training, evaluation = training_and_evaluation(torch.tensor([[1.0], [2.0], [3.0], [4.0]]))
    assert training[0].item() == pytest.approx(-1.34, abs=0.005)
    assert evaluation[0].item() == pytest.approx(0.73, abs=0.005)  # (1 − 0.25) / √1.067


def test_folding_equals_pytorch_and_the_two_layers() -> None:
    linear, norm = nn.Linear(4, 3, dtype=torch.float64), nn.BatchNorm1d(3, dtype=torch.float64)
    x = torch.randn(32, 4, dtype=torch.float64)
    norm(linear(x))
    nn.init.normal_(norm.weight)
    nn.init.normal_(norm.bias)
    folded = fold_batch_norm(linear, norm)
    np.testing.assert_allclose(folded(x).detach(), norm(linear(x)).detach(), atol=1e-12)
    assert norm.running_mean is not None
    assert norm.running_var is not None
    W, b = ours.fold_batch_norm(
        linear.weight.detach().numpy(),
        linear.bias.detach().numpy(),
        norm.running_mean.numpy(),
        norm.running_var.numpy(),
        norm.weight.detach().numpy(),
        norm.bias.detach().numpy(),
    )
    np.testing.assert_allclose(folded.weight.detach(), W)
    np.testing.assert_allclose(folded.bias.detach(), b)


def test_a_bias_before_batch_norm_gets_no_gradient() -> None:
    model = nn.Sequential(nn.Linear(4, 3), nn.BatchNorm1d(3), nn.ReLU())
    model(torch.randn(16, 4)).square().sum().backward()
    weight, bias = (p.grad for p in model[0].parameters())
    assert weight is not None
    assert bias is not None
    assert bias.abs().max() < 1e-5 * weight.abs().max()


def test_frozen_batch_norm_keeps_its_statistics_while_the_rest_trains() -> None:
    model = nn.Sequential(nn.Linear(4, 3), nn.BatchNorm1d(3), nn.Dropout(0.5)).train()
    freeze_batch_norm(model)
    before = {name: value.clone() for name, value in model.named_buffers()}
    model(torch.randn(16, 4))
    assert all(torch.equal(value, before[name]) for name, value in model.named_buffers())
    assert [module.training for module in model] == [True, False, True]


@pytest.mark.parametrize(
    "norm",
    [nn.LayerNorm([8, 5, 5]), nn.RMSNorm([8, 5, 5]), nn.GroupNorm(4, 8), nn.InstanceNorm2d(8)],
    ids=lambda norm: type(norm).__name__,
)
def test_the_alternatives_ignore_the_other_examples(norm: nn.Module) -> None:
    x = torch.randn(4, 8, 5, 5)
    np.testing.assert_allclose(norm(x)[:1].detach(), norm(x[:1]).detach(), atol=1e-6)
    np.testing.assert_allclose(norm(x).detach(), norm.eval()(x).detach(), atol=1e-6)
    assert not torch.allclose(nn.BatchNorm2d(8)(x)[:1], nn.BatchNorm2d(8)(x[:1]), atol=1e-2)
