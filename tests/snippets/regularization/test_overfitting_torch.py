"""Weight decay in PyTorch's SGD, against the NumPy step and the penalty in the loss."""

import pytest
import torch
from torch import nn
from torch.nn.functional import mse_loss

from snippets.regularization.overfitting_torch import decaying_sgd, penalized_loss
from snippets.regularization.weight_decay import sgd_with_decay


def model_and_data() -> tuple[nn.Linear, torch.Tensor, torch.Tensor]:
    torch.manual_seed(0)
    return nn.Linear(4, 1, bias=False).double(), torch.randn(9, 4).double(), torch.randn(9, 1).double()


def test_optimizer_loss_and_numpy_make_the_same_steps() -> None:
    model, X, y = model_and_data()
    theta = model.weight.detach().numpy().copy()
    other = nn.Linear(4, 1, bias=False).double()
    other.load_state_dict(model.state_dict())
    decaying = decaying_sgd(model, learning_rate=0.1, weight_decay=0.5)
    plain = torch.optim.SGD(other.parameters(), lr=0.1)
    for _ in range(5):
        gradient = 2 * (X.numpy() @ theta.T - y.numpy()).T @ X.numpy() / 9
        theta = sgd_with_decay(theta, gradient, 0.1, 0.5)
        for network, optimizer, loss in (
            (model, decaying, mse_loss(model(X), y)),
            (other, plain, penalized_loss(other, mse_loss(other(X), y), 0.5)),
        ):
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            assert network.weight.detach().numpy() == pytest.approx(theta)


def test_only_the_penalized_loss_contains_the_penalty() -> None:
    model, X, y = model_and_data()
    loss = mse_loss(model(X), y)
    difference = penalized_loss(model, loss, 0.5) - loss
    assert difference.item() == pytest.approx(0.25 * model.weight.square().sum().item())
    layers = nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 1))
    theta = torch.cat([parameter.detach().flatten() for parameter in layers.parameters()])
    zero = torch.tensor(0.0)
    assert penalized_loss(layers, zero, 0.2).item() == pytest.approx(0.1 * theta.norm().item() ** 2, rel=1e-5)


def test_with_momentum_pytorch_still_adds_l2_to_the_gradient() -> None:
    model, X, y = model_and_data()
    theta = model.weight.detach().clone()
    coupled, shrunk = theta.clone(), theta.clone()
    velocity, other_velocity = torch.zeros_like(theta), torch.zeros_like(theta)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, weight_decay=0.5)
    for _ in range(2):
        velocity = 0.9 * velocity + 2 * (X @ coupled.T - y).T @ X / 9 + 0.5 * coupled
        coupled = coupled - 0.1 * velocity
        other_velocity = 0.9 * other_velocity + 2 * (X @ shrunk.T - y).T @ X / 9
        shrunk = (1 - 0.1 * 0.5) * shrunk - 0.1 * other_velocity
        optimizer.zero_grad()
        mse_loss(model(X), y).backward()
        optimizer.step()
    torch.testing.assert_close(model.weight.detach(), coupled)
    assert not torch.allclose(coupled, shrunk, atol=1e-3)
