"""One training loop for full-batch, single-example and mini-batch descent."""

# Tensor.backward has no annotations:
# mypy: disable-error-code="no-untyped-call"

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset


# --8<-- [start:train]
def train(
    model: nn.Module,
    dataset: Dataset[tuple[Tensor, ...]],
    loss_function: Callable[[Tensor, Tensor], Tensor],
    batch_size: int,
    learning_rate: float,
    epochs: int,
) -> None:
    """The loader makes the method: `torch.optim.SGD` never learns the batch size.

    `loss_function` must average over the mini-batch.
    """
    loader = DataLoader(dataset, batch_size, shuffle=True)  # a new order every epoch
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    for _ in range(epochs):
        for inputs, targets in loader:  # ⌈N/B⌉ mini-batches
            optimizer.zero_grad()
            loss = loss_function(model(inputs), targets)
            loss.backward()
            optimizer.step()


# --8<-- [end:train]
