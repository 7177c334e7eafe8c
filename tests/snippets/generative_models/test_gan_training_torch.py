"""The critic's loss by hand is that of autograd twice; a normalized critic has a slope of at most 1."""

import numpy as np
import pytest
import torch
from torch import nn

from snippets.generative_models import gan, gan_training, gan_training_torch
from tests.snippets.generative_models.test_gan_torch import arrays, gradients, network


def test_the_loss_and_its_gradients_are_those_by_hand() -> None:
    torch.manual_seed(0)
    critic = network([2, 6, 5, 1])
    real, fake = torch.randn(2, 7, 2, dtype=torch.float64)
    fake.requires_grad_()
    torch.manual_seed(1)
    loss = gan_training_torch.critic_loss(critic, real, fake, weight=3.0)
    loss.backward()
    assert fake.grad is None
    torch.manual_seed(1)
    mix = torch.rand(7, 1, dtype=torch.float64)
    mixed = mix * real + (1 - mix) * fake.detach()
    by_hand, steps = gan_training.critic_gradients(
        arrays(list(critic.parameters())), real.numpy(), fake.detach().numpy(), mixed.numpy(), 3.0
    )
    assert by_hand == pytest.approx(loss.item())
    for step, expected in zip(steps, gradients(critic), strict=True):
        np.testing.assert_allclose(step, expected, atol=1e-12)


def test_the_penalty_is_for_images_too_and_weighs_ten() -> None:
    """A linear critic of slope 2 everywhere: (2 − 1)² = 1."""
    critic = nn.Sequential(nn.Flatten(), nn.Linear(12, 1, bias=False))
    weights = torch.zeros(1, 12)
    weights[0, 4] = 2.0
    critic[1].weight.data = weights
    images = torch.randn(5, 3, 2, 2)
    assert gan_training_torch.critic_loss(critic, images, images).item() == pytest.approx(10.0, rel=1e-5)


def test_a_normalized_critic_is_nowhere_steeper_than_one() -> None:
    torch.manual_seed(0)
    critic = gan_training_torch.normalized_critic([2, 16, 16, 1])
    for _ in range(50):  # each forward pass in training is one more step of power iteration
        critic(torch.zeros(1, 2))
    critic.eval()
    X = torch.randn(200, 2, requires_grad=True)
    (slopes,) = torch.autograd.grad(critic(X).sum(), X)
    assert slopes.norm(dim=1).max() <= 1 + 1e-4
    layers = [layer for layer in critic if isinstance(layer, nn.Linear)]
    for layer in layers:
        assert torch.linalg.matrix_norm(layer.weight, 2).item() == pytest.approx(1, abs=1e-3)
    parts = arrays([part for layer in layers for part in (layer.weight, layer.bias)])
    by_hand = gan.forward(parts, X.detach().numpy())[-1]  # apart from the norm it is the critic of the page
    np.testing.assert_allclose(critic(X).detach(), by_hand, atol=1e-5)
