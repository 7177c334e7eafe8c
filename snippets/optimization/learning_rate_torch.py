"""The schedules as PyTorch users write them; `scheduler.step()` after every update."""

import torch
from torch.optim import Optimizer
from torch.optim.lr_scheduler import (
    CosineAnnealingLR,
    LinearLR,
    LRScheduler,
    ReduceLROnPlateau,
    SequentialLR,
)


# --8<-- [start:cosine]
def cosine(optimizer: Optimizer, total: int, final_rate: float = 0) -> LRScheduler:
    """η₀ is the optimizer's `lr`."""
    return CosineAnnealingLR(optimizer, T_max=total, eta_min=final_rate)


# --8<-- [end:cosine]


# --8<-- [start:warmup_cosine]
def warmup_cosine(optimizer: Optimizer, warmup: int, total: int) -> LRScheduler:
    """The peak is the optimizer's `lr`; the first update uses peak/warmup."""
    rise = LinearLR(optimizer, start_factor=1 / warmup, total_iters=warmup - 1)
    fall = CosineAnnealingLR(optimizer, T_max=total - warmup)
    return SequentialLR(optimizer, [rise, fall], milestones=[warmup])


# --8<-- [end:warmup_cosine]


# --8<-- [start:reduce_on_plateau]
def reduce_on_plateau(
    losses: list[float], initial_rate: float, factor: float, patience: int
) -> list[float]:
    """Unlike the others, this scheduler is given the validation loss at each step."""
    parameter = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([parameter], lr=initial_rate)
    scheduler = ReduceLROnPlateau(optimizer, factor=factor, patience=patience)
    rates = []
    for loss in losses:
        scheduler.step(loss)
        rates.append(optimizer.param_groups[0]["lr"])
    return rates


# --8<-- [end:reduce_on_plateau]
