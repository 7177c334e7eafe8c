"""Backpropagation by PyTorch's autograd, and a count of its work."""

# Tensor.backward has no annotations:
# mypy: disable-error-code="no-untyped-call"

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils.flop_counter import FlopCounterMode


# --8<-- [start:gradients]
def gradients(model: nn.Module, X: Tensor, labels: Tensor) -> list[Tensor]:
    """Gradient of the mean cross-entropy for every parameter, by autograd."""
    model.zero_grad()  # else this pass adds to what .grad already holds
    F.cross_entropy(model(X), labels).backward()
    return [p.grad.clone() for p in model.parameters() if p.grad is not None]


# --8<-- [end:gradients]


# --8<-- [start:training_step]
def training_step(
    model: nn.Module, optimizer: torch.optim.Optimizer, X: Tensor, labels: Tensor
) -> float:
    """One update on one mini-batch; returns the loss before it."""
    optimizer.zero_grad()  # forget the gradients of the last step
    loss = F.cross_entropy(model(X), labels)  # 1. forward pass, 2. loss
    loss.backward()  # 3. backpropagation: fills .grad, moves nothing
    optimizer.step()  # 4. the optimizer moves the parameters
    return loss.item()


# --8<-- [end:training_step]


# --8<-- [start:counted_flops]
def counted_flops(model: nn.Module, X: Tensor) -> tuple[int, int]:
    """FLOPs of one forward and one backward pass, as counted by PyTorch."""
    with FlopCounterMode(display=False) as forward_count:
        output = model(X)
    with FlopCounterMode(display=False) as backward_count:
        output.sum().backward()
    return forward_count.get_total_flops(), backward_count.get_total_flops()


# --8<-- [end:counted_flops]


# --8<-- [start:passes_per_epoch]
def passes_per_epoch(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    batches: list[tuple[Tensor, Tensor]],
    accumulate: int = 1,
) -> dict[str, int]:
    """Train one epoch; count its forward and backward passes and its updates."""
    count = {"forward": 0, "backward": 0, "updates": 0}
    for index, (X, labels) in enumerate(batches, start=1):
        loss = F.cross_entropy(model(X), labels) / accumulate
        count["forward"] += 1
        loss.backward()
        count["backward"] += 1
        if index % accumulate == 0 or index == len(batches):
            optimizer.step()
            count["updates"] += 1
            optimizer.zero_grad()
    return count


# --8<-- [end:passes_per_epoch]
