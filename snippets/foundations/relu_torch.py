"""Dead units and the slope at zero in PyTorch."""

from collections.abc import Callable

import torch
from torch import Tensor, nn


# --8<-- [start:dead_fractions]
@torch.no_grad()
def dead_fractions(model: nn.Sequential, inputs: Tensor) -> list[float]:
    """For each ReLU layer, the share of units that are 0 on all rows of the inputs."""
    fractions, values = [], inputs
    for layer in model:
        values = layer(values)
        if isinstance(layer, nn.ReLU):
            fractions.append((values == 0).all(dim=0).float().mean().item())
    return fractions


# --8<-- [end:dead_fractions]


# --8<-- [start:slope_at_zero]
def slope_at_zero(function: Callable[[Tensor], Tensor]) -> float:
    """What autograd returns as the derivative of the function at exactly 0."""
    z = torch.zeros(1, requires_grad=True)
    (slope,) = torch.autograd.grad(function(z).sum(), z)
    return slope.item()


# --8<-- [end:slope_at_zero]
