"""PyTorch twins: the two losses of a GAN and a step of each player."""

import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy
from torch.optim import Optimizer


# --8<-- [start:gan_losses]
def discriminator_loss(D: nn.Module, real: Tensor, fake: Tensor) -> Tensor:
    """−log D(real) − log(1 − D(fake)), averaged; D gives logits (B, 1)."""
    logits, fake_logits = D(real), D(fake.detach())  # no gradient to the generator
    return cross_entropy(logits, torch.ones_like(logits)) + cross_entropy(
        fake_logits, torch.zeros_like(fake_logits)
    )


def generator_loss(D: nn.Module, fake: Tensor) -> Tensor:
    """−log D(fake), averaged: fakes under the label “real”."""
    logits = D(fake)
    return cross_entropy(logits, torch.ones_like(logits))


# --8<-- [end:gan_losses]


# --8<-- [start:gan_step]
def gan_step(
    G: nn.Module,
    D: nn.Module,
    G_step: Optimizer,
    D_step: Optimizer,
    real: Tensor,
    k: int,
) -> tuple[float, float]:
    """One step of each player, k noise dimensions; the losses before each step."""
    fake = G(torch.randn(len(real), k, device=real.device))
    loss = discriminator_loss(D, real, fake)
    D_step.zero_grad()
    loss.backward()
    D_step.step()

    other = generator_loss(D, fake)  # what this leaves in D is cleared next time
    G_step.zero_grad()
    other.backward()
    G_step.step()
    return loss.item(), other.item()


# --8<-- [end:gan_step]
