"""PyTorch side of docs/regularization/weight-decay.md."""

import numpy as np
import pytest
import torch
from torch import nn, optim
from torch.nn import functional

from snippets.optimization.adaptive_optimizers import adamw_step
from snippets.regularization import weight_decay as ours
from snippets.regularization.weight_decay_torch import l1_penalty, optimizers, shrink

START = np.array([2.0, -0.5, 0.1])
GRADIENTS = np.random.default_rng(0).standard_normal((6, 3))


def trained(index: int) -> ours.Array:
    """START after six steps with GRADIENTS by one of the page's optimizers."""
    theta = nn.Parameter(torch.tensor(START))
    optimizer = list(optimizers([theta], 0.01, 0.3).values())[index]
    for gradient in GRADIENTS:
        theta.grad = torch.tensor(gradient)
        optimizer.step()
    return theta.detach().numpy()


def test_adam_takes_the_penalty_into_the_gradient_and_adamw_decays() -> None:
    for index, step in ((1, ours.adam_l2_step), (2, adamw_step)):
        theta, moments = START, (np.zeros(3), np.zeros(3), 0)
        for gradient in GRADIENTS:
            theta, moments = step(theta, gradient, moments, 0.01, 0.3)
        np.testing.assert_allclose(trained(index), theta, atol=1e-7)
    assert np.abs(trained(1) - trained(2)).max() > 0.001


def test_sgd_takes_the_penalty_into_the_momentum_so_it_is_not_decoupled_either() -> None:
    coupled = decoupled = START
    velocity = other = np.zeros(3)
    for gradient in GRADIENTS:
        velocity = 0.9 * velocity + gradient + 0.3 * coupled
        coupled = coupled - 0.01 * velocity
        other = 0.9 * other + gradient
        decoupled = ours.sgd_with_decay(decoupled, other, 0.01, 0.3)
    np.testing.assert_allclose(trained(0), coupled)
    assert np.abs(coupled - decoupled).max() > 0.01


def test_defaults() -> None:
    parameters = [nn.Parameter(torch.ones(1))]
    decays = [kind(parameters, lr=0.1).defaults["weight_decay"] for kind in (optim.SGD, optim.Adam, optim.AdamW)]
    assert decays == [0, 0, 0.01]


def test_adamw_shrinks_the_embedding_of_a_token_that_never_occurs() -> None:
    embedding = nn.Embedding(2, 1)
    nn.init.ones_(embedding.weight)
    optimizer = optim.AdamW(embedding.parameters(), lr=0.1, weight_decay=0.1)
    for _ in range(5):
        optimizer.zero_grad()
        embedding(torch.tensor([0])).sum().backward()
        optimizer.step()
    assert embedding.weight[1].item() == pytest.approx(0.99**5)


@pytest.mark.parametrize("scale", [0.1, 10.0])
def test_before_batch_norm_scale_changes_the_gradient_and_not_the_function(scale: float) -> None:
    x, weight = torch.randn(16, 4, dtype=torch.float64), torch.randn(3, 4, dtype=torch.float64)
    found = []
    for factor in (1.0, scale):
        w = (factor * weight).requires_grad_()
        y = functional.batch_norm(x @ w.T, None, None, training=True, eps=1e-12)
        found.append((y.detach(), *torch.autograd.grad(y.pow(3).sum(), w)))
    torch.testing.assert_close(found[0][0], found[1][0])
    torch.testing.assert_close(found[1][1], found[0][1] / scale)
    orthogonal = (found[0][1] * weight).sum(dim=1)
    torch.testing.assert_close(orthogonal, torch.zeros_like(orthogonal), atol=1e-8, rtol=0)


def test_shrink_after_sgd_gives_zeros_and_the_penalty_in_the_loss_does_not() -> None:
    X, y, _ = (torch.tensor(each) for each in ours.sparse_regression(np.random.default_rng(0)))
    zeros = {}
    for kind in ("penalty", "shrink"):
        w = nn.Parameter(torch.full((20,), 0.1, dtype=torch.float64))
        optimizer = optim.SGD([w], lr=0.1)
        for _ in range(300):
            optimizer.zero_grad()
            loss = 0.5 * (X @ w - y).square().mean()
            (loss + 0.2 * l1_penalty([w]) if kind == "penalty" else loss).backward()
            optimizer.step()
            if kind == "shrink":
                shrink([w], 0.1 * 0.2)
        zeros[kind] = int((w == 0).sum())
        step = ours.subgradient_step if kind == "penalty" else ours.proximal_step
        np.testing.assert_allclose(w.detach(), ours.descend(X.numpy(), y.numpy(), step, 0.1, 0.2, 300), atol=1e-9)
    assert zeros["penalty"] == 0 < 9 <= zeros["shrink"]


def test_the_penalty_sums_over_all_parameters() -> None:
    assert l1_penalty([torch.tensor([1.0, -2.0]), torch.tensor([[-3.0]])]).item() == 6
