"""Penalties and decay in PyTorch: what `weight_decay` means, and exact zeros."""

from collections.abc import Iterable

import torch
from torch import Tensor, nn, optim


# --8<-- [start:optimizers]
def optimizers(
    parameters: list[nn.Parameter], learning_rate: float, weight_decay: float
) -> dict[str, optim.Optimizer]:
    """The same argument, twice as a penalty in the gradient and once as decay."""
    return {
        "L2, goes into the momentum": optim.SGD(
            parameters, lr=learning_rate, momentum=0.9, weight_decay=weight_decay
        ),
        "L2, scaled like a gradient": optim.Adam(
            parameters, lr=learning_rate, weight_decay=weight_decay
        ),
        "decay by 1 - lr * weight_decay": optim.AdamW(
            parameters, lr=learning_rate, weight_decay=weight_decay
        ),
    }


# --8<-- [end:optimizers]


# --8<-- [start:l1]
def l1_penalty(parameters: Iterable[Tensor]) -> Tensor:
    """Σ|w|, to be added to the loss: small weights, hardly any exactly 0."""
    return torch.stack([parameter.abs().sum() for parameter in parameters]).sum()


@torch.no_grad()
def shrink(parameters: Iterable[Tensor], amount: float) -> None:
    """After a step of SGD without penalty, amount = ηλ: exact zeros."""
    for parameter in parameters:
        parameter.copy_(nn.functional.softshrink(parameter, amount))


# --8<-- [end:l1]
