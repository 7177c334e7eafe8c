"""Learning-rate scaling and warmup as PyTorch users write it."""

from collections.abc import Iterable

import torch
from torch.optim.lr_scheduler import LinearLR


# --8<-- [start:scaled_sgd]
def scaled_sgd(
    parameters: Iterable[torch.nn.Parameter],
    base_rate: float,
    base_batch: int,
    batch_size: int,
    warmup_steps: int,
) -> tuple[torch.optim.SGD, LinearLR]:
    """SGD at the linearly scaled rate, warmed up from `base_rate`; B at least B_0.

    Call `scheduler.step()` once per update.
    """
    ratio = batch_size / base_batch
    optimizer = torch.optim.SGD(parameters, lr=base_rate * ratio)
    scheduler = LinearLR(
        optimizer, start_factor=1 / ratio, end_factor=1.0, total_iters=warmup_steps
    )
    return optimizer, scheduler


# --8<-- [end:scaled_sgd]
