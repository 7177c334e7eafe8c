"""PyTorch twin: the loss of a diffusion model, and a guided prediction."""

import torch
from torch import Tensor, nn


# --8<-- [start:diffusion_loss]
def diffusion_loss(network: nn.Module, x0: Tensor, signal_shares: Tensor) -> Tensor:
    """‖ε − ε_θ(x_t, t)‖² at one random step for each example; x0 (B, d), ᾱ (T,)."""
    t = torch.randint(len(signal_shares), (len(x0),), device=x0.device)
    share = signal_shares[t][:, None]
    noise = torch.randn_like(x0)
    x_t = share.sqrt() * x0 + (1 - share).sqrt() * noise
    loss: Tensor = ((network(x_t, t) - noise) ** 2).sum(dim=1).mean()
    return loss


# --8<-- [end:diffusion_loss]
