"""AdamW as practitioners set it up: no decay on biases and normalization."""

from torch import nn, optim


# --8<-- [start:adamw_for]
def adamw_for(
    model: nn.Module, learning_rate: float, weight_decay: float = 0.01
) -> optim.AdamW:
    """Decay matrices and kernels; spare biases and normalization (1-D tensors)."""
    decayed = [p for p in model.parameters() if p.ndim >= 2]
    spared = [p for p in model.parameters() if p.ndim < 2]
    groups = [
        {"params": decayed, "weight_decay": weight_decay},
        {"params": spared, "weight_decay": 0.0},
    ]
    return optim.AdamW(groups, lr=learning_rate, betas=(0.9, 0.999))


# --8<-- [end:adamw_for]
