"""The loss and its gradients by hand are those of autograd."""

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from snippets.generative_models import diffusion, diffusion_torch, gan

SHARES = torch.tensor([0.9, 0.6, 0.2], dtype=torch.float64)


class Network(nn.Module):
    """The network of the NumPy code: √ᾱ_t and √(1 − ᾱ_t) beside x."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(4, 5), nn.LeakyReLU(gan.SLOPE), nn.Linear(5, 2)).double()

    def forward(self, x: Tensor, t: Tensor) -> Tensor:
        share = SHARES[t][:, None]
        found: Tensor = self.layers(torch.cat([x, share.sqrt(), (1 - share).sqrt()], dim=1))
        return found


def arrays(tensors: list[Tensor]) -> gan.Layers:
    return [each.detach().numpy().T if each.ndim == 2 else each.detach().numpy()[None] for each in tensors]


def test_loss_and_gradients_are_those_of_autograd() -> None:
    torch.manual_seed(0)
    network, x0 = Network(), torch.randn(7, 2, dtype=torch.float64)
    torch.manual_seed(1)
    loss = diffusion_torch.diffusion_loss(network, x0, SHARES)
    loss.backward()
    torch.manual_seed(1)
    t = torch.randint(len(SHARES), (7,))
    noise = torch.randn_like(x0)
    assert len(set(t.tolist())) > 1
    found, gradients = diffusion.loss_and_gradients(
        arrays(list(network.parameters())), x0.numpy(), SHARES[t][:, None].numpy(), noise.numpy()
    )
    assert found == pytest.approx(loss.item())
    slopes = []
    for parameter in network.parameters():
        assert parameter.grad is not None
        slopes.append(parameter.grad)
    for gradient, slope in zip(gradients, arrays(slopes), strict=True):
        np.testing.assert_allclose(gradient, slope, atol=1e-12)


def test_several_networks_at_once_are_each_alone() -> None:
    rng = np.random.default_rng(0)
    layers, x0 = gan.initialize([4, 5, 2], rng, 2), rng.random((2, 7, 2))
    shares, noise = rng.random((2, 7, 1)), rng.standard_normal((2, 7, 2))
    losses, gradients = diffusion.loss_and_gradients(layers, x0, shares, noise)
    for run in range(2):
        loss, alone = diffusion.loss_and_gradients([each[run] for each in layers], x0[run], shares[run], noise[run])
        assert losses[run] == pytest.approx(loss)
        for every, one in zip(gradients, alone, strict=True):
            np.testing.assert_allclose(every[run], one)
