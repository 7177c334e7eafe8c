"""Early stopping in PyTorch: keep a copy of the best weights and put it back."""

import copy
from collections.abc import Callable

from torch import nn


# --8<-- [start:train_with_early_stopping]
def train_with_early_stopping(
    model: nn.Module,
    train_one_epoch: Callable[[], None],
    validation_loss: Callable[[], float],
    max_epochs: int,
    patience: int,
) -> tuple[int, float]:
    """Best epoch (from 1) and its validation loss; the model ends with its weights."""
    best_loss, best_epoch = float("inf"), 0
    best_state = copy.deepcopy(model.state_dict())
    for epoch in range(1, max_epochs + 1):
        train_one_epoch()
        loss = validation_loss()
        if loss < best_loss:
            best_loss, best_epoch = loss, epoch
            # state_dict() alone shares memory with the model and would train on.
            best_state = copy.deepcopy(model.state_dict())
        elif epoch - best_epoch >= patience:
            break
    model.load_state_dict(best_state)
    return best_epoch, best_loss


# --8<-- [end:train_with_early_stopping]
