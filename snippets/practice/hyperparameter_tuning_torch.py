"""PyTorch twins: size of a network, and how far one step moves its weights."""

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import nn


# --8<-- [start:parameter_count]
def multilayer_perceptron(widths: Sequence[int]) -> nn.Sequential:
    """Dense layers with ReLU between them; widths from the inputs to the outputs."""
    layers: list[nn.Module] = []
    for inputs, outputs in pairwise(widths):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*layers[:-1])  # no activation after the output


def parameter_count(model: nn.Module) -> int:
    """Trainable numbers in a model."""
    return sum(tensor.numel() for tensor in model.parameters() if tensor.requires_grad)


# --8<-- [end:parameter_count]


# --8<-- [start:step_and_update_ratios]
def step_and_update_ratios(
    model: nn.Module, optimizer: torch.optim.Optimizer
) -> dict[str, float]:
    """Make one optimizer step; ‖Δw‖ / ‖w‖ of every weight matrix, to log."""
    before = {
        name: weight.detach().clone()
        for name, weight in model.named_parameters()
        if weight.dim() > 1  # biases start at or near 0
    }
    optimizer.step()
    after = dict(model.named_parameters())
    return {
        name: ((after[name] - weight).norm() / weight.norm()).item()
        for name, weight in before.items()
    }


# --8<-- [end:step_and_update_ratios]
