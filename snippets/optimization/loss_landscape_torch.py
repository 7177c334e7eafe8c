"""What to look at in PyTorch when training stalls: gradient and curvature."""

import torch
from torch import Tensor, nn


# --8<-- [start:look]
def gradient_norm(model: nn.Module) -> Tensor:
    """Length of the whole gradient, after backward(); near 0 at a critical point."""
    gradients = [p.grad.flatten() for p in model.parameters() if p.grad is not None]
    return torch.cat(gradients).square().sum().sqrt()


def curvature(loss: Tensor, model: nn.Module, direction: list[Tensor]) -> Tensor:
    """dᵀ H d for a direction like the parameters; negative: a way down.

    Two backward passes; the Hessian is not built.
    """
    parameters = list(model.parameters())
    slopes = torch.autograd.grad(loss, parameters, create_graph=True)
    pairs = zip(slopes, direction, strict=True)
    along = torch.stack([(g * d).sum() for g, d in pairs]).sum()
    products = torch.autograd.grad(along, parameters)
    pairs = zip(products, direction, strict=True)
    return torch.stack([(h * d).sum() for h, d in pairs]).sum()


# --8<-- [end:look]
