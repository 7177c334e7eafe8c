"""Attributions with PyTorch's automatic differentiation."""

import torch
from torch import Tensor, nn


# --8<-- [start:input_gradient]
def input_gradient(model: nn.Module, X: Tensor) -> Tensor:
    """Slope of the model's scalar output with respect to each input, per row."""
    X = X.detach().requires_grad_()
    (gradient,) = torch.autograd.grad(model(X).sum(), X)
    return gradient


# --8<-- [end:input_gradient]


# --8<-- [start:integrated_gradients]
def integrated_gradients(
    model: nn.Module, x: Tensor, baseline: Tensor, steps: int
) -> Tensor:
    """Attribution of f(x) - f(baseline) to the inputs, in evaluation mode."""
    shape = (-1, *[1] * x.ndim)
    middles = torch.arange(steps, dtype=x.dtype, device=x.device) + 0.5
    fractions = (middles / steps).reshape(shape)
    path = baseline + fractions * (x - baseline)
    return (x - baseline) * input_gradient(model, path).mean(dim=0)


# --8<-- [end:integrated_gradients]
