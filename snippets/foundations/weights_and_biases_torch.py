"""Weights and biases as PyTorch stores, counts and regularizes them."""

import torch
from torch import nn


# --8<-- [start:dense_layer]
def dense_layer(inputs: int, outputs: int) -> nn.Sequential:
    """z = W x + b, then a = ReLU(z); biases start at zero."""
    linear = nn.Linear(inputs, outputs)  # weight (outputs, inputs), bias (outputs,)
    nn.init.zeros_(linear.bias)  # the default is random
    return nn.Sequential(linear, nn.ReLU())


# --8<-- [end:dense_layer]


# --8<-- [start:normalized_layer]
def normalized_layer(inputs: int, outputs: int) -> nn.Sequential:
    """No bias before batch norm: its β does the shifting."""
    linear = nn.Linear(inputs, outputs, bias=False)
    return nn.Sequential(linear, nn.BatchNorm1d(outputs), nn.ReLU())


# --8<-- [end:normalized_layer]


# --8<-- [start:optimizer_without_bias_decay]
def optimizer_without_bias_decay(
    model: nn.Module, learning_rate: float, weight_decay: float
) -> torch.optim.AdamW:
    """Weight decay on matrices; none on biases and normalization parameters."""
    decayed = [p for p in model.parameters() if p.ndim >= 2]
    free = [p for p in model.parameters() if p.ndim < 2]
    groups = [
        {"params": decayed, "weight_decay": weight_decay},
        {"params": free, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=learning_rate)


# --8<-- [end:optimizer_without_bias_decay]
