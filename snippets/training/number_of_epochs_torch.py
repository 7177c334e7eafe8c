"""The validation pass in PyTorch."""

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader


# --8<-- [start:evaluate]
@torch.no_grad()  # no graph is recorded: saves memory and time
def evaluate(
    model: nn.Module,
    loader: DataLoader[tuple[Tensor, ...]],
    loss_function: Callable[[Tensor, Tensor], Tensor],
) -> float:
    """Mean loss per example in evaluation mode; changes no parameter and no buffer."""
    was_training = model.training
    model.eval()  # dropout off, batch norm uses its running statistics
    total_loss, examples = 0.0, 0
    for inputs, targets in loader:
        total_loss += loss_function(model(inputs), targets).item() * len(targets)
        examples += len(targets)
    model.train(was_training)
    return total_loss / examples


# --8<-- [end:evaluate]
