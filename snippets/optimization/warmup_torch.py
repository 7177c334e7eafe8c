"""Linear warmup in PyTorch, counted in optimizer steps."""

from torch import optim
from torch.optim.lr_scheduler import LambdaLR


# --8<-- [start:warmup]
def warmup_scheduler(optimizer: optim.Optimizer, warmup: int) -> LambdaLR:
    """Call step() after each optimizer.step(), not after each micro-batch."""
    return LambdaLR(optimizer, lambda done: min(1.0, (done + 1) / warmup))


# --8<-- [end:warmup]
