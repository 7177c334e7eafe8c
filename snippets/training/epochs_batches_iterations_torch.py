"""Epochs, mini-batches and updates as PyTorch counts and runs them."""

# Tensor.backward has no annotations:
# mypy: disable-error-code="no-untyped-call"

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler, StepLR
from torch.utils.data import DataLoader, Dataset, TensorDataset

Batches = DataLoader[tuple[Tensor, ...]]
LossFunction = Callable[[Tensor, Tensor], Tensor]


# --8<-- [start:iterations_per_epoch]
def iterations_per_epoch(
    dataset: Dataset[tuple[Tensor, ...]],
    batch_size: int,
    drop_last: bool = False,
) -> int:
    """Number of mini-batches in one epoch."""
    loader = DataLoader(dataset, batch_size, shuffle=True, drop_last=drop_last)
    return len(loader)


# --8<-- [end:iterations_per_epoch]


# --8<-- [start:train_one_epoch]
def train_one_epoch(
    model: nn.Module,
    loader: Batches,
    loss_function: LossFunction,
    optimizer: Optimizer,
    scheduler: LRScheduler,
) -> float:
    """One update per mini-batch; returns the mean loss per example seen on the way."""
    model.train()
    total_loss, examples = 0.0, 0
    for inputs, targets in loader:  # 1. draw a mini-batch
        optimizer.zero_grad()  # 2. forget the last gradients
        loss = loss_function(model(inputs), targets)  # 3. forward pass and mean loss
        loss.backward()  # 4. backward pass: gradients
        nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)  # 5. optional
        optimizer.step()  # 6. the update
        scheduler.step()  # 7. this schedule counts updates
        total_loss += loss.item() * len(targets)
        examples += len(targets)
    return total_loss / examples


# --8<-- [end:train_one_epoch]


# --8<-- [start:displacement]
def displacement(optimizer: Optimizer, parameter: Tensor, gradients: Tensor) -> Tensor:
    """How far the last of T updates moves a parameter (d); gradients are T×d."""
    for gradient in gradients:
        before = parameter.detach().clone()
        parameter.grad = gradient
        optimizer.step()
    return parameter.detach() - before


# --8<-- [end:displacement]


# --8<-- [start:step_decay]
def step_decay(
    initial_rate: float,
    calls: int,
    step_size: int,
    factor: float = 0.1,
) -> float:
    """Learning rate after so many scheduler calls, once per epoch or per update."""
    parameter = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([parameter], lr=initial_rate)
    scheduler = StepLR(optimizer, step_size=step_size, gamma=factor)
    for _ in range(calls):
        optimizer.step()
        scheduler.step()
    return float(scheduler.get_last_lr()[0])


# --8<-- [end:step_decay]


def dataset_of(inputs: Tensor, targets: Tensor) -> TensorDataset:
    """Inputs N×d and targets N as a data set of N pairs."""
    return TensorDataset(inputs, targets)
