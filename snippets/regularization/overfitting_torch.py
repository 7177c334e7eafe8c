"""Two places for an L2 penalty in PyTorch: in the loss, or in the optimizer."""

import torch
from torch import Tensor, nn


# --8<-- [start:penalized_loss]
def penalized_loss(model: nn.Module, loss: Tensor, weight_decay: float) -> Tensor:
    """loss + ½λ‖θ‖²: the penalty shows in whatever log this value goes to."""
    squares = torch.stack([w.square().sum() for w in model.parameters()])
    return loss + 0.5 * weight_decay * squares.sum()


# --8<-- [end:penalized_loss]


# --8<-- [start:decaying_sgd]
def decaying_sgd(
    model: nn.Module, learning_rate: float, weight_decay: float
) -> torch.optim.SGD:
    """Same updates, but no logged loss contains the penalty."""
    return torch.optim.SGD(
        model.parameters(), lr=learning_rate, weight_decay=weight_decay
    )


# --8<-- [end:decaying_sgd]
