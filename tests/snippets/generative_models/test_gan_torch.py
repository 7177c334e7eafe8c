"""The gradients by hand are those of autograd; each step of PyTorch moves one player."""

from itertools import pairwise

import numpy as np
import pytest
import torch
from torch import nn

from snippets.generative_models import gan, gan_torch


def network(sizes: list[int]) -> nn.Sequential:
    layers: list[nn.Module] = []
    for inputs, outputs in pairwise(sizes):
        layers += [nn.Linear(inputs, outputs), nn.LeakyReLU(gan.SLOPE)]
    return nn.Sequential(*layers[:-1]).double()


def arrays(tensors: list[torch.Tensor]) -> gan.Layers:
    """Weights turned to (in, out), biases to (1, out)."""
    return [each.detach().numpy().T if each.ndim == 2 else each.detach().numpy()[None] for each in tensors]


def gradients(module: nn.Module) -> gan.Layers:
    found = []
    for parameter in module.parameters():
        assert parameter.grad is not None
        found.append(parameter.grad)
    return arrays(found)


def players() -> tuple[nn.Sequential, nn.Sequential, torch.Tensor, torch.Tensor]:
    torch.manual_seed(0)
    G, D = network([3, 5, 4, 2]), network([2, 6, 4, 1])
    real = torch.randn(7, 2, dtype=torch.float64)
    return G, D, real, torch.randn(7, 3, dtype=torch.float64)


def test_discriminator_gradients_are_those_of_autograd_and_the_generator_gets_none() -> None:
    G, D, real, noise = players()
    fake = G(noise)
    loss = gan_torch.discriminator_loss(D, real, fake)
    loss.backward()
    assert all(parameter.grad is None for parameter in G.parameters())
    found, steps = gan.discriminator_gradients(arrays(list(D.parameters())), real.numpy(), fake.detach().numpy())
    assert found == pytest.approx(loss.item())
    for step, expected in zip(steps, gradients(D), strict=True):
        np.testing.assert_allclose(step, expected, atol=1e-12)


def test_generator_gradients_are_those_of_autograd() -> None:
    G, D, _, noise = players()
    loss = gan_torch.generator_loss(D, G(noise))
    loss.backward()
    found, steps = gan.generator_gradients(arrays(list(G.parameters())), arrays(list(D.parameters())), noise.numpy())
    assert found == pytest.approx(loss.item())
    for step, expected in zip(steps, gradients(G), strict=True):
        np.testing.assert_allclose(step, expected, atol=1e-12)


def test_games_at_once_are_those_of_each() -> None:
    rng = np.random.default_rng(0)
    G, D = gan.initialize([3, 5, 2], rng, 2), gan.initialize([2, 4, 1], rng, 2)
    real, fake, noise = rng.random((2, 7, 2)), rng.random((2, 7, 2)), rng.random((2, 7, 3))
    both = gan.discriminator_gradients(D, real, fake), gan.generator_gradients(G, D, noise)
    for run in range(2):
        one_D, one_G = [each[run] for each in D], [each[run] for each in G]
        alone = (
            gan.discriminator_gradients(one_D, real[run], fake[run]),
            gan.generator_gradients(one_G, one_D, noise[run]),
        )
        for (losses, all_steps), (loss, steps) in zip(both, alone, strict=True):
            assert losses[run] == pytest.approx(loss)
            for every, step in zip(all_steps, steps, strict=True):
                np.testing.assert_allclose(every[run], step, atol=1e-13)


def descend(module: nn.Module, loss: torch.Tensor, rate: float) -> None:
    """A step of gradient descent that leaves no gradient behind."""
    parameters = list(module.parameters())
    for parameter, slope in zip(parameters, torch.autograd.grad(loss, parameters), strict=True):
        parameter.data -= rate * slope


def test_each_step_moves_the_discriminator_and_then_the_generator_against_the_new_one() -> None:
    """Two steps, so that what the first leaves in the gradients would be seen."""
    rate, (G, D, real, _), (G_twin, D_twin, _, _) = 0.1, players(), players()
    for module in (G, D, G_twin, D_twin):
        module.float()
    real = real.float()
    optimizers = torch.optim.SGD(G.parameters(), rate), torch.optim.SGD(D.parameters(), rate)
    torch.manual_seed(1)
    losses = [gan_torch.gan_step(G, D, *optimizers, real, 3) for _ in range(2)]
    torch.manual_seed(1)
    for loss, other in losses:
        fake = G_twin(torch.randn(7, 3))
        first = gan_torch.discriminator_loss(D_twin, real, fake)
        descend(D_twin, first, rate)
        second = gan_torch.generator_loss(D_twin, fake)
        descend(G_twin, second, rate)
        assert (loss, other) == pytest.approx((first.item(), second.item()), rel=1e-5)
    for twin, module in ((G_twin, G), (D_twin, D)):
        for expected, found in zip(twin.parameters(), module.parameters(), strict=True):
            torch.testing.assert_close(found, expected)
