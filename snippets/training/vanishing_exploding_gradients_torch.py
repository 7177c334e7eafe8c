"""Watch the gradient of each parameter and clip them all, in PyTorch."""

import torch
from torch import nn


# --8<-- [start:gradient_to_weight_ratios]
def gradient_to_weight_ratios(model: nn.Module) -> dict[str, float]:
    """‖∂L/∂θ‖ / ‖θ‖ after `loss.backward()`; compare the layers.

    Parameters that are all zero, as biases and the shifts of normalization are at the
    start, are left out: their ratio is infinite and says nothing.
    """
    return {
        name: (parameter.grad.norm() / parameter.norm()).item()
        for name, parameter in model.named_parameters()
        if parameter.grad is not None and parameter.any()
    }


# --8<-- [end:gradient_to_weight_ratios]


# --8<-- [start:clip_by_global_norm]
def clip_by_global_norm(
    loss: torch.Tensor, model: nn.Module, optimizer: torch.optim.Optimizer
) -> float:
    """One update with clipped gradients; returns the norm before clipping, to log."""
    optimizer.zero_grad()
    loss.backward()
    norm = nn.utils.clip_grad_norm_(
        model.parameters(), max_norm=1.0, error_if_nonfinite=True
    )
    optimizer.step()
    return norm.item()


# --8<-- [end:clip_by_global_norm]
