"""PyTorch twins: the loss of a Wasserstein critic, and a critic of bounded slope."""

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn.utils.parametrizations import spectral_norm


# --8<-- [start:critic_loss]
def critic_loss(
    f: nn.Module, real: Tensor, fake: Tensor, weight: float = 10.0
) -> Tensor:
    """f(fake) − f(real) + weight · (‖∇f‖ − 1)² between them, averaged over B.

    real and fake (B, …); f gives one score for each example and has no batch norm.
    """
    fake = fake.detach()
    shape = len(real), *[1] * (real.ndim - 1)  # one number for each example
    mix = torch.rand(shape, dtype=real.dtype, device=real.device)
    mixed = (mix * real + (1 - mix) * fake).requires_grad_()
    (slopes,) = torch.autograd.grad(f(mixed).sum(), mixed, create_graph=True)
    penalty: Tensor = (slopes.flatten(1).norm(dim=1) - 1).square().mean()
    gap: Tensor = f(fake).mean() - f(real).mean()
    return gap + weight * penalty


# --8<-- [end:critic_loss]


# --8<-- [start:normalized_critic]
def normalized_critic(sizes: list[int]) -> nn.Sequential:
    """A critic whose slope is at most 1: every layer divided by its spectral norm."""
    layers: list[nn.Module] = []
    for inputs, outputs in pairwise(sizes):
        layers += [spectral_norm(nn.Linear(inputs, outputs)), nn.LeakyReLU(0.2)]
    return nn.Sequential(*layers[:-1])


# --8<-- [end:normalized_critic]
