"""Mixed precision and checkpointing in PyTorch."""

import torch
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint_sequential


# --8<-- [start:training_step]
def training_step(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    scaler: torch.amp.GradScaler,
    inputs: Tensor,
    targets: Tensor,
) -> float:
    """One step in fp16 with fp32 weights; the loss of `inputs` (B, d), labels (B,)."""
    optimizer.zero_grad()
    with torch.autocast(inputs.device.type, dtype=torch.float16):
        loss = nn.functional.cross_entropy(model(inputs), targets)
    scaler.scale(loss).backward()  # outside of autocast
    scaler.unscale_(optimizer)  # clipping must see the true gradient
    nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
    scaler.step(optimizer)  # skipped if a gradient is Inf or NaN
    scaler.update()  # then halves the scale; doubles it after 2000 good steps
    return loss.item()


# --8<-- [end:training_step]


# --8<-- [start:checkpointed_output]
def checkpointed_output(model: nn.Sequential, segments: int, inputs: Tensor) -> Tensor:
    """The output of `model`; backward recomputes all segments but the last."""
    output: Tensor = checkpoint_sequential(model, segments, inputs, use_reentrant=False)
    return output


# --8<-- [end:checkpointed_output]
